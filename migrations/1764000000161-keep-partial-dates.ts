import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Dates of which people may know the year, or year and month, alone: text in ISO 8601 with reduced precision. Start and
 * resolution of an adverse event, first and last dose of a course, and the day of a later treatment.
 *
 * Of an adverse event the columns that the analysis row reads keep their contents under the names of days: a trigger sets
 * them from the dates, and where the day is not known there is none. A contradiction is reported where it holds for the
 * first day that a date may be, and first drug and course differ where no day that the course may have begun on is the
 * recorded one.
 */
export class KeepPartialDates1764000000161 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      set local statement_timeout = 0;

      create function portal.earliest_day(partial text) returns date language sql immutable parallel safe as $$
        select case when partial ~ '^\\d{4}(-\\d\\d){0,2}$' then make_date(left(partial, 4)::int,
          coalesce(nullif(substr(partial, 6, 2), ''), '1')::int, coalesce(nullif(substr(partial, 9, 2), ''), '1')::int) end
      $$;
      create function portal.latest_day(partial text) returns date language sql immutable parallel safe as $$
        select case length(partial) when 4 then make_date(partial::int, 12, 31)
          when 7 then (portal.earliest_day(partial) + interval '1 month - 1 day')::date else portal.earliest_day(partial) end
      $$;
    `);
    await db.query(`
      alter table portal.adverse_event rename column started_on to started_day;
      alter table portal.adverse_event rename column resolved_on to resolved_day;
      alter table portal.adverse_event add column started_on text, add column resolved_on text;
      alter table portal.systemic_course rename column course_started_on to course_started_day;
      alter table portal.systemic_course rename column stopped_on to stopped_day;
      alter table portal.systemic_course add column course_started_on text, add column stopped_on text;
      alter table portal.later_treatment rename column therapy_on to therapy_day;
      alter table portal.later_treatment add column therapy_on text;
    `);
    for (const table of tables) {
      // The same dates in another type: no entry of the trail, and nothing to derive anew. The owner sees no row of these
      // tables while row-level security is forced on it; the migration is one transaction.
      await db.query(`
        alter table portal.${table} no force row level security, disable trigger user
      `);
    }
    await db.query(`
      update portal.adverse_event
        set started_on = to_char(started_day, 'YYYY-MM-DD'), resolved_on = to_char(resolved_day, 'YYYY-MM-DD');
      update portal.systemic_course
        set course_started_on = to_char(course_started_day, 'YYYY-MM-DD'), stopped_on = to_char(stopped_day, 'YYYY-MM-DD');
      update portal.later_treatment set therapy_on = to_char(therapy_day, 'YYYY-MM-DD');
    `);
    for (const table of tables) {
      await db.query(`
        alter table portal.${table} force row level security, enable trigger user
      `);
    }
    await db.query(`
      alter table portal.adverse_event
        add constraint "adverse_event_started_on_60d309" check ("started_on" is null or portal.earliest_day("started_on") is not null),
        add constraint "adverse_event_resolved_on_00eb48" check ("resolved_on" is null or portal.earliest_day("resolved_on") is not null);
      alter table portal.systemic_course
        alter column course_started_on set not null,
        add constraint "systemic_course_course_started_on_34a20b" check ("course_started_on" is null or portal.earliest_day("course_started_on") is not null),
        add constraint "systemic_course_stopped_on_9d4978" check ("stopped_on" is null or portal.earliest_day("stopped_on") is not null);
      alter table portal.later_treatment
        alter column therapy_on set not null,
        add constraint "later_treatment_therapy_on_bc212d" check ("therapy_on" is null or portal.earliest_day("therapy_on") is not null);

      create function portal.set_days_of_event() returns trigger language plpgsql as $$
      begin
        new.started_day := case when length(new.started_on) = 10 then portal.earliest_day(new.started_on) end;
        new.resolved_day := case when length(new.resolved_on) = 10 then portal.earliest_day(new.resolved_on) end;
        return new;
      end $$;
      create trigger set_days before insert or update on portal.adverse_event
        for each row execute function portal.set_days_of_event();

      -- Without the days of an adverse event, which follow from its dates.
      create or replace function portal.with_own(entry jsonb) returns jsonb language sql immutable parallel safe
        return case when entry ? 'own'
          then entry - array['own', 'missing', 'started_day', 'resolved_day'] || (entry -> 'own') ||
            case when entry -> 'missing' <> '{}' then portal.missing_reasons(entry -> 'missing') else '{}' end
          else entry end;
    `);
    await db.query(`
      create or replace view portal.contradiction with (security_invoker = true) as
      select late.centre_id, late.patient_id,
        case when late.form <> 'followUp' then 'afterDeath' when late.is_death then 'twoDeaths' else 'aliveAfterDeath' end as rule,
        late.form, late.id as record_id, late.field, late.happened_on, late.happened_day,
        'followUp' as other_form, death.id as other_id,
        case when death.contact_on is null then 'contactDay' else 'contactOn' end as other_field,
        death.contact_on as other_on, death.contact_day as other_day,
        coalesce(late.happened_as, late.happened_on::text) as happened_as
      from portal.follow_up death
      left join portal.treatment t on t.centre_id = death.centre_id and t.patient_id = death.patient_id
      join (
        select centre_id, patient_id, 'followUp' as form, id, case when contact_on is null then 'contactDay' else 'contactOn' end as field,
          contact_on as happened_on, contact_day as happened_day, vital_status = 'dead' as is_death, null as happened_as
        from portal.follow_up
        union all
        select centre_id, patient_id, 'tumourAssessment', id, case when assessed_on is null then 'assessedDay' else 'assessedOn' end,
          assessed_on, assessed_day, false, null
        from portal.tumour_assessment
        union all
        select centre_id, patient_id, 'adverseEvent', id, 'startedOn', portal.earliest_day(started_on), null, false, started_on from portal.adverse_event
        union all
        select centre_id, patient_id, 'adverseEvent', id, 'resolvedOn', portal.earliest_day(resolved_on), null, false, resolved_on from portal.adverse_event
        union all
        select centre_id, patient_id, 'treatment', id, 'startedOn', started_on, null, false, null from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'endedOn', ended_on, null, false, null from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'tkiStartedOn', tki_started_on, null, false, null from portal.treatment
        union all
        select centre_id, patient_id, 'treatment', id, 'iciStartedOn', ici_started_on, null, false, null from portal.treatment
        union all
        select centre_id, patient_id, 'demographics', id, 'enrolledOn', enrolled_on, null, false, null from portal.demographics
        union all
        select centre_id, patient_id, 'haicCycle', id, 'givenOn', given_on, null, false, null from portal.haic_cycle
        union all
        select centre_id, patient_id, 'systemicCourse', id, 'courseStartedOn', portal.earliest_day(course_started_on), null, false, course_started_on from portal.systemic_course
        union all
        select centre_id, patient_id, 'systemicCourse', id, 'stoppedOn', portal.earliest_day(stopped_on), null, false, stopped_on from portal.systemic_course
        union all
        select centre_id, patient_id, 'labResult', id, 'takenOn', taken_on, null, false, null from portal.lab_result
        union all
        select centre_id, patient_id, 'laterTreatment', id, 'therapyOn', portal.earliest_day(therapy_on), null, false, therapy_on from portal.later_treatment
      ) late on late.centre_id = death.centre_id and late.patient_id = death.patient_id
        -- A date of which the day is not known is compared by the first that it may be.
        -- With a first HAIC all are study days; without, dates compare with dates and days with days.
        and coalesce(late.happened_on - coalesce(t.started_on, date '1900-01-01'), late.happened_day)
          > coalesce(death.contact_on - coalesce(t.started_on, date '1900-01-01'), death.contact_day)
        and (t.started_on is not null or (late.happened_on is null) = (death.contact_on is null))
      where death.vital_status = 'dead'
      union all
      select two.centre_id, two.patient_id, 'visitTwice', 'tumourAssessment', two.id, 'visitNumber', two.assessed_on, two.assessed_day,
        'tumourAssessment', one.id, 'visitNumber', one.assessed_on, one.assessed_day, two.assessed_on::text
      from portal.tumour_assessment one
      join portal.tumour_assessment two on two.centre_id = one.centre_id and two.patient_id = one.patient_id
        and two.visit_number = one.visit_number and two.id > one.id;

      drop view portal.treatment_difference;
      drop view portal.treatment_given;
      alter table portal.systemic_course drop column course_started_day, drop column stopped_day;
      alter table portal.later_treatment drop column therapy_day;

      create view portal.treatment_given with (security_invoker = true) as
      select p.centre_id, p.id as patient_id, c.cycles, c.first_on as first_haic_on,
        s.first_tki_on, s.tki_until, s.first_ici_on, s.ici_until,
        case when c.cycles > 0 and s.courses > 0 then 'HTI' when c.cycles > 0 then 'HAIC' end as arm
      from portal.patient p
      cross join lateral (
        select count(*)::int as cycles, min(given_on) as first_on
        from portal.haic_cycle where centre_id = p.centre_id and patient_id = p.id
      ) c
      cross join lateral (
        -- The first of dates as they are written, and the last day that it may be.
        select count(*)::int as courses,
          min(course_started_on collate "C") filter (where drug_class = 'tki') as first_tki_on,
          min(portal.latest_day(course_started_on)) filter (where drug_class = 'tki') as tki_until,
          min(course_started_on collate "C") filter (where drug_class = 'ici') as first_ici_on,
          min(portal.latest_day(course_started_on)) filter (where drug_class = 'ici') as ici_until
        from portal.systemic_course where centre_id = p.centre_id and patient_id = p.id
      ) s
      where c.cycles > 0 or s.courses > 0;
      grant select on portal.treatment_given to portal_app;

      create view portal.treatment_difference with (security_invoker = true) as
      select g.centre_id, g.patient_id, d.field, d.recorded, d.given
      from portal.treatment_given g
      join portal.treatment t on t.centre_id = g.centre_id and t.patient_id = g.patient_id
      cross join lateral (values
        ('arm', case when t.arm in ('HAIC', 'HTI') then t.arm end, g.arm, t.arm <> g.arm),
        ('startedOn', t.started_on::text, g.first_haic_on::text, t.started_on <> g.first_haic_on),
        ('haicCycles', t.haic_cycles::text, nullif(g.cycles, 0)::text, t.haic_cycles <> g.cycles),
        ('tkiStartedOn', t.tki_started_on::text, g.first_tki_on,
          t.tki_started_on not between portal.earliest_day(g.first_tki_on) and g.tki_until),
        ('iciStartedOn', t.ici_started_on::text, g.first_ici_on,
          t.ici_started_on not between portal.earliest_day(g.first_ici_on) and g.ici_until)
      ) d(field, recorded, given, differs)
      where d.differs and d.recorded is not null and d.given is not null;
      grant select on portal.treatment_difference to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const tables = ['adverse_event', 'systemic_course', 'later_treatment'] as const;
