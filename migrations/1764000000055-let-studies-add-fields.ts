import { type MigrationInterface, type QueryRunner } from 'typeorm';

const extensible = [
  'demographics',
  'eligibility',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
] as const;

/**
 * A study adds fields to forms. Their declarations are rows, their values the column `own` of the form's table, under the
 * name of the field with `own_` before it; a value that is missing has no entry.
 *
 * What a published field means is fixed by the database: its kind and unit never change, and each version of it is kept.
 * Who changes declarations takes an advisory lock of the study alone, who writes values shares it: no value is written by
 * a declaration that has changed meanwhile.
 */
export class LetStudiesAddFields1764000000055 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name)
        values ('administrator', 'manageStudy'), ('portalAdministrator', 'manageStudy') on conflict do nothing;

      -- Whether the asker has a right in this study. As the owner: memberships show everybody only their own.
      create function portal.may_in_study(wanted text, study int) returns boolean
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        return exists (
          select from role_right r where r.right_name = wanted and (
            exists (select from membership m where m.study_id = study and m.user_id = asking_user() and m.role = r.role)
            or r.role = 'portalAdministrator'
              and exists (select from portal_administrator p where p.user_id = asking_user())
          )
        );
      end $$;
      revoke execute on function portal.may_in_study from public;
      grant execute on function portal.may_in_study to portal_app;

      create table portal.study_field (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study,
        form text not null,
        name text not null check (name ~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' and length(name) <= 40),
        kind text not null check (kind in ('integer', 'decimal', 'code', 'boolean', 'date', 'text')),
        label_en text not null check (label_en <> ''),
        label_zh text not null check (label_zh <> ''),
        help_en text,
        help_zh text,
        required boolean not null,
        unit text,
        lowest float8,
        highest float8,
        codes jsonb not null default '[]',
        position int not null,
        state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (study_id, name),
        check ((help_en is null) = (help_zh is null)),
        check (kind in ('integer', 'decimal') or (unit is null and lowest is null and highest is null)),
        check (lowest <= highest),
        check (jsonb_typeof(codes) = 'array' and (kind = 'code') = (codes <> '[]'))
      );

      -- Each version that was in use, so that what was entered under it can be read as it was meant.
      create table portal.study_field_version (
        field_id uuid not null references portal.study_field on delete cascade,
        study_id int not null,
        version int not null,
        declaration jsonb not null,
        published_at timestamptz not null default now(),
        published_by text not null,
        primary key (field_id, version)
      );
      create index study_field_version_study on portal.study_field_version (study_id);

      create function portal.keep_field_versions() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op = 'UPDATE' then
          if old.study_id <> new.study_id or old.id <> new.id then
            raise exception 'a field stays in its study' using errcode = 'restrict_violation';
          end if;
          if old.state <> 'draft' and (new.state = 'draft'
            or (old.form, old.name, old.kind, old.unit) is distinct from (new.form, new.name, new.kind, new.unit)) then
            raise exception 'form, name, kind and unit of a published field are never changed: retire it and add another'
              using errcode = 'restrict_violation';
          end if;
        end if;
        if new.state = 'published' then
          insert into study_field_version (field_id, study_id, version, declaration, published_by)
          values (new.id, new.study_id, new.version,
            to_jsonb(new) - array['id', 'study_id', 'state', 'version', 'updated_at', 'updated_by', 'position'], new.updated_by)
          on conflict do nothing;
        end if;
        return null;
      end $$;
      revoke execute on function portal.keep_field_versions from public;
      create trigger keep_versions after insert or update on portal.study_field
        for each row execute function portal.keep_field_versions();
      select portal.audit_rows_of_study('study_field', 'form', 'name');

      -- Answers of the study read its fields: their change is a version of the study, as of its arms.
      create trigger note_added after insert on portal.study_field
        referencing new table as becomes for each statement execute function portal.note_settings();
      create trigger note_changed after update on portal.study_field
        referencing old table as was new table as becomes for each statement execute function portal.note_settings();
      create trigger note_removed after delete on portal.study_field
        referencing old table as was for each statement execute function portal.note_settings();
    `);
    for (const table of ['study_field', 'study_field_version']) {
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
    await db.query(`
      create policy manage on portal.study_field to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant insert, update, delete on portal.study_field to portal_app;
    `);
    for (const table of extensible) {
      await db.query(`alter table portal.${table} add column own jsonb not null default '{}'`);
    }
    await db.query('create policy owner_reads on portal.eligibility for select to current_user using (true)');

    await db.query(`
      -- How many records have each value of a field, whatever centres the asker may read: a code in use in any of them
      -- stays. Only for those who manage the study.
      create function portal.values_of_field(study int, field_name text) returns table (value jsonb, records int)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        form_table text;
      begin
        if not may_in_study('manageStudy', study) then return; end if;
        select f.form into form_table from study_field f where f.study_id = study and f.name = field_name;
        if form_table is null then return; end if;
        return query execute format(
          'select r.own -> $2, count(*)::int from portal.%I r join portal.centre c on c.id = r.centre_id
           where c.study_id = $1 and r.own ? $2 group by 1',
          lower(regexp_replace(form_table, '([A-Z])', '_\\1', 'g'))) using study, 'own_' || field_name;
      end $$;
      revoke execute on function portal.values_of_field from public;
      grant execute on function portal.values_of_field to portal_app;

      -- The row with the study's fields beside the portal's, as the trail names them.
      create function portal.with_own(entry jsonb) returns jsonb language sql immutable parallel safe
        return case when entry ? 'own' then entry - 'own' || (entry -> 'own') else entry end;

      create or replace function portal.write_audit_of_added() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select (select portal.asker()), (select coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker())), 'create', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          (select nullif(current_setting('app.reason', true), '')), (select nullif(current_setting('app.request_id', true), '')),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(null, value)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select portal.with_own(to_jsonb(becomes)) as entry from becomes offset 0) added
        join portal.centre c on c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;

      create or replace function portal.write_audit_of_removed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select (select portal.asker()), (select coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker())), 'delete', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          (select nullif(current_setting('app.reason', true), '')), (select nullif(current_setting('app.request_id', true), '')),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(value, null)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select portal.with_own(to_jsonb(was)) as entry from was offset 0) removed
        join portal.centre c on c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;

      create or replace function portal.write_audit_of_changed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select (select portal.asker()), (select coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker())),
          case when old_entry is null then 'create' when new_entry is null then 'delete' else 'correct' end, tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          (select nullif(current_setting('app.reason', true), '')), (select nullif(current_setting('app.request_id', true), '')), changes
        from (
          select portal.with_own(to_jsonb(was)) as old_entry, portal.with_own(to_jsonb(becomes)) as new_entry
          from was full join becomes on becomes.id = was.id offset 0
        ) changed
        -- The names of both, since a value of the study's own that was emptied has no entry any more.
        cross join lateral (select coalesce(old_entry, '{}') || coalesce(new_entry, '{}') as entry offset 0) of_both
        join portal.centre c on c.id = (entry ->> 'centre_id')::int
        cross join lateral (
          select coalesce(jsonb_object_agg(key, jsonb_build_array(old_entry -> key, new_entry -> key)), '{}') as changes
          -- Of a row that stays, also another centre or patient.
          from jsonb_object_keys(case when old_entry is null or new_entry is null then portal.audited_columns(entry)
            else entry - array['id', 'version', 'updated_at', 'updated_by', 'derived_response', 'derived_rule'] end) key
          where coalesce(old_entry -> key, 'null') <> coalesce(new_entry -> key, 'null')
        ) differing
        where changes <> '{}' or old_entry is null or new_entry is null;
        return null;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
