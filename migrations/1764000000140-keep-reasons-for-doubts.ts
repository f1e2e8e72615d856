import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Why a value is right although a check doubts it: beside the value, with the version of the record that was read and who
 * said so. A later change of the value takes the reason away, by whatever statement it comes; the trail keeps both.
 */
export class KeepReasonsForDoubts1764000000140 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.confirmed_value (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        record_id uuid not null,
        -- The name of the record's form, and of the field.
        form text not null,
        field text not null,
        reason text not null check (length(btrim(reason)) between 1 and 500),
        -- The version of the record that has the value.
        record_version int not null,
        confirmed_at timestamptz not null default now(),
        confirmed_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, record_id, field)
      );
      create index confirmed_value_patient on portal.confirmed_value (centre_id, patient_id);

      create function portal.drop_confirmed_values() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if not exists (
          select from becomes join confirmed_value v on v.centre_id = becomes.centre_id and v.record_id = becomes.id
        ) then return null; end if;
        delete from confirmed_value v using was, becomes
          where v.centre_id = becomes.centre_id and v.record_id = becomes.id and was.id = becomes.id
            and coalesce(with_own(to_jsonb(was)) -> column_of_field(v.field), 'null')
              <> coalesce(with_own(to_jsonb(becomes)) -> column_of_field(v.field), 'null');
        return null;
      end $$;

      -- tumourSizeMm -> tumour_size_mm; the key of a field of the study is its name.
      create function portal.column_of_field(field text) returns text language sql immutable parallel safe
        return lower(regexp_replace(field, '([A-Z])', '_\\1', 'g'));
      revoke execute on function portal.drop_confirmed_values from public;

      -- For the table of a form.
      create function portal.confirm_rows(table_name text) returns void language plpgsql as $$
      begin
        execute format('create or replace trigger confirmed_changed after update on portal.%I referencing old table as was new table as becomes
          for each statement execute function portal.drop_confirmed_values()', table_name);
      end $$;
      revoke execute on function portal.confirm_rows(text) from public;
      do $$
      declare
        form_table text;
      begin
        for form_table in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure loop
          perform portal.confirm_rows(form_table);
        end loop;
      end $$;

      select portal.audit_rows('confirmed_value');
      alter table portal.confirmed_value enable row level security;
      alter table portal.confirmed_value force row level security;
      create policy owner_keeps on portal.confirmed_value to current_user using (true) with check (true);
      create policy read_own_centre on portal.confirmed_value for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy confirm_in_own_centre on portal.confirmed_value for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]) and user_id = portal.asker());
      create policy confirm_again_in_own_centre on portal.confirmed_value for update to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]))
        with check (centre_id = any ((select portal.writable_centres())::int[]) and user_id = portal.asker());
      create policy drop_in_own_centre on portal.confirmed_value for delete to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, delete, insert (centre_id, patient_id, record_id, form, field, reason, record_version, confirmed_by, updated_by),
        update (reason, record_version, confirmed_at, confirmed_by, user_id, version, updated_at, updated_by)
        on portal.confirmed_value to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
