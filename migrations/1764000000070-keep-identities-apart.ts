import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Who a patient is, in a table of its own. The application's role writes it for the centres at which the asker may, and
 * reads none of its columns that identify: those are returned by two functions that record, in the same transaction, who
 * looked at whom.
 *
 * The trail names the fields that changed. Old and new values are beside it, in a table that only the first of these
 * functions reads; the entry has a salted hash of them, and so the chain covers them.
 */
export class KeepIdentitiesApart1764000000070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values ('staff', 'readIdentities'), ('staff', 'enterIdentities');

      -- The centres for which the asker of this transaction has a right. Reading holds in a closed study too.
      create function portal.identity_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.identity_centres', true), '')::int[];
      create function portal.identity_entry_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.identity_entry_centres', true), '')::int[]);

      create table portal.patient_identity (
        patient_id uuid not null,
        centre_id int not null,
        full_name text check (length(full_name) between 1 and 100),
        hospital_number text check (length(hospital_number) between 1 and 40),
        national_id text check (length(national_id) between 1 and 30),
        date_of_birth date,
        telephone text check (length(telephone) between 1 and 30),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        -- With the centre: a key without it would be refused for what another centre has.
        primary key (centre_id, patient_id),
        constraint patient_identity_of_patient foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
          -- With its entry in the trail. A patient who is restored is identified anew.
          on delete cascade,
        constraint patient_identity_hospital_number unique (centre_id, hospital_number),
        check (num_nonnulls(full_name, hospital_number, national_id, date_of_birth, telephone) > 0)
      );
      alter table portal.patient_identity enable row level security;
      alter table portal.patient_identity force row level security;
      create policy owner_keeps on portal.patient_identity to current_user using (true) with check (true);
      create policy find_in_own_centre on portal.patient_identity for select to portal_app
        using (centre_id = any ((select portal.identity_centres())::int[]));
      create policy add_to_own_centre on portal.patient_identity for insert to portal_app
        with check (centre_id = any ((select portal.identity_entry_centres())::int[]));
      create policy correct_in_own_centre on portal.patient_identity for update to portal_app
        using (centre_id = any ((select portal.identity_entry_centres())::int[]))
        with check (centre_id = any ((select portal.identity_entry_centres())::int[]));
      create policy remove_from_own_centre on portal.patient_identity for delete to portal_app
        using (centre_id = any ((select portal.identity_entry_centres())::int[]));
      -- That there is one and in which version, and nothing of what it says.
      grant select (patient_id, centre_id, version, updated_at, updated_by), insert, delete,
        update (full_name, hospital_number, national_id, date_of_birth, telephone, version, updated_at, updated_by)
        on portal.patient_identity to portal_app;

      create table portal.patient_identity_change (
        entry_id bigint primary key,
        centre_id int not null,
        patient_id uuid not null,
        -- { column: [old, new] }
        changes jsonb not null,
        -- Without it, the hash in the entry could be compared with that of every possible number.
        salt text not null
      );
      create index patient_identity_change_patient on portal.patient_identity_change (centre_id, patient_id);
      alter table portal.patient_identity_change enable row level security;
      alter table portal.patient_identity_change force row level security;
      create policy owner_keeps on portal.patient_identity_change to current_user using (true) with check (true);
      create trigger only_added_to before update or delete or truncate on portal.patient_identity_change
        for each statement execute function portal.refuse_to_rewrite_audit();
      alter table portal.patient_identity_change enable always trigger only_added_to;
    `);

    await db.query(`
      create function portal.identity_change_hash(salt text, changes jsonb) returns text language sql immutable parallel safe
        return encode(sha256(convert_to(salt || changes::text, 'UTF8')), 'hex');

      -- Identities come one by one, so once for each row.
      create function portal.write_audit_of_identity() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        unseen text[] := array['id', 'patient_id', 'centre_id', 'version', 'updated_at', 'updated_by'];
        was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
        becomes jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
        entry jsonb := was || becomes;
        -- Of a row that stays, also another centre or patient.
        kept text[] := case when tg_op = 'UPDATE' then unseen[4:6] else unseen end;
        new_salt text := gen_random_uuid()::text;
        changed jsonb;
        written bigint;
      begin
        select coalesce(jsonb_object_agg(key, jsonb_build_array(was -> key, becomes -> key)), '{}') into changed
          from jsonb_object_keys(entry - kept) key
          where coalesce(was -> key, 'null') <> coalesce(becomes -> key, 'null');
        if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
        insert into audit_entry (user_id, user_name, action, form, patient_id, centre_id, study_id, reason, request_id, changes, details)
        select asker(), coalesce(nullif(current_setting('app.user_name', true), ''), asker()),
          case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'correct' else 'delete' end, tg_table_name,
          (entry ->> 'patient_id')::uuid, c.id, c.study_id,
          nullif(current_setting('app.reason', true), ''), nullif(current_setting('app.request_id', true), ''),
          (select coalesce(jsonb_object_agg(key, jsonb_build_array(
              case when pair -> 0 <> 'null' then 'withheld' end, case when pair -> 1 <> 'null' then 'withheld' end)), '{}')
            from jsonb_each(changed) as one(key, pair)),
          jsonb_build_object('values_sha256', identity_change_hash(new_salt, changed))
        from centre c where c.id = (entry ->> 'centre_id')::int
        returning id into written;
        insert into patient_identity_change (entry_id, centre_id, patient_id, changes, salt)
          values (written, (entry ->> 'centre_id')::int, (entry ->> 'patient_id')::uuid, changed, new_salt);
        return null;
      end $$;
      revoke execute on function portal.write_audit_of_identity from public;
      create trigger audit after insert or update or delete on portal.patient_identity
        for each row execute function portal.write_audit_of_identity();

      -- Who a patient is, what was changed of it and who looked before; null where the centre is not one whose identities the
      -- asker may read. The look is recorded in the same transaction.
      create function portal.show_identity(patient uuid) returns jsonb
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        centre int;
        shown jsonb;
        history jsonb;
      begin
        select p.centre_id into centre from patient p where p.id = patient and p.centre_id = any (identity_centres());
        if centre is null then return null; end if;
        select to_jsonb(i) into shown from patient_identity i where i.centre_id = centre and i.patient_id = patient;
        select coalesce(jsonb_agg(to_jsonb(h) order by h.id desc), '[]') into history from (
          select a.id, a.at, a.user_name as by, a.action, a.reason, coalesce(c.changes, '{}') as changes
          from audit_entry a left join patient_identity_change c on c.entry_id = a.id
          where a.centre_id = centre and a.patient_id = patient
            and (a.form = 'patient_identity' or a.action in ('identityShown', 'identitySearched'))
          order by a.id desc limit 100
        ) h;
        perform record_event('identityShown', null, null, null, centre, patient, null, null,
          jsonb_build_object('found', shown is not null));
        return jsonb_build_object('identity', shown, 'history', history);
      end $$;

      -- The patients of the study with this hospital number, in the centres whose identities the asker may read. That
      -- somebody searched is recorded, and whom they found; never the number.
      create function portal.find_identity(study int, number text) returns table (id uuid, code text, centre text)
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        one record;
        n int := 0;
      begin
        if not exists (select from centre c where c.study_id = study and c.id = any (identity_centres())) then return; end if;
        for one in
          select p.id, p.code, c.code as centre, c.id as centre_id from patient_identity i
          join patient p on p.centre_id = i.centre_id and p.id = i.patient_id join centre c on c.id = i.centre_id
          where c.study_id = study and i.centre_id = any (identity_centres()) and i.hospital_number = number order by c.code
        loop
          n := n + 1;
          perform record_event('identitySearched', null, null, study, one.centre_id, one.id, null, null, '{"found": true}');
          id := one.id; code := one.code; centre := one.centre;
          return next;
        end loop;
        if n = 0 then
          perform record_event('identitySearched', null, null, study, null, null, null, null, '{"found": false}');
        end if;
      end $$;
      revoke execute on function portal.show_identity, portal.find_identity from public;
      grant execute on function portal.show_identity, portal.find_identity to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
