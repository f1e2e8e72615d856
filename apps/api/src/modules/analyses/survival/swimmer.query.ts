import { type StudyTransaction } from '../../../db/study-db.ts';

/** What is drawn on a patient's bar, in days from time zero. */
export interface SwimmerMark {
  readonly patientId: string;
  readonly kind: 'cycle' | 'CR' | 'PR';
  readonly day: number;
}

/**
 * HAIC cycles, and the first complete and the first partial response, of some patients; ordered by day. Images, responses and
 * days are those of `portal.derived_subject`: after time zero and not before the baseline, up to the cut-off and to the first
 * progression.
 */
export function swimmerMarks(
  tx: StudyTransaction,
  patientIds: readonly string[],
  centreIds: readonly number[],
): Promise<SwimmerMark[]> {
  return tx.rows<SwimmerMark>(
    `with placed as (
       select p.id, p.centre_id, t.started_on, s.cutoff_on, origin.zero_on, coalesce(t.started_on, date '1900-01-01') as day_zero,
         case r.definition ->> 'timeZero' when 'firstHaic' then 0 else t.started_on - origin.zero_on end as from_haic
       from portal.patient p
       join portal.centre c on c.id = p.centre_id
       join portal.study s on s.id = c.study_id
       join portal.recipe r on r.id = s.recipe_id
       left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
       left join portal.demographics e on e.centre_id = p.centre_id and e.patient_id = p.id
       cross join lateral (
         select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on
       ) origin
       where p.id = any($1) and p.centre_id = any($2)
     )
     select z.id as "patientId", 'cycle' as kind, h.given_on - z.zero_on as day
     from placed z join portal.haic_cycle h on h.centre_id = z.centre_id and h.patient_id = z.id
     where h.given_on >= z.zero_on and (h.given_on <= z.cutoff_on) is not false
     union all
     select z.id, v.response, min(v.day)
     from placed z
     cross join lateral (
       select i.*, min(i.at) filter (where i.response = 'PD') over () as pd_at
       from (
         select a.visit_number, coalesce(a.reader_response, a.derived_response) as response, image.day, image.at,
           min(image.at) filter (where a.visit_number = 0) over () as baseline_at,
           z.started_on is null and count(a.assessed_on) over () not in (0, count(*) over ()) as is_unordered
         from portal.tumour_assessment a
         cross join lateral (
           select coalesce(a.assessed_on - z.zero_on, a.assessed_day + z.from_haic) as day,
             coalesce(a.assessed_on - z.day_zero, a.assessed_day) as at
         ) image
         where a.centre_id = z.centre_id and a.patient_id = z.id
           and (coalesce(a.assessed_on, z.started_on + a.assessed_day) <= z.cutoff_on) is not false
       ) i
       where i.visit_number > 0 and (i.day > 0) is not false and (i.at >= i.baseline_at) is not false
     ) v
     where v.response in ('CR', 'PR') and not v.is_unordered and v.day is not null and (v.at <= v.pd_at) is not false
     group by 1, 2
     order by day, kind`,
    [patientIds, centreIds],
  );
}
