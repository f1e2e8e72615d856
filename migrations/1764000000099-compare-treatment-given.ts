import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a patient was given, by the cycles and courses on record, and where the treatment record says otherwise.
 *
 * HTI is HAIC with a TKI or ICI added to it; the arm that was given is compared in studies whose arms have these codes.
 * A difference is of two values that are both on record: what is missing on either side differs from nothing. Labs,
 * cycles, courses and later therapies contradict a death before them, as images do.
 */
export class CompareTreatmentGiven1764000000099 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create view portal.treatment_given with (security_invoker = true) as
      select p.centre_id, p.id as patient_id, c.cycles, c.first_on as first_haic_on, s.first_tki_on, s.first_ici_on,
        case when c.cycles > 0 and s.courses > 0 then 'HTI' when c.cycles > 0 then 'HAIC' end as arm
      from portal.patient p
      cross join lateral (
        select count(*)::int as cycles, min(given_on) as first_on
        from portal.haic_cycle where centre_id = p.centre_id and patient_id = p.id
      ) c
      cross join lateral (
        select count(*)::int as courses, min(course_started_on) filter (where drug_class = 'tki') as first_tki_on,
          min(course_started_on) filter (where drug_class = 'ici') as first_ici_on
        from portal.systemic_course where centre_id = p.centre_id and patient_id = p.id
      ) s
      where c.cycles > 0 or s.courses > 0;
      grant select on portal.treatment_given to portal_app;

      create view portal.treatment_difference with (security_invoker = true) as
      select g.centre_id, g.patient_id, d.field, d.recorded, d.given
      from portal.treatment_given g
      join portal.treatment t on t.centre_id = g.centre_id and t.patient_id = g.patient_id
      cross join lateral (values
        ('arm', case when t.arm in ('HAIC', 'HTI') then t.arm end, g.arm),
        ('startedOn', t.started_on::text, g.first_haic_on::text),
        ('haicCycles', t.haic_cycles::text, nullif(g.cycles, 0)::text),
        ('tkiStartedOn', t.tki_started_on::text, g.first_tki_on::text),
        ('iciStartedOn', t.ici_started_on::text, g.first_ici_on::text)
      ) d(field, recorded, given)
      where d.recorded <> d.given;
      grant select on portal.treatment_difference to portal_app;

      create or replace view portal.contradiction with (security_invoker = true) as
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
        union all
        select centre_id, patient_id, 'haicCycle', id, 'givenOn', given_on, null, false from portal.haic_cycle
        union all
        select centre_id, patient_id, 'systemicCourse', id, 'courseStartedOn', course_started_on, null, false from portal.systemic_course
        union all
        select centre_id, patient_id, 'systemicCourse', id, 'stoppedOn', stopped_on, null, false from portal.systemic_course
        union all
        select centre_id, patient_id, 'labResult', id, 'takenOn', taken_on, null, false from portal.lab_result
        union all
        select centre_id, patient_id, 'laterTreatment', id, 'therapyOn', therapy_on, null, false from portal.later_treatment
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
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
