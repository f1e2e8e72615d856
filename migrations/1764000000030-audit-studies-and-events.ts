import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The trail also has what is not a change of a patient's record: changes of studies, centres and memberships, written by
 * triggers like every other, and events such as a sign-in, an export or a refusal, written by one function.
 *
 * Every entry names its study; an event of the portal as a whole has none. Records are shown with their centre, everything
 * else to those who may read the audit of the study (app.audit_studies).
 */
export class AuditStudiesAndEvents1764000000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.audit_entry
        add column study_id int,
        -- Of the request that made the entry: all entries of one request have the same.
        add column request_id text,
        -- Of an event, what happened; of a change of the study's own rows, which row. Never a password, of a patient the code alone.
        add column details jsonb,
        alter column form drop not null,
        alter column record_id drop not null,
        alter column patient_id drop not null,
        alter column centre_id drop not null,
        drop constraint audit_entry_action_check,
        add constraint audit_entry_action_check check (action ~ '^[a-z][a-zA-Z]{1,39}$'),
        add constraint a_change_names_its_table check (action not in ('create', 'correct', 'delete') or form is not null);
      -- The owner is subject to the policies too, and there is none for updating.
      alter table portal.audit_entry no force row level security;
      update portal.audit_entry a set study_id = c.study_id from portal.centre c where c.id = a.centre_id;
      alter table portal.audit_entry force row level security;
      create policy owner_reads on portal.audit_entry for select to current_user using (true);

      -- Newest first, of a study or of one centre, and by each filter that picks few of many. The patient's own is there.
      create index audit_entry_study on portal.audit_entry (study_id, at, id);
      create index audit_entry_centre on portal.audit_entry (centre_id, at, id);
      create index audit_entry_user on portal.audit_entry (study_id, user_id, at, id);
      create index audit_entry_action on portal.audit_entry (study_id, action, at, id);
      create index audit_entry_form on portal.audit_entry (study_id, form, at, id);
      create index audit_entry_reason on portal.audit_entry (study_id, at, id) where reason is not null;

      -- The studies whose audit the asker may read, of those that are open in all their centres: the audit names every centre's
      -- patients.
      create function portal.auditable_studies() returns int[] language sql stable parallel safe as $$
        select coalesce(array_agg(study), '{}') from unnest(nullif(current_setting('app.audit_studies', true), '')::int[]) study
        where not exists (
          select from portal.centre c
          where c.study_id = study and c.id <> all (coalesce(portal.readable_centres(), '{}'))
        )
      $$;
      drop policy read_own_centre on portal.audit_entry;
      create policy read_records_of_own_centre on portal.audit_entry for select to portal_app
        using (patient_id is not null and centre_id = any ((select portal.readable_centres())::int[]));
      create policy read_audit_of_study on portal.audit_entry for select to portal_app
        using (study_id = any ((select portal.auditable_studies())::int[]));

      -- Entries are added and nothing else, whoever asks: a superuser too has to take this trigger off first.
      create function portal.refuse_to_rewrite_audit() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail is only added to: % of % is refused', lower(tg_op), tg_table_name
          using errcode = 'restrict_violation';
      end $$;
      create trigger only_added_to before update or delete or truncate on portal.audit_entry
        for each statement execute function portal.refuse_to_rewrite_audit();
      alter table portal.audit_entry enable always trigger only_added_to;
    `);

    await db.query(`
      create or replace function portal.write_audit_of_added() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), 'create', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(null, value)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select to_jsonb(becomes) as entry from becomes) added
        join portal.centre c on c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;

      create or replace function portal.write_audit_of_removed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), 'delete', tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(value, null)), '{}')
           from jsonb_each(portal.audited_columns(entry)) where value <> 'null')
        from (select to_jsonb(was) as entry from was) removed
        join portal.centre c on c.id = (entry ->> 'centre_id')::int;
        return null;
      end $$;

      create or replace function portal.write_audit_of_changed() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select portal.asker(), coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()),
          case when old_entry is null then 'create' when new_entry is null then 'delete' else 'correct' end, tg_table_name,
          (entry ->> 'id')::uuid, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, c.id, c.study_id,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''), changes
        from (
          select to_jsonb(was) as old_entry, to_jsonb(becomes) as new_entry, coalesce(to_jsonb(becomes), to_jsonb(was)) as entry
          from was full join becomes on becomes.id = was.id
        ) changed
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

      -- Runs keep a trigger for each row.
      create or replace function portal.write_audit() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else portal.audited_columns(to_jsonb(old)) end;
        becomes jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else portal.audited_columns(to_jsonb(new)) end;
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

      -- Rows of the study itself. They are few, and the operator writes them as well: who names no author is recorded as the
      -- role of the database. The arguments name the columns that say which row it is.
      create function portal.write_audit_of_study() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        unseen text[] := array['id', 'study_id', 'version', 'updated_at', 'updated_by', 'created_at'];
        was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
        becomes jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
        entry jsonb := was || becomes;
        author text := coalesce(nullif(current_setting('app.user_id', true), ''), 'database:' || session_user);
        changed jsonb;
      begin
        select coalesce(jsonb_object_agg(key, jsonb_build_array(was -> key, becomes -> key)), '{}') into changed
          from jsonb_object_keys(entry - unseen) key
          where coalesce(was -> key, 'null') <> coalesce(becomes -> key, 'null');
        if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
        insert into portal.audit_entry (user_id, user_name, action, form, record_id, centre_id, study_id, reason, request_id, changes, details)
        values (
          author, coalesce(nullif(current_setting('app.user_name', true), ''), author),
          case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'correct' else 'delete' end, tg_table_name,
          case when entry ->> 'id' ~ '^[0-9a-f]{8}-' then (entry ->> 'id')::uuid end,
          (case tg_table_name when 'centre' then entry ->> 'id' else entry ->> 'centre_id' end)::int,
          (case tg_table_name when 'study' then entry ->> 'id' else entry ->> 'study_id' end)::int,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''), changed,
          (select jsonb_object_agg(key, entry -> key) from unnest(tg_argv) key)
        );
        return null;
      end $$;
      revoke execute on function portal.write_audit_of_study from public;

      -- One call gives a table with a study_id its entries in the trail.
      create function portal.audit_rows_of_study(table_name text, variadic key_columns text[]) returns void language plpgsql as $$
      begin
        execute format('create trigger audit after insert or update or delete on portal.%I
          for each row execute function portal.write_audit_of_study(%s)', table_name,
          (select string_agg(quote_literal(key), ', ') from unnest(key_columns) key));
      end $$;
      revoke execute on function portal.audit_rows_of_study from public;

      select portal.audit_rows_of_study('study', 'code');
      select portal.audit_rows_of_study('centre', 'code');
      select portal.audit_rows_of_study('study_arm', 'code');
      select portal.audit_rows_of_study('membership', 'user_id', 'role');
      select portal.audit_rows_of_study('score_threshold', 'model_name');
      select portal.audit_rows_of_study('evaluation_set_note', 'evaluation_set');
      select portal.audit_rows_of_study('compared_recipe', 'recipe_id');
      select portal.audit_rows_of_study('inference_batch', 'model_id');
      -- A training is audited when it is asked for and when it ends: progress is no change that somebody made.
      create trigger audit_asked after insert on portal.training_run
        for each row execute function portal.write_audit_of_study('model_id');
      create trigger audit_ended after update on portal.training_run
        for each row when (old.status is distinct from new.status and new.status in ('done', 'failed', 'cancelled'))
        execute function portal.write_audit_of_study('model_id');
    `);

    await db.query(`
      -- What happened that changed no row. Without an actor, the asker of the transaction.
      create function portal.record_event(kind text, actor text, actor_name text, study int, centre int, patient uuid, request text, why text, what jsonb)
      returns void language sql security definer set search_path = portal, pg_temp as $$
        insert into portal.audit_entry (action, user_id, user_name, study_id, centre_id, patient_id, request_id, reason, changes, details)
        select kind, coalesce(actor, portal.asker()), coalesce(actor_name, nullif(current_setting('app.user_name', true), ''), actor, portal.asker()),
          coalesce(study, (select c.study_id from portal.centre c where c.id = centre)), centre, patient,
          coalesce(request, nullif(current_setting('app.request_id', true), '')), coalesce(why, nullif(current_setting('app.reason', true), '')), '{}', what
        where kind not in ('create', 'correct', 'delete')
      $$;
      -- Sign-in reaches no other function or table of a study.
      create function auth.record_event(kind text, actor text, actor_name text, study int, centre int, patient uuid, request text, why text, what jsonb)
      returns void language sql security definer set search_path = '' as $$
        select portal.record_event(kind, actor, actor_name, study, centre, patient, request, why, what)
      $$;
      revoke execute on function portal.record_event, auth.record_event from public;
      grant execute on function portal.record_event to portal_app;
      grant execute on function auth.record_event to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
