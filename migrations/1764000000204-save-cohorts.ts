import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Selections that a study keeps: patients as they were chosen one day, or the conditions. Everybody who reads records of the
 * study sees what is kept; the ids of patients are rows of their centre.
 */
export class SaveCohorts1764000000204 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.saved_cohort (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study on delete cascade,
        -- Names it in an address, and is never given again.
        number int not null check (number between 1 and 999999999),
        kind text not null check (kind in ('patients', 'rule')),
        name text not null check (length(btrim(name)) between 1 and 80),
        description text not null check (length(description) <= 500),
        -- A selection in the language of cohorts.
        rule jsonb check (jsonb_typeof(rule) = 'object'),
        known text not null check (known in ('timeZero', 'outcome')),
        -- Of the day on which patients or rule were last chosen: how many, in which centres, at which version of the data,
        -- and the version of this row whose patients they are.
        n int not null check (n >= 0),
        chosen_centres int[] not null,
        data_version bigint not null,
        chosen_version int not null,
        user_id text not null default portal.asker(),
        made_by text not null,
        made_at timestamptz not null default now(),
        removed_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((kind = 'rule') = (rule is not null)),
        constraint saved_cohort_number unique (study_id, number)
      );
      create unique index saved_cohort_name on portal.saved_cohort (study_id, lower(name)) where removed_at is null;

      create table portal.saved_cohort_version (
        cohort_id uuid not null references portal.saved_cohort on delete cascade,
        version int not null,
        study_id int not null references portal.study on delete cascade,
        name text not null,
        description text not null,
        rule jsonb,
        known text not null,
        n int not null,
        chosen_centres int[] not null,
        data_version bigint not null,
        chosen_version int not null,
        removed boolean not null,
        changed_at timestamptz not null default now(),
        changed_by text not null,
        primary key (cohort_id, version)
      );

      create table portal.saved_cohort_patient (
        cohort_id uuid not null references portal.saved_cohort on delete cascade,
        -- The version of the cohort with which they were chosen.
        version int not null,
        centre_id int not null references portal.centre,
        -- Not held to a row: a patient who is removed and restored is in it again.
        patient_id uuid not null,
        primary key (cohort_id, version, centre_id, patient_id)
      );
      create index saved_cohort_patient_of on portal.saved_cohort_patient (centre_id, patient_id);

      -- Rises with every change, in the order of commits: what is held in memory is of one number.
      create table portal.saved_cohort_stamp (
        study_id int primary key references portal.study on delete cascade,
        stamp int not null
      );

      create function portal.keep_saved_cohort() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into saved_cohort_stamp as s (study_id, stamp) values (new.study_id, 1)
          on conflict (study_id) do update set stamp = s.stamp + 1;
        insert into saved_cohort_version (cohort_id, version, study_id, name, description, rule, known, n, chosen_centres, data_version,
          chosen_version, removed, changed_by)
        values (new.id, new.version, new.study_id, new.name, new.description, new.rule, new.known, new.n, new.chosen_centres,
          new.data_version, new.chosen_version, new.removed_at is not null, new.updated_by) on conflict do nothing;
        return null;
      end $$;
      create trigger keep_version after insert or update on portal.saved_cohort
        for each row execute function portal.keep_saved_cohort();
      select portal.audit_rows_of_study('saved_cohort', 'number', 'name');

      -- A patient who was entered twice is in a cohort once.
      create function portal.follow_merge_of_cohorts() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        delete from saved_cohort_patient p where p.centre_id = new.centre_id and p.patient_id = new.id and exists (
          select from saved_cohort_patient k where (k.cohort_id, k.version, k.centre_id) = (p.cohort_id, p.version, p.centre_id)
            and k.patient_id = new.merged_into);
        update saved_cohort_patient p set patient_id = new.merged_into where p.centre_id = new.centre_id and p.patient_id = new.id;
        update saved_cohort_stamp s set stamp = s.stamp + 1 from centre c where c.id = new.centre_id and s.study_id = c.study_id;
        return null;
      end $$;
      create trigger follow_merge_of_cohorts after insert on portal.removed_record
        for each row when (new.form = 'patient' and new.merged_into is not null) execute function portal.follow_merge_of_cohorts();
      revoke execute on function portal.keep_saved_cohort, portal.follow_merge_of_cohorts from public;
    `);
    for (const table of ['saved_cohort', 'saved_cohort_version', 'saved_cohort_patient']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
      `);
    }
    for (const table of ['saved_cohort', 'saved_cohort_version']) {
      await db.query(`
        create policy read_with_records on portal.${table} for select to portal_app using (
          exists (select from portal.centre c where c.study_id = ${table}.study_id
            and c.id = any ((select portal.readable_centres())::int[])));
        grant select on portal.${table} to portal_app;
      `);
    }
    await db.query(`
      create policy save_of_own_centres on portal.saved_cohort for insert to portal_app with check (
        user_id = portal.asker() and chosen_centres <@ (select portal.readable_centres())::int[]
        and exists (select from portal.centre c where c.study_id = saved_cohort.study_id
          and c.id = any ((select portal.readable_centres())::int[])));
      create policy change_own on portal.saved_cohort for update to portal_app
        using (user_id = portal.asker() or portal.may_in_study('manageStudy', study_id))
        with check (user_id = portal.asker() or portal.may_in_study('manageStudy', study_id));
      grant insert (study_id, number, kind, name, description, rule, known, n, chosen_centres, data_version, chosen_version, made_by, updated_by),
        update (name, description, rule, known, n, chosen_centres, data_version, chosen_version, removed_at, version, updated_at, updated_by)
        on portal.saved_cohort to portal_app;

      create policy read_own_centre on portal.saved_cohort_patient for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy choose_in_own_centre on portal.saved_cohort_patient for insert to portal_app with check (
        centre_id = any ((select portal.readable_centres())::int[])
        and exists (select from portal.saved_cohort k where k.id = cohort_id and k.version = saved_cohort_patient.version
          and (k.user_id = portal.asker() or portal.may_in_study('manageStudy', k.study_id)))
        and exists (select from portal.patient p where p.centre_id = saved_cohort_patient.centre_id and p.id = patient_id));
      grant select, insert (cohort_id, version, centre_id, patient_id) on portal.saved_cohort_patient to portal_app;
      grant select on portal.saved_cohort_stamp to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
