import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Studies, centres, membership, patients, and the rules of access that every later table repeats:
 * row-level security by centre with FORCE, an application role that owns nothing, an audit trail written by triggers.
 *
 * Who asks is set per transaction: app.user_id, app.read_centres, app.write_centres, app.reason. Nothing set, nothing seen.
 */
export class CreateStudiesAndAccess1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.study (
        id int generated always as identity primary key,
        code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$'),
        name text not null,
        synthetic boolean not null,
        -- Days in a month when times are shown; the paper of the first study counts 30.
        month_days float8 not null check (month_days between 28 and 31),
        cutoff_on date,
        -- What every time is counted from, in words.
        time_zero text not null,
        created_at timestamptz not null default now()
      );

      -- A centre is its part in one study: the same hospital in two studies is two rows, so the centre alone decides access.
      create table portal.centre (
        id int generated always as identity primary key,
        study_id int not null references portal.study,
        code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$'),
        name text not null,
        unique (study_id, code)
      );

      create table portal.study_arm (
        study_id int not null references portal.study,
        code text not null,
        label text not null,
        position int not null,
        primary key (study_id, code)
      );

      -- centre_id null: every centre of the study.
      create table portal.membership (
        user_id text not null,
        study_id int not null references portal.study,
        role text not null check (role in ('investigator', 'staff', 'administrator')),
        centre_id int references portal.centre,
        unique nulls not distinct (user_id, study_id, role, centre_id)
      );

      create table portal.patient (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$'),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        -- Unique per centre: a clash across centres would tell that the other centre has the patient.
        unique (centre_id, code),
        unique (centre_id, id)
      );

      create table portal.audit_entry (
        id bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        user_id text not null,
        user_name text not null,
        action text not null check (action in ('create', 'correct', 'delete')),
        form text not null,
        record_id uuid not null,
        patient_id uuid not null,
        centre_id int not null,
        reason text,
        -- { column: [old, new] }
        changes jsonb not null
      );
      create index audit_entry_patient on portal.audit_entry (centre_id, patient_id, id);
    `);

    await db.query(`
      create function portal.readable_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.read_centres', true), '')::int[];
      create function portal.writable_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.write_centres', true), '')::int[];

      -- Runs as the owner, because the application may read the trail and never write to it.
      create function portal.write_audit() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        asker text := nullif(current_setting('app.user_id', true), '');
        ignored text[] := array['id', 'patient_id', 'centre_id', 'version', 'updated_at', 'updated_by', 'derived_response', 'derived_rule'];
        was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) - ignored end;
        becomes jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) - ignored end;
        record_row jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
        changed jsonb;
      begin
        if asker is null then
          raise exception 'a write without app.user_id is refused' using errcode = '42501';
        end if;
        select coalesce(jsonb_object_agg(key, jsonb_build_array(was -> key, becomes -> key)), '{}'::jsonb) into changed
          from (select jsonb_object_keys(was || becomes) as key) keys
          where coalesce(was -> key, 'null'::jsonb) is distinct from coalesce(becomes -> key, 'null'::jsonb);
        if tg_op = 'UPDATE' and changed = '{}'::jsonb then
          return null;
        end if;
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, reason, changes)
        values (
          asker,
          coalesce(nullif(current_setting('app.user_name', true), ''), asker),
          case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'correct' else 'delete' end,
          tg_table_name,
          (record_row ->> 'id')::uuid,
          coalesce(record_row ->> 'patient_id', record_row ->> 'id')::uuid,
          (record_row ->> 'centre_id')::int,
          nullif(current_setting('app.reason', true), ''),
          changed
        );
        return null;
      end $$;
      revoke execute on function portal.write_audit() from public;

      -- One call gives a table the rules of a centre's rows.
      create function portal.protect_rows_of_centre(table_name text) returns void language plpgsql as $$
      begin
        execute format('alter table portal.%I enable row level security', table_name);
        execute format('alter table portal.%I force row level security', table_name);
        execute format('create policy read_own_centre on portal.%I for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]))', table_name);
        execute format('create policy add_to_own_centre on portal.%I for insert to portal_app
          with check (centre_id = any ((select portal.writable_centres())::int[]))', table_name);
        execute format('create policy correct_in_own_centre on portal.%I for update to portal_app
          using (centre_id = any ((select portal.writable_centres())::int[]))
          with check (centre_id = any ((select portal.writable_centres())::int[]))', table_name);
        execute format('create trigger audit after insert or update or delete on portal.%I
          for each row execute function portal.write_audit()', table_name);
        execute format('grant select, insert, update on portal.%I to portal_app', table_name);
      end $$;
      revoke execute on function portal.protect_rows_of_centre(text) from public;

      select portal.protect_rows_of_centre('patient');

      alter table portal.audit_entry enable row level security;
      alter table portal.audit_entry force row level security;
      create policy read_own_centre on portal.audit_entry for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy owner_writes on portal.audit_entry for insert to current_user with check (true);

      grant usage on schema portal to portal_app, portal_worker;
      grant select on portal.study, portal.centre, portal.study_arm, portal.membership, portal.audit_entry to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
