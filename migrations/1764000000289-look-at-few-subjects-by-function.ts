import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the derivation of 1764000000290 asks for few patients: contradictions, and fields of a study with several records. */
export class LookAtFewSubjectsByFunction1764000000289 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const functions = `
  create function portal.contradictions_of(centre_id int, patient_id uuid) returns int language sql stable
    set search_path = portal, pg_temp as $$
    select coalesce(bit_or(1 << (array_position(array['twoDeaths', 'aliveAfterDeath', 'afterDeath', 'visitTwice'], k.rule) - 1)), 0)
    from contradiction k where k.centre_id = contradictions_of.centre_id and k.patient_id = contradictions_of.patient_id
  $$;

  -- Of a patient the values of the study's own fields that have several records, each of the record that counts.
  create function portal.own_counted(centre_id int, patient_id uuid, study_id int, started_on date, zero_on date, day_zero date,
    from_haic int, cutoff_day int) returns jsonb language sql stable set search_path = portal, pg_temp as $$
    select coalesce((
          select jsonb_object_agg('own_' || f.name, counted.value)
          from portal.study_field f
          cross join lateral (
            select r.value from (
              select each_record.own -> ('own_' || f.name) as value, each_record.day, each_record.at,
                -- Dates and study days cannot be put in one order without a first HAIC.
                own_counted.started_on is null and count(*) filter (where each_record.is_dated) over () not in (0, count(*) over ())
                  as is_unordered
              from (select a.own, coalesce(a.assessed_on - own_counted.zero_on, a.assessed_day + own_counted.from_haic) as day,
                  coalesce(a.assessed_on - own_counted.day_zero, a.assessed_day) as at, a.assessed_on is not null as is_dated
                from portal.tumour_assessment a
                where f.form = 'tumourAssessment' and a.centre_id = own_counted.centre_id and a.patient_id = own_counted.patient_id
                union all
                select e.own, e.started_day - own_counted.zero_on, e.started_day - own_counted.day_zero, true
                from portal.adverse_event e
                where f.form = 'adverseEvent' and e.centre_id = own_counted.centre_id and e.patient_id = own_counted.patient_id
                union all
                select u.own, coalesce(u.contact_on - own_counted.zero_on, u.contact_day + own_counted.from_haic),
                  coalesce(u.contact_on - own_counted.day_zero, u.contact_day), u.contact_on is not null
                from portal.follow_up u
                where f.form = 'followUp' and u.centre_id = own_counted.centre_id and u.patient_id = own_counted.patient_id
              ) each_record
            ) r
            cross join lateral (
              select case when f.kind = 'code' then (
                select to_jsonb(min(c.place)) from jsonb_array_elements(f.codes) with ordinality c(declared, place)
                where c.declared -> 'code' = r.value
              ) else r.value end as place
            ) ranked
            where jsonb_typeof(r.value) = case f.kind
                when 'integer' then 'number' when 'decimal' then 'number' when 'boolean' then 'boolean' else 'string' end
              and case when f.known = 'timeZero' then r.day <= 0 else (r.day <= own_counted.cutoff_day) is not false end
              and (f.counts not in ('first', 'last') or (r.at is not null and not r.is_unordered))
            order by
              case f.counts when 'first' then r.at when 'last' then -r.at end, case when f.counts in ('highest', 'any') then ranked.place end desc nulls last,
              -- Of two on one day the lower.
              ranked.place nulls last, r.value
            limit 1
          ) counted
          where f.study_id = own_counted.study_id and f.counts is not null and f.state <> 'draft'
    ), '{}')
  $$;
`;
