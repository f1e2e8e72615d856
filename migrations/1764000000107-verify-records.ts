import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Records, and single fields of them, that were compared with their source. Whoever raises queries marks them; a later
 * change of the values takes the mark away, by whatever statement it comes, and keeps which values changed, when and by
 * whom.
 */
export class VerifyRecords1764000000107 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.record_verification (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        record_id uuid not null,
        -- The name of the record's form.
        form text not null,
        -- The name of the field; null: all of the record.
        field text,
        -- The version of the record that was compared.
        record_version int not null,
        verified boolean not null default true,
        verified_at timestamptz not null default now(),
        verified_by text not null,
        user_id text not null default portal.asker(),
        -- The columns that changed since, in the order in which they did.
        reverted_fields text[] not null default '{}',
        reverted_at timestamptz,
        reverted_by text,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (verified = (reverted_at is null) and (reverted_at is null) = (reverted_by is null))
      );
      create unique index record_verification_once on portal.record_verification (centre_id, record_id, field) nulls not distinct;
      create index record_verification_patient on portal.record_verification (centre_id, patient_id);

      -- What is marked is what was read: writers of the centre's records have ended, or wait until the mark is there.
      create function portal.verify_record() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        form_table text := lower(regexp_replace(new.form, '([A-Z])', '_\\1', 'g'));
        stored int;
      begin
        perform pg_advisory_xact_lock(hashtext('portal.record_hold'), new.centre_id);
        if exists (select from pg_trigger g where g.tgrelid = to_regclass('portal.' || quote_ident(form_table))
          and g.tgfoid = 'portal.note_records()'::regprocedure) then
          execute format('select r.version from portal.%I r where r.id = $1 and r.centre_id = $2 and r.patient_id = $3', form_table)
            into stored using new.record_id, new.centre_id, new.patient_id;
        end if;
        if stored is distinct from new.record_version then
          raise exception 'the record has changed since it was read' using errcode = 'object_not_in_prerequisite_state';
        end if;
        return new;
      end $$;
      create trigger verify_record before insert or update on portal.record_verification
        for each row when (new.verified) execute function portal.verify_record();

      create function portal.revert_verification() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if not exists (
          select from becomes join record_verification v on v.centre_id = becomes.centre_id and v.record_id = becomes.id
        ) then return null; end if;
        with changed as (
          select becomes.id, becomes.centre_id, becomes.updated_by as by, array(
            select key from jsonb_object_keys(audited_columns(with_own(to_jsonb(was))) || audited_columns(with_own(to_jsonb(becomes)))) key
            where coalesce(with_own(to_jsonb(was)) -> key, 'null') <> coalesce(with_own(to_jsonb(becomes)) -> key, 'null') order by key
          ) as columns
          from was join becomes using (id)
          where exists (select from record_verification v where v.centre_id = becomes.centre_id and v.record_id = becomes.id)
        ), reverted as (
          -- A reason for a missing value is a part of its field.
          select v.id, c.by, array(
            select one from unnest(c.columns) one where v.field is null
              or one in (lower(regexp_replace(v.field, '([A-Z])', '_\\1', 'g')), 'missing_' || v.field)
          ) as columns
          from changed c join record_verification v on v.centre_id = c.centre_id and v.record_id = c.id
        )
        update record_verification v set verified = false, reverted_at = now(), reverted_by = r.by,
            reverted_fields = v.reverted_fields || array(select one from unnest(r.columns) one where one <> all (v.reverted_fields)),
            version = v.version + 1, updated_at = now(), updated_by = r.by
          from reverted r where v.id = r.id and r.columns <> '{}';
        return null;
      end $$;
      revoke execute on function portal.verify_record, portal.revert_verification from public;

      create function portal.verify_rows(table_name text) returns void language plpgsql as $$
      begin
        execute format('create or replace trigger verify_changed after update on portal.%I referencing old table as was new table as becomes
          for each statement execute function portal.revert_verification()', table_name);
      end $$;
      revoke execute on function portal.verify_rows(text) from public;

      -- The table of a later form is compared like the others.
      create or replace function portal.protect_rows_of_centre(table_name text) returns void language plpgsql as $$
      begin
        execute format('alter table portal.%I enable row level security', table_name);
        execute format('alter table portal.%I force row level security', table_name);
        execute format('create policy read_own_centre on portal.%I for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]))', table_name);
        execute format('create policy add_to_own_centre on portal.%I for insert to portal_app
          with check (centre_id = any ((select portal.writable_centres_for(%L))::int[]))', table_name, table_name);
        execute format('create policy correct_in_own_centre on portal.%I for update to portal_app
          using (centre_id = any ((select portal.writable_centres())::int[]))
          with check (centre_id = any ((select portal.writable_centres())::int[]))', table_name);
        perform portal.audit_rows(table_name);
        perform portal.hold_rows(table_name);
        perform portal.verify_rows(table_name);
        execute format('grant select, insert, update on portal.%I to portal_app', table_name);
      end $$;
      do $$
      declare
        form_table text;
      begin
        for form_table in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure loop
          perform portal.verify_rows(form_table);
        end loop;
      end $$;

      select portal.audit_rows('record_verification');
      alter table portal.record_verification enable row level security;
      alter table portal.record_verification force row level security;
      create policy owner_keeps on portal.record_verification to current_user using (true) with check (true);
      create policy read_own_centre on portal.record_verification for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy verify_in_own_centre on portal.record_verification for insert to portal_app
        with check (centre_id = any ((select portal.raising_centres())::int[]) and user_id = portal.asker() and verified);
      create policy verify_again_in_own_centre on portal.record_verification for update to portal_app
        using (centre_id = any ((select portal.raising_centres())::int[]))
        with check (centre_id = any ((select portal.raising_centres())::int[]) and user_id = portal.asker() and verified);
      create policy take_back_in_own_centre on portal.record_verification for delete to portal_app
        using (centre_id = any ((select portal.raising_centres())::int[]));
      grant select, delete, insert (centre_id, patient_id, record_id, form, field, record_version, verified_by, updated_by),
        update (record_version, verified, verified_at, verified_by, user_id, reverted_fields, reverted_at, reverted_by, version, updated_at, updated_by)
        on portal.record_verification to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
