import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The endpoint recipe "haic-default 2". Against "haic-default 1": what is unknown stays unknown and says why in
 * `os_missing` and `pfs_missing`, where `least` and `coalesce` made a time of it; no time is negative; only images after
 * baseline, ordered by when they were taken, tell of response and progression.
 *
 * The baseline is visit 0. An image counts after it when it was taken after time zero and not before visit 0. A time is
 * missing because of:
 * - noFollowUp: nobody has said whether the patient lives;
 * - noTimeZero: the event or an image has a date, and the first HAIC none to count from;
 * - beforeTimeZero: death or last contact before the first HAIC;
 * - afterCutoff: the first HAIC is after the study's cut-off.
 */
export class SayWhyATimeIsMissing1764000000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace view portal.subject with (security_invoker = true) as
      with observed as (
        select p.id, p.centre_id, p.code, c.study_id, c.code as centre, t.arm, t.started_on, cut.cutoff_day,
          contact.last_day, contact.is_followed, contact.has_unplaced_death,
          case when cut.cutoff_day is null or contact.death_day <= cut.cutoff_day then contact.death_day end as death_day,
          contact.death_day < 0 as died_before, image.pd_day, image.assessed_day, image.has_unplaced, image.best_response
        from portal.patient p
        join portal.centre c on c.id = p.centre_id
        join portal.study s on s.id = c.study_id
        left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
        cross join lateral (select s.cutoff_on - t.started_on as cutoff_day) cut
        -- Lateral, so that each patient is one look into an index and the cost grows with the patients: joined as groups,
        -- they are taken for a single row and compared each with each.
        cross join lateral (
          select count(*) > 0 as is_followed, max(f.day) as last_day, min(f.day) filter (where f.is_dead) as death_day,
            bool_or(f.is_dead and f.day is null) as has_unplaced_death
          from (
            select coalesce(contact_on - t.started_on, contact_day) as day, vital_status = 'dead' as is_dead
            from portal.follow_up where centre_id = p.centre_id and patient_id = p.id
          ) f
        ) contact
        cross join lateral (
          select min(v.day) filter (where v.response = 'PD') as pd_day,
            max(v.day) filter (where v.response <> 'NE') as assessed_day,
            bool_or(v.day is null) as has_unplaced,
            -- Dates and study days cannot be put in one order without a first HAIC.
            case when not bool_or(v.is_unordered) then
              (array['CR', 'PR', 'SD', 'PD', 'NE'])[
                min(array_position(array['CR', 'PR', 'SD', 'PD', 'NE'], v.response)) filter (where v.pd_at is null or v.at <= v.pd_at)
              ]
            end as best_response
          from (
            select i.day, i.at, i.response, i.is_unordered, min(i.at) filter (where i.response = 'PD') over () as pd_at
            from (
              select a.visit_number, coalesce(a.reader_response, a.derived_response) as response, placed.day, placed.at,
                min(placed.at) filter (where a.visit_number = 0) over () as baseline_at,
                t.started_on is null and count(a.assessed_on) over () not in (0, count(*) over ()) as is_unordered
              from portal.tumour_assessment a
              cross join lateral (
                select coalesce(a.assessed_on - t.started_on, a.assessed_day) as day,
                  coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day) as at
              ) placed
              where a.centre_id = p.centre_id and a.patient_id = p.id
                and (coalesce(a.assessed_on, t.started_on + a.assessed_day) <= s.cutoff_on) is not false
            ) i
            where i.visit_number > 0 and (i.day > 0) is not false and (i.at >= i.baseline_at) is not false
          ) v
        ) image
      ),
      judged as (
        select o.*,
          case
            when not o.is_followed then 'noFollowUp'
            when o.last_day is null or o.has_unplaced_death then 'noTimeZero'
            when o.cutoff_day < 0 then 'afterCutoff'
            when o.died_before or o.last_day < 0 then 'beforeTimeZero'
          end as os_missing
        from observed o
      ),
      timed as (
        select j.*,
          case
            when j.has_unplaced or (j.has_unplaced_death and j.pd_day is null) then 'noTimeZero'
            when j.cutoff_day < 0 then 'afterCutoff'
            when j.died_before then 'beforeTimeZero'
            -- Without an image after baseline the patient must at least be known to have lived at day 0.
            when j.pd_day is null and j.death_day is null and j.assessed_day is null then j.os_missing
          end as pfs_missing
        from judged j
      )
      select o.id, o.centre_id, o.study_id, o.code, o.centre, o.arm, o.started_on, o.best_response,
        d.age_years, d.sex,
        b.ecog_ps, b.child_pugh_class, b.hepatitis_b, b.cirrhosis, b.afp_ng_ml, b.tumour_size_mm, b.lesion_count,
        b.lesion_number, b.portal_vein_thrombus, b.extrahepatic_metastasis, b.bclc_stage, b.source_stage_group,
        -- Here least passes over what is null on purpose: no cut-off limits nothing, and one of two events is the first.
        case when o.os_missing is null then coalesce(o.death_day, least(o.last_day, o.cutoff_day)) end as os_days,
        case when o.os_missing is null then o.death_day is not null end as os_event,
        case when o.pfs_missing is null then coalesce(least(o.pd_day, o.death_day), o.assessed_day, 0) end as pfs_days,
        case when o.pfs_missing is null then o.pd_day is not null or o.death_day is not null end as pfs_event,
        o.os_missing, o.pfs_missing
      from timed o
      left join portal.demographics d on d.centre_id = o.centre_id and d.patient_id = o.id
      left join portal.baseline b on b.centre_id = o.centre_id and b.patient_id = o.id
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
