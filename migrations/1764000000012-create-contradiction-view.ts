import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Pairs of a patient's records that cannot both be right. One row per pair: `rule`, the record that speaks against the
 * other with the field that does so, and when each of them was, as a date or a study day.
 *
 * - twoDeaths: dead on two different days;
 * - aliveAfterDeath: a contact with the living after a death;
 * - afterDeath: an image, an adverse event, a treatment or the enrolment after a death;
 * - visitTwice: one visit number for two images.
 *
 * A slide is none of them: tissue may be taken after death.
 */
export class CreateContradictionView1764000000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create view portal.contradiction with (security_invoker = true) as
      select late.centre_id, late.patient_id,
        case when late.form <> 'followUp' then 'afterDeath' when late.is_death then 'twoDeaths' else 'aliveAfterDeath' end as rule,
        late.form, late.id as record_id, late.field, late.happened_on, late.happened_day,
        'followUp' as other_form, death.id as other_id,
        case when death.contact_on is null then 'contactDay' else 'contactOn' end as other_field,
        death.contact_on as other_on, death.contact_day as other_day
      from portal.follow_up death
      left join portal.treatment t on t.centre_id = death.centre_id and t.patient_id = death.patient_id
      join (
        select centre_id, patient_id, 'followUp' as form, id, case when contact_on is null then 'contactDay' else 'contactOn' end as field,
          contact_on as happened_on, contact_day as happened_day, vital_status = 'dead' as is_death
        from portal.follow_up
        union all
        select centre_id, patient_id, 'tumourAssessment', id, case when assessed_on is null then 'assessedDay' else 'assessedOn' end,
          assessed_on, assessed_day, false
        from portal.tumour_assessment
        union all
        select centre_id, patient_id, 'adverseEvent', id, 'startedOn', started_on, null, false from portal.adverse_event
        union all
        select centre_id, patient_id, 'adverseEvent', id, 'resolvedOn', resolved_on, null, false from portal.adverse_event
        union all
        select centre_id, patient_id, 'treatment', id, 'startedOn', started_on, null, false from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'endedOn', ended_on, null, false from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'tkiStartedOn', tki_started_on, null, false from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'iciStartedOn', ici_started_on, null, false from portal.treatment
        union all
        select centre_id, patient_id, 'demographics', id, 'enrolledOn', enrolled_on, null, false from portal.demographics
      ) late on late.centre_id = death.centre_id and late.patient_id = death.patient_id
        -- With a first HAIC all are study days; without, dates compare with dates and days with days.
        and coalesce(late.happened_on - coalesce(t.started_on, date '1900-01-01'), late.happened_day)
          > coalesce(death.contact_on - coalesce(t.started_on, date '1900-01-01'), death.contact_day)
        and (t.started_on is not null or (late.happened_on is null) = (death.contact_on is null))
      where death.vital_status = 'dead'
      union all
      select two.centre_id, two.patient_id, 'visitTwice', 'tumourAssessment', two.id, 'visitNumber', two.assessed_on, two.assessed_day,
        'tumourAssessment', one.id, 'visitNumber', one.assessed_on, one.assessed_day
      from portal.tumour_assessment one
      join portal.tumour_assessment two on two.centre_id = one.centre_id and two.patient_id = one.patient_id
        and two.visit_number = one.visit_number and two.id > one.id;

      grant select on portal.contradiction to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
