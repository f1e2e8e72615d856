import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * When records of a study are due, as its managers decide it, and from which day a patient has no more visits. What is due
 * follows from both and from the records; it is computed and never stored.
 */
export class ScheduleVisits1764000000130 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.study_schedule (
        study_id int primary key references portal.study,
        cycle_days int not null check (cycle_days between 7 and 84),
        imaging_on boolean not null,
        imaging_every int not null check (imaging_every between 1 and 52),
        imaging_unit text not null check (imaging_unit in ('weeks', 'cycles')),
        imaging_window_days int not null check (imaging_window_days between 0 and 180),
        imaging_until text not null check (imaging_until in ('progression', 'death')),
        labs_on boolean not null,
        labs_window_days int not null check (labs_window_days between 0 and 180),
        contact_on boolean not null,
        contact_every_days int not null check (contact_every_days between 7 and 730),
        contact_window_days int not null check (contact_window_days between 0 and 180),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );

      create table portal.visit_stop (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        -- The first day on which no visit is due any more.
        stopped_on date not null check (stopped_on >= '1900-01-01'),
        why text not null check (why in ('withdrawn', 'lost', 'transferred', 'other')),
        note text check (length(note) between 1 and 500),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, patient_id)
      );
    `);

    for (const table of ['study_schedule', 'visit_stop']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
      `);
    }
    await db.query(`
      select portal.audit_rows_of_study('study_schedule', 'imaging_every');
      create policy read_with_records on portal.study_schedule for select to portal_app using (
        portal.may_in_study('manageStudy', study_id) or exists (select from portal.centre c
          where c.study_id = study_schedule.study_id and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.study_schedule for insert to portal_app with check (portal.may_in_study('manageStudy', study_id));
      create policy change on portal.study_schedule for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant select, insert, update on portal.study_schedule to portal_app;

      select portal.audit_rows('visit_stop');
      create policy read_own_centre on portal.visit_stop for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy add_to_own_centre on portal.visit_stop for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      create policy correct_in_own_centre on portal.visit_stop for update to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]))
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      create policy remove_in_own_centre on portal.visit_stop for delete to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, delete, insert (centre_id, patient_id, stopped_on, why, note, updated_by),
        update (stopped_on, why, note, version, updated_at, updated_by) on portal.visit_stop to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
