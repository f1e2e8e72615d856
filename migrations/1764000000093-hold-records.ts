import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Records are frozen, locked and signed. A hold covers one record, everything of a patient or everything of a centre; while
 * it lasts, no statement adds, changes or removes what it covers, by whatever route it comes: error HM001. Frozen records
 * may still be asked about, locked ones may not, and nothing is locked while a query on it is open: error HM002.
 *
 * A signature is of one locked record; the database states what was signed. Lifting the last lock voids it.
 */
export class HoldRecords1764000000093 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values
        ('administrator', 'lockRecords'), ('dataManager', 'lockRecords'),
        ('administrator', 'signRecords'), ('investigator', 'signRecords');
      create function portal.lockable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.lock_centres', true), '')::int[]);
      create function portal.signable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.sign_centres', true), '')::int[]);

      create table portal.record_hold (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        -- Null: everything of the centre.
        patient_id uuid,
        -- Null: everything of the patient.
        record_id uuid,
        -- The name of the record's form.
        form text,
        kind text not null check (kind in ('frozen', 'locked')),
        reason text not null check (length(btrim(reason)) between 1 and 500),
        set_at timestamptz not null default now(),
        set_by text not null,
        user_id text not null default portal.asker(),
        lifted_at timestamptz,
        lifted_by text,
        lift_reason text check (length(btrim(lift_reason)) between 1 and 500),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((record_id is null) = (form is null) and (record_id is null or patient_id is not null)),
        check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
      );
      -- Two who lock the same: one of them does.
      create unique index record_hold_once on portal.record_hold (centre_id, patient_id, record_id, kind)
        nulls not distinct where lifted_at is null;

      create table portal.record_signature (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        record_id uuid not null,
        form text not null,
        meaning text not null check (meaning in ('reviewed', 'approved')),
        -- Of the record, both set by the database.
        record_version int not null,
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        signed_at timestamptz not null default now(),
        signed_by text not null,
        user_id text not null default portal.asker(),
        voided_at timestamptz,
        voided_by text,
        void_reason text,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null))
      );
      create unique index record_signature_once on portal.record_signature (record_id, meaning, user_id) where voided_at is null;
      create index record_signature_patient on portal.record_signature (centre_id, patient_id);
    `);
    await db.query(`
      -- The holds that cover a record now.
      create function portal.holds_on(centre int, patient uuid, record uuid) returns setof portal.record_hold
      language sql stable as $$
        select * from portal.record_hold h where h.lifted_at is null and h.centre_id = centre and h.patient_id is null
        union all
        select * from portal.record_hold h
          where h.lifted_at is null and h.centre_id = centre and h.patient_id = patient and h.record_id is null
        union all
        select * from portal.record_hold h
          where h.lifted_at is null and h.centre_id = centre and h.patient_id = patient and h.record_id = record
      $$;

      -- Whoever writes records of a centre shares this with other writers, and excludes who sets a hold there.
      create function portal.share_holds(centres int[]) returns void language sql as $$
        select pg_advisory_xact_lock_shared(hashtext('portal.record_hold'), c) from unnest(centres) c order by c
      $$;

      create function portal.refuse_held() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        centres int[];
        entries jsonb[];
        held record;
      begin
        if tg_op = 'INSERT' then select array_agg(distinct centre_id) into centres from becomes;
        elsif tg_op = 'DELETE' then select array_agg(distinct centre_id) into centres from was;
        else
          select array_agg(distinct centre_id) into centres from (select centre_id from was union all select centre_id from becomes) both_sides;
        end if;
        if centres is null then return null; end if;
        perform portal.share_holds(centres);
        if not exists (select from record_hold h where h.lifted_at is null and h.centre_id = any (centres)) then return null; end if;
        if tg_op = 'INSERT' then select array_agg(to_jsonb(becomes)) into entries from becomes;
        elsif tg_op = 'DELETE' then select array_agg(to_jsonb(was)) into entries from was;
        else
          -- What the portal derives from other records follows them, also where the record is held.
          select array_agg(entry) into entries from (
            select to_jsonb(was) as entry from was left join becomes using (id)
              where to_jsonb(was) - array['derived_response', 'derived_rule'] is distinct from to_jsonb(becomes) - array['derived_response', 'derived_rule']
            union all
            select to_jsonb(becomes) from becomes left join was using (id)
              where to_jsonb(was) - array['derived_response', 'derived_rule'] is distinct from to_jsonb(becomes) - array['derived_response', 'derived_rule']
          ) changed;
        end if;
        select h.kind, case when h.patient_id is null then 'centre' when h.record_id is null then 'patient' else 'record' end as covers,
            coalesce(p.code, entry ->> 'code') as code
          into held
          from unnest(entries) entry
          cross join lateral portal.holds_on((entry ->> 'centre_id')::int, coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid, (entry ->> 'id')::uuid) h
          left join patient p on p.id = coalesce(entry ->> 'patient_id', entry ->> 'id')::uuid
          order by h.kind desc limit 1;
        if found then
          raise exception 'RECORD_LOCKED: % of patient % is %', tg_table_name, held.code, held.kind using errcode = 'HM001',
            detail = jsonb_build_object('form', tg_table_name, 'patientCode', held.code, 'hold', held.kind, 'covers', held.covers)::text;
        end if;
        return null;
      end $$;

      create function portal.hold_rows(table_name text) returns void language plpgsql as $$
      begin
        execute format('create or replace trigger hold_added after insert on portal.%I referencing new table as becomes
          for each statement execute function portal.refuse_held()', table_name);
        execute format('create or replace trigger hold_changed after update on portal.%I referencing old table as was new table as becomes
          for each statement execute function portal.refuse_held()', table_name);
        execute format('create or replace trigger hold_removed after delete on portal.%I referencing old table as was
          for each statement execute function portal.refuse_held()', table_name);
      end $$;
      revoke execute on function portal.hold_rows(text), portal.refuse_held(), portal.share_holds(int[]) from public;

      -- The table of a later form is held like the others.
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
        execute format('grant select, insert, update on portal.%I to portal_app', table_name);
      end $$;

      -- The tables of forms are those whose changes touch the analysis row.
      do $$
      declare
        form_table text;
      begin
        for form_table in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure union select 'patient' loop
          perform portal.hold_rows(form_table);
          -- A hold names its patient, a signature what it is of, whoever asks.
          execute format('drop policy if exists owner_reads on portal.%I', form_table);
          execute format('create policy owner_reads on portal.%I for select to current_user using (true)', form_table);
        end loop;
      end $$;
    `);
    await db.query(`
      create function portal.begin_hold() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('portal.record_hold'), new.centre_id);
        if new.kind = 'locked' and exists (
          select from data_query q where q.state <> 'closed' and q.centre_id = new.centre_id
            and (new.patient_id is null or q.patient_id = new.patient_id)
            and (new.record_id is null or q.record_id = new.record_id or (q.record_id is null and q.form = new.form))
        ) then
          raise exception 'a query on it is not closed' using errcode = 'HM002';
        end if;
        return new;
      end $$;

      create function portal.void_signatures() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        update record_signature s set voided_at = now(), voided_by = new.lifted_by, void_reason = new.lift_reason,
            version = s.version + 1, updated_at = now(), updated_by = new.lifted_by
          where s.voided_at is null and s.centre_id = new.centre_id
            and (new.patient_id is null or s.patient_id = new.patient_id)
            and (new.record_id is null or s.record_id = new.record_id)
            and not exists (select from portal.holds_on(s.centre_id, s.patient_id, s.record_id) h where h.kind = 'locked');
        return null;
      end $$;

      -- What a record says, as one hash: the values that the trail has of it, in the order of jsonb.
      create function portal.hash_of_record(entry jsonb) returns text language sql immutable parallel safe
        return encode(sha256(convert_to(portal.audited_columns(portal.with_own(entry))::text, 'utf8')), 'hex');

      create function portal.sign_record() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        form_table text := lower(regexp_replace(new.form, '([A-Z])', '_\\1', 'g'));
        entry jsonb;
      begin
        perform portal.share_holds(array[new.centre_id]);
        if exists (select from pg_trigger g where g.tgrelid = to_regclass('portal.' || quote_ident(form_table))
          and g.tgfoid = 'portal.note_records()'::regprocedure) then
          execute format('select to_jsonb(r) from portal.%I r where r.id = $1 and r.centre_id = $2 and r.patient_id = $3', form_table)
            into entry using new.record_id, new.centre_id, new.patient_id;
        end if;
        if entry is null or not exists (
          select from portal.holds_on(new.centre_id, new.patient_id, new.record_id) h where h.kind = 'locked'
        ) then
          raise exception 'only a locked record is signed' using errcode = 'object_not_in_prerequisite_state';
        end if;
        new.record_version := (entry ->> 'version')::int;
        new.sha256 := portal.hash_of_record(entry);
        return new;
      end $$;

      -- Of a locked record nothing is asked.
      create function portal.refuse_asking() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform portal.share_holds(array[new.centre_id]);
        if new.state <> 'closed' and exists (
          select from portal.holds_on(new.centre_id, new.patient_id, new.record_id) h where h.kind = 'locked'
        ) then
          raise exception 'RECORD_LOCKED: nothing is asked about a locked record' using errcode = 'HM001',
            detail = (select jsonb_build_object('form', new.form, 'patientCode', p.code, 'hold', 'locked', 'covers', 'record')::text
              from patient p where p.id = new.patient_id);
        end if;
        return new;
      end $$;
      revoke execute on function portal.begin_hold, portal.void_signatures, portal.sign_record, portal.refuse_asking from public;
      create trigger begin_hold before insert on portal.record_hold for each row execute function portal.begin_hold();
      create trigger lift_hold after update on portal.record_hold for each row
        when (old.lifted_at is null and new.lifted_at is not null) execute function portal.void_signatures();
      create trigger sign_record before insert on portal.record_signature for each row execute function portal.sign_record();
      create trigger refuse_asking before insert or update of state on portal.data_query
        for each row execute function portal.refuse_asking();
      select portal.audit_rows('record_hold');
      select portal.audit_rows('record_signature');
    `);
    for (const table of ['record_hold', 'record_signature']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
      `);
    }
    await db.query(`
      create policy set_in_own_centre on portal.record_hold for insert to portal_app
        with check (centre_id = any ((select portal.lockable_centres())::int[]) and user_id = portal.asker() and lifted_at is null);
      create policy lift_in_own_centre on portal.record_hold for update to portal_app
        using (centre_id = any ((select portal.lockable_centres())::int[]) and lifted_at is null)
        with check (centre_id = any ((select portal.lockable_centres())::int[]) and lifted_at is not null);
      grant select, insert (centre_id, patient_id, record_id, form, kind, reason, set_by, updated_by),
        update (lifted_at, lifted_by, lift_reason, version, updated_at, updated_by) on portal.record_hold to portal_app;
      create policy sign_in_own_centre on portal.record_signature for insert to portal_app
        with check (centre_id = any ((select portal.signable_centres())::int[]) and user_id = portal.asker() and voided_at is null);
      grant select, insert (centre_id, patient_id, record_id, form, meaning, signed_by, updated_by) on portal.record_signature to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
