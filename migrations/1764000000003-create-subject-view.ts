import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * One row per patient: baseline, arm and outcome. The endpoint recipe "haic-default 1" in one place:
 * time zero is the first HAIC; OS ends at death; PFS ends at the first PD or death; alive without PD is censored at the
 * last adequate tumour assessment (day 0 where there is none after baseline); nothing after the study's cut-off counts.
 * A reader's response stands before the derived one. Best response is the best after baseline up to the first PD.
 */
export class CreateSubjectView1764000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create view portal.subject with (security_invoker = true) as
      with observed as (
        select p.id, p.centre_id, p.code, c.study_id, c.code as centre, t.arm, t.started_on, cut.cutoff_day,
          contact.last_day, progress.pd_day, progress.assessed_day, best.response as best_response,
          case when cut.cutoff_day is null or contact.death_day <= cut.cutoff_day then contact.death_day end as death_day
        from portal.patient p
        join portal.centre c on c.id = p.centre_id
        join portal.study s on s.id = c.study_id
        left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
        cross join lateral (select s.cutoff_on - t.started_on as cutoff_day) cut
        -- Lateral, so that each patient is one look into an index and the cost grows with the patients: joined as groups,
        -- they are taken for a single row and compared each with each.
        cross join lateral (
          select max(f.day) as last_day, min(f.day) filter (where f.vital_status = 'dead') as death_day
          from (
            select coalesce(contact_on - t.started_on, contact_day) as day, vital_status
            from portal.follow_up where centre_id = p.centre_id and patient_id = p.id
          ) f
        ) contact
        cross join lateral (
          select min(a.day) filter (where a.response = 'PD') as pd_day,
            max(a.day) filter (where a.response is distinct from 'NE') as assessed_day
          from (
            select coalesce(assessed_on - t.started_on, assessed_day) as day, coalesce(reader_response, derived_response) as response
            from portal.tumour_assessment where centre_id = p.centre_id and patient_id = p.id
          ) a
          where a.day is not null and (cut.cutoff_day is null or a.day <= cut.cutoff_day)
        ) progress
        cross join lateral (
          select (array['CR', 'PR', 'SD', 'PD', 'NE'])[min(array_position(array['CR', 'PR', 'SD', 'PD', 'NE'], a.response))] as response
          from (
            select coalesce(assessed_on - t.started_on, assessed_day) as day, coalesce(reader_response, derived_response) as response
            from portal.tumour_assessment where centre_id = p.centre_id and patient_id = p.id and visit_number > 0
          ) a
          where a.response is not null and (progress.pd_day is null or a.day <= progress.pd_day)
            and (cut.cutoff_day is null or a.day is null or a.day <= cut.cutoff_day)
        ) best
      )
      select o.id, o.centre_id, o.study_id, o.code, o.centre, o.arm, o.started_on, o.best_response,
        d.age_years, d.sex,
        b.ecog_ps, b.child_pugh_class, b.hepatitis_b, b.cirrhosis, b.afp_ng_ml, b.tumour_size_mm, b.lesion_count,
        b.lesion_number, b.portal_vein_thrombus, b.extrahepatic_metastasis, b.bclc_stage, b.source_stage_group,
        coalesce(o.death_day, least(o.last_day, o.cutoff_day)) as os_days,
        case when o.last_day is not null then o.death_day is not null end as os_event,
        case
          when o.pd_day is not null or o.death_day is not null then least(o.pd_day, o.death_day)
          else o.assessed_day
        end as pfs_days,
        case when o.pd_day is not null or o.death_day is not null or o.assessed_day is not null
          then o.pd_day is not null or o.death_day is not null end as pfs_event
      from observed o
      left join portal.demographics d on d.centre_id = o.centre_id and d.patient_id = o.id
      left join portal.baseline b on b.centre_id = o.centre_id and b.patient_id = o.id;

      grant select on portal.subject to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
