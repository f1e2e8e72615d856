import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The trail is written once for each statement instead of once for each row: what a row's own trigger costs is most of an
 * import. It says the same: one entry for each row that was added, removed or changed in a column that people enter.
 *
 * A row that a statement gives another id is one row removed and one added. Runs keep the triggers that look at each row:
 * those stand under conditions, and runs come one by one.
 */
export class AuditByStatement1764000000023 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The asker of this transaction. A change of rows by nobody is refused.
      create function portal.asker() returns text language plpgsql stable as $$
      declare
        asker text := nullif(current_setting('app.user_id', true), '');
      begin
        if asker is null then
          raise exception 'a write without app.user_id is refused' using errcode = '42501';
        end if;
        return asker;
      end $$;

      -- What of a row stands in the trail. Where changed, the trail has a pair of old and new for it.
      create function portal.audited_columns(entry jsonb) returns jsonb language sql immutable parallel safe
        return entry - array['id', 'patient_id', 'centre_id', 'version', 'updated_at', 'updated_by', 'derived_response', 'derived_rule'];

      -- Runs as the owner, because the application may read the trail and never write to it.
      create function portal.write_audit_of_added() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, reason, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), 'create', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, (entry ->> 'centre_id')::int,
          nullif(current_setting('app.reason', true), ''),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(null, value)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select to_jsonb(becomes) as entry from becomes) added;
        return null;
      end $$;

      create function portal.write_audit_of_removed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, reason, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), 'delete', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, (entry ->> 'centre_id')::int,
          nullif(current_setting('app.reason', true), ''),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(value, null)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select to_jsonb(was) as entry from was) removed;
        return null;
      end $$;

      create function portal.write_audit_of_changed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, reason, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()),
          case when old_entry is null then 'create' when new_entry is null then 'delete' else 'correct' end, tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, (entry ->> 'centre_id')::int,
          nullif(current_setting('app.reason', true), ''), changes
        from (
          select to_jsonb(was) as old_entry, to_jsonb(becomes) as new_entry, coalesce(to_jsonb(becomes), to_jsonb(was)) as entry
          from was full join becomes on becomes.id = was.id
        ) changed
        cross join lateral (
          select coalesce(jsonb_object_agg(key, jsonb_build_array(old_entry -> key, new_entry -> key)), '{}') as changes
          from jsonb_object_keys(portal.audited_columns(entry)) key
          where coalesce(old_entry -> key, 'null') <> coalesce(new_entry -> key, 'null')
        ) differing
        where changes <> '{}' or old_entry is null or new_entry is null;
        return null;
      end $$;
      revoke execute on function portal.write_audit_of_added(), portal.write_audit_of_removed(), portal.write_audit_of_changed() from public;

      create function portal.audit_rows(table_name text) returns void language plpgsql as $$
      begin
        execute format('create trigger audit_added after insert on portal.%I referencing new table as becomes
          for each statement execute function portal.write_audit_of_added()', table_name);
        execute format('create trigger audit_changed after update on portal.%I referencing old table as was new table as becomes
          for each statement execute function portal.write_audit_of_changed()', table_name);
        execute format('create trigger audit_removed after delete on portal.%I referencing old table as was
          for each statement execute function portal.write_audit_of_removed()', table_name);
      end $$;
      revoke execute on function portal.audit_rows(text) from public;

      do $$
      declare
        audited regclass;
      begin
        for audited in select tgrelid from pg_trigger where tgname = 'audit' and tgfoid = 'portal.write_audit()'::regprocedure loop
          execute format('drop trigger audit on %s', audited);
          perform portal.audit_rows(relname::text) from pg_class where oid = audited;
        end loop;
      end $$;

      create or replace function portal.protect_rows_of_centre(table_name text) returns void language plpgsql as $$
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
        perform portal.audit_rows(table_name);
        execute format('grant select, insert, update on portal.%I to portal_app', table_name);
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
