import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A run that gets another centre or patient has that in its entry too, like every other row. */
export class AuditWhereRunsMove1764000000032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function portal.write_audit() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        unseen text[] := array['id', 'version', 'updated_at', 'updated_by', 'derived_response', 'derived_rule']
          || case when tg_op = 'UPDATE' then '{}' else array['patient_id', 'centre_id'] end;
        was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) - unseen end;
        becomes jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) - unseen end;
        entry jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
        changed jsonb;
      begin
        select coalesce(jsonb_object_agg(key, jsonb_build_array(was -> key, becomes -> key)), '{}') into changed
          from jsonb_object_keys(was || becomes) key
          where coalesce(was -> key, 'null') <> coalesce(becomes -> key, 'null');
        if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()),
          case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'correct' else 'delete' end, tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''), changed
        from portal.centre c where c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
