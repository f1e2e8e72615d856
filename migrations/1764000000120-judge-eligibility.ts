import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whom a study takes in: its criteria as conditions over the analysis row, what somebody decided about a patient, and the
 * log of those who were screened. The next migration judges the patients by the criteria.
 */
export class JudgeEligibility1764000000120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name)
        values ('administrator', 'decideEligibility'), ('investigator', 'decideEligibility');

      -- The centres for which the asker of this transaction may decide on eligibility.
      create function portal.deciding_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.deciding_centres', true), '')::int[]);

      -- A condition in the language of cohorts, three-valued: null where the answer depends on what is missing. Columns are
      -- known by the name of their variable, which is the column's in camelCase.
      create function portal.filter_judged(filter jsonb, row_values jsonb) returns boolean
      language plpgsql immutable parallel safe set search_path = portal, pg_temp as $$
      declare
        part jsonb;
        answer boolean;
        is_open boolean := false;
        name text;
        value jsonb;
        word text;
        ends jsonb;
      begin
        if filter ? 'not' then return not portal.filter_judged(filter -> 'not', row_values); end if;
        if filter ? 'and' then
          for part in select jsonb_array_elements(filter -> 'and') loop
            answer := portal.filter_judged(part, row_values);
            if not answer then return false; end if;
            is_open := is_open or answer is null;
          end loop;
          return case when not is_open then true end;
        end if;
        if filter ? 'or' then
          for part in select jsonb_array_elements(filter -> 'or') loop
            answer := portal.filter_judged(part, row_values);
            if answer then return true; end if;
            is_open := is_open or answer is null;
          end loop;
          return case when not is_open then false end;
        end if;
        name := filter ->> 'variable';
        value := case when name like 'own\\_%' then row_values -> 'own' -> name
          else row_values -> lower(regexp_replace(name, '([A-Z])', '_\\1', 'g')) end;
        word := value #>> '{}';
        if filter ? 'isMissing' then return (word is null) = (filter ->> 'isMissing')::boolean; end if;
        if word is null then return null; end if;
        if filter ? 'in' then return (filter -> 'in') ? word; end if;
        if filter ? 'notIn' then return not (filter -> 'notIn') ? word; end if;
        if filter ? 'contains' then return position(lower(filter ->> 'contains') in lower(word)) > 0; end if;
        ends := filter -> 'between';
        if jsonb_typeof(ends -> 0) = 'string' or jsonb_typeof(ends -> 1) = 'string' then
          if jsonb_typeof(value) = 'number' then return null; end if;
          return (word collate "C" >= (ends ->> 0)) is not false and (word collate "C" <= (ends ->> 1)) is not false;
        end if;
        if jsonb_typeof(value) <> 'number' then return null; end if;
        return (word::float8 >= (ends ->> 0)::float8) is not false and (word::float8 <= (ends ->> 1)::float8) is not false;
      end $$;

      -- Codes of criteria that a patient does not meet, and of those that are not yet known, in the order of the study.
      create function portal.judge_criteria(criteria jsonb, row_values jsonb) returns jsonb
      language sql immutable parallel safe set search_path = portal, pg_temp as $$
        select jsonb_build_object(
          'failed', coalesce(jsonb_agg(found.code order by found.place) filter (where not found.met), '[]'),
          'unknown', coalesce(jsonb_agg(found.code order by found.place) filter (where found.met is null), '[]'))
        from (
          select criterion -> 'code' as code, place,
            portal.filter_judged(criterion -> 'filter', row_values) = (criterion ->> 'kind' = 'inclusion') as met
          from jsonb_array_elements(criteria) with ordinality list(criterion, place)
        ) found
      $$;

      create table portal.study_eligibility (
        study_id int primary key references portal.study on delete cascade,
        -- Whom analyses count: everybody but the ineligible, or all.
        population text not null check (population in ('eligible', 'all')),
        criteria jsonb not null check (jsonb_typeof(criteria) = 'array'),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );
      -- Each version, so that a result can be read under the criteria of its day.
      create table portal.study_eligibility_version (
        study_id int not null references portal.study on delete cascade,
        version int not null,
        population text not null,
        criteria jsonb not null,
        changed_at timestamptz not null default now(),
        changed_by text not null,
        primary key (study_id, version)
      );

      create function portal.note_eligibility_rules() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op <> 'DELETE' then
          insert into study_eligibility_version (study_id, version, population, criteria, changed_by)
          values (new.study_id, new.version, new.population, new.criteria, new.updated_by) on conflict do nothing;
        end if;
        -- Whom analyses count changes no row; the criteria may change every one.
        perform note_studies(array[case when tg_op = 'DELETE' then old.study_id else new.study_id end],
          tg_op <> 'UPDATE' or old.criteria is distinct from new.criteria);
        return null;
      end $$;
      create trigger note_rules after insert or update or delete on portal.study_eligibility
        for each row execute function portal.note_eligibility_rules();
      select portal.audit_rows_of_study('study_eligibility', 'study_id');

      create table portal.eligibility_decision (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        -- Not held to a row: what was decided about a patient who is removed is there again with the patient.
        patient_id uuid not null,
        eligible boolean not null,
        reason text not null check (length(btrim(reason)) between 1 and 500),
        decided_at timestamptz not null default now(),
        decided_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        constraint eligibility_decision_once unique (centre_id, patient_id)
      );
      create function portal.note_decisions() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op <> 'INSERT' then
          perform note_subjects(array_agg(centre_id), array_agg(patient_id)) from was having count(*) > 0;
        end if;
        if tg_op <> 'DELETE' then
          perform note_subjects(array_agg(centre_id), array_agg(patient_id)) from becomes having count(*) > 0;
        end if;
        return null;
      end $$;
      create trigger note_added after insert on portal.eligibility_decision referencing new table as becomes
        for each statement execute function portal.note_decisions();
      create trigger note_changed after update on portal.eligibility_decision referencing old table as was new table as becomes
        for each statement execute function portal.note_decisions();
      create trigger note_removed after delete on portal.eligibility_decision referencing old table as was
        for each statement execute function portal.note_decisions();
      create trigger note_truncation after truncate on portal.eligibility_decision
        for each statement execute function portal.note_truncation();
      create trigger note_truncation after truncate on portal.study_eligibility
        for each statement execute function portal.note_truncation();
      select portal.audit_rows('eligibility_decision');

      create table portal.screening (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        number text not null check (length(number) between 1 and 20),
        screened_on date not null,
        outcome text not null check (outcome in ('enrolled', 'notEligible', 'declined', 'other')),
        failed_criteria text[] not null default '{}',
        reason text check (length(reason) <= 200),
        -- As of a decision.
        patient_id uuid,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((outcome = 'enrolled') = (patient_id is not null)),
        check (outcome = 'notEligible' or failed_criteria = '{}'),
        constraint screening_number unique (centre_id, number),
        constraint screening_of_patient unique (centre_id, patient_id)
      );
      create index screening_list on portal.screening (centre_id, screened_on desc, number);
      select portal.audit_rows('screening');
      revoke execute on function portal.note_eligibility_rules, portal.note_decisions from public;
    `);
    for (const table of ['study_eligibility', 'study_eligibility_version']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_with_records on portal.${table} for select to portal_app using (
          exists (select from portal.centre c where c.study_id = ${table}.study_id
            and c.id = any ((select portal.readable_centres())::int[]))
          or portal.may_in_study('manageStudy', study_id));
        grant select on portal.${table} to portal_app;
      `);
    }
    for (const table of ['eligibility_decision', 'screening']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
      `);
    }
    await db.query(`
      create policy state_rules on portal.study_eligibility for insert to portal_app
        with check (portal.may_in_study('manageStudy', study_id));
      create policy change_rules on portal.study_eligibility for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant insert (study_id, population, criteria, updated_by), update (population, criteria, version, updated_at, updated_by)
        on portal.study_eligibility to portal_app;

      create policy decide_in_own_centre on portal.eligibility_decision for insert to portal_app
        with check (centre_id = any ((select portal.deciding_centres())::int[]) and user_id = portal.asker());
      create policy decide_again_in_own_centre on portal.eligibility_decision for update to portal_app
        using (centre_id = any ((select portal.deciding_centres())::int[]))
        with check (centre_id = any ((select portal.deciding_centres())::int[]) and user_id = portal.asker());
      create policy take_back_in_own_centre on portal.eligibility_decision for delete to portal_app
        using (centre_id = any ((select portal.deciding_centres())::int[]));
      grant select, delete, insert (centre_id, patient_id, eligible, reason, decided_by, updated_by),
        update (eligible, reason, decided_at, decided_by, user_id, version, updated_at, updated_by) on portal.eligibility_decision to portal_app;

      create policy log_in_own_centre on portal.screening for insert to portal_app with check (
        centre_id = any ((select portal.writable_centres())::int[])
        and (patient_id is null or exists (select from portal.patient p where p.centre_id = screening.centre_id and p.id = screening.patient_id)));
      create policy correct_in_own_centre on portal.screening for update to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]))
        with check (
          centre_id = any ((select portal.writable_centres())::int[])
          and (patient_id is null or exists (select from portal.patient p where p.centre_id = screening.centre_id and p.id = screening.patient_id)));
      create policy remove_from_own_centre on portal.screening for delete to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, delete, insert (centre_id, number, screened_on, outcome, failed_criteria, reason, patient_id, updated_by),
        update (number, screened_on, outcome, failed_criteria, reason, patient_id, version, updated_at, updated_by) on portal.screening to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
