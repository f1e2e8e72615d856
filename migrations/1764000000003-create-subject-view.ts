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
      with timed as (
        select p.id, p.centre_id, p.code, c.study_id, c.code as centre, t.arm, t.started_on,
          s.cutoff_on - t.started_on as cutoff_day
        from portal.patient p
        join portal.centre c on c.id = p.centre_id
        join portal.study s on s.id = c.study_id
        left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
      ),
      contact as (
        select f.patient_id,
          max(coalesce(f.contact_on - t.started_on, f.contact_day)) as last_day,
          min(coalesce(f.contact_on - t.started_on, f.contact_day)) filter (where f.vital_status = 'dead') as death_day
        from portal.follow_up f
        join timed t on t.centre_id = f.centre_id and t.id = f.patient_id
        group by f.patient_id
      ),
      reading as (
        select a.patient_id, a.visit_number, coalesce(a.assessed_on - t.started_on, a.assessed_day) as day,
          coalesce(a.reader_response, a.derived_response) as response, t.cutoff_day
        from portal.tumour_assessment a
        join timed t on t.centre_id = a.centre_id and t.id = a.patient_id
      ),
      progress as (
        select patient_id,
          min(day) filter (where response = 'PD') as pd_day,
          max(day) filter (where response is distinct from 'NE') as assessed_day
        from reading
        where day is not null and (cutoff_day is null or day <= cutoff_day)
        group by patient_id
      ),
      best as (
        select r.patient_id,
          (array['CR', 'PR', 'SD', 'PD', 'NE'])[min(array_position(array['CR', 'PR', 'SD', 'PD', 'NE'], r.response))] as response
        from reading r
        left join progress p on p.patient_id = r.patient_id
        where r.response is not null and r.visit_number > 0 and (p.pd_day is null or r.day <= p.pd_day)
          and (r.cutoff_day is null or r.day is null or r.day <= r.cutoff_day)
        group by r.patient_id
      ),
      observed as (
        select t.*, c.last_day, p.pd_day, p.assessed_day, b.response as best_response,
          case when t.cutoff_day is null or c.death_day <= t.cutoff_day then c.death_day end as death_day
        from timed t
        left join contact c on c.patient_id = t.id
        left join progress p on p.patient_id = t.id
        left join best b on b.patient_id = t.id
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
