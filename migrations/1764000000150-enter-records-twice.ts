import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Records that are entered a second time, by somebody who may read none. The first entry is the record itself; the second
 * is a row of its own that its author adds once. The database compares the two as it is added, since its author may not see
 * the record, and keeps both as they were compared. Where they differ, somebody decides.
 */
export class EnterRecordsTwice1764000000150 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.membership drop constraint membership_role_check;
      alter table portal.membership add constraint membership_role_check check (role in ('administrator', 'dataManager',
        'staff', 'reader', 'adjudicator', 'secondEntry', 'pathologist', 'investigator', 'statistician', 'modelDeveloper', 'monitor'));
      insert into portal.role_right (role, right_name) values
        ('secondEntry', 'enterSecond'), ('administrator', 'resolveEntries'), ('dataManager', 'resolveEntries');
      create function portal.second_entry_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.second_entry_centres', true), '')::int[]);
      create function portal.resolving_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.resolving_centres', true), '')::int[]);

      -- Which forms of a study are entered twice, and of how many patients in a hundred.
      create table portal.double_entry_rule (
        study_id int primary key references portal.study,
        -- Names of forms of which a patient has one record.
        forms text[] not null check (array_position(forms, null) is null),
        share_percent int not null check (share_percent between 1 and 100),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );

      -- By field as the trail names it; null is missing.
      create table portal.second_entry (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        -- Not held to a row: the second entry of a record that is removed is there again with it.
        record_id uuid not null,
        form text not null check (form ~ '^[a-z][A-Za-z]*$'),
        "values" jsonb not null check (jsonb_typeof("values") = 'object'),
        entered_at timestamptz not null default now(),
        entered_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, record_id)
      );
      create index second_entry_user on portal.second_entry (centre_id, user_id);

      create table portal.entry_comparison (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        record_id uuid not null,
        form text not null check (form ~ '^[a-z][A-Za-z]*$'),
        first_values jsonb not null,
        -- Of the record.
        first_version int not null,
        first_by text not null,
        second_values jsonb not null,
        second_by text not null,
        -- Names as in the values.
        differing text[] not null,
        state text not null check (state in ('agreed', 'differs', 'resolved')),
        compared_at timestamptz not null default now(),
        -- Of each field that differs: first, second or other.
        chosen jsonb,
        resolve_reason text check (length(btrim(resolve_reason)) between 1 and 500),
        resolved_at timestamptz,
        resolved_by text,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, record_id),
        check ((state = 'agreed') = (differing = '{}')),
        check ((state = 'resolved') = (resolved_at is not null) and (resolved_at is null) = (resolved_by is null)
          and (resolved_at is null) = (resolve_reason is null) and (resolved_at is null) = (chosen is null))
      );
      create index entry_comparison_list on portal.entry_comparison (centre_id, state, compared_at);
    `);
    await db.query(`
      -- The draw: the first 32 bits of SHA-256 of 'STUDY:patient id', as a number below the share of 2^32. Whoever has a list
      -- of the ids can repeat it; a larger share keeps everybody whom a smaller one has drawn.
      create function portal.is_drawn(study_code text, patient uuid, share_percent int) returns boolean
      language sql immutable parallel safe
        return ('x' || left(encode(sha256(convert_to(study_code || ':' || patient, 'utf8')), 'hex'), 8))::bit(32)::bigint * 100
          < share_percent::bigint * 4294967296;

      create function portal.table_of_form(form text) returns text language sql stable
        return (select r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure
            and r.relname = lower(regexp_replace(form, '([A-Z])', '_\\1', 'g')) limit 1);

      -- Records that wait for a second entry by this person, who has never written them; without a person, by anybody.
      create function portal.records_to_enter_again(centres int[], person text, only_patient uuid)
      returns table (centre_id int, patient_id uuid, patient_code text, record_id uuid, form text)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        rule record;
        form_table text;
      begin
        for rule in select s.id, s.code, d.share_percent, f.name from double_entry_rule d join study s on s.id = d.study_id
          cross join unnest(d.forms) f(name)
          where exists (select from centre c where c.study_id = s.id and c.id = any (centres)) loop
          form_table := table_of_form(rule.name);
          if form_table is null then continue; end if;
          return query execute format(
            'select r.centre_id, r.patient_id, p.code, r.id, $4 from portal.%I r
             join portal.patient p on p.centre_id = r.centre_id and p.id = r.patient_id
             join portal.centre c on c.id = r.centre_id and c.study_id = $1
             where r.centre_id = any ($2) and ($6::uuid is null or r.patient_id = $6) and portal.is_drawn($3, r.patient_id, $5)
               and not exists (select from portal.second_entry e where e.centre_id = r.centre_id and e.record_id = r.id)
               and not exists (select from portal.audit_entry a where a.centre_id = r.centre_id and a.patient_id = r.patient_id
                 and a.record_id = r.id and a.user_id = $7)', form_table)
            using rule.id, centres, rule.code, rule.name, rule.share_percent, only_patient, person;
        end loop;
      end $$;

      -- The same for the asker, with what the asker has handed in: whoever enters the second time reads no patient.
      create function portal.second_entry_tasks(study int)
      returns table (centre_id int, patient_id uuid, patient_code text, form text, entered_at timestamptz)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        of_study int[] := array(select c.id from centre c where c.study_id = study);
      begin
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from records_to_enter_again(array(select unnest(of_study) intersect select unnest(second_entry_centres())), asking_user(), null) w;
        -- Whoever reads records sees what waits for anybody.
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from records_to_enter_again(array(select unnest(of_study) intersect select unnest(readable_centres())), null, null) w;
        return query select e.centre_id, e.patient_id, p.code, e.form, e.entered_at
          from second_entry e join patient p on p.centre_id = e.centre_id and p.id = e.patient_id
          where e.centre_id = any (of_study) and e.centre_id = any (second_entry_centres()) and e.user_id = asking_user();
      end $$;

      create function portal.begin_second_entry() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        select w.record_id into new.record_id
          from records_to_enter_again(array[new.centre_id], new.user_id, new.patient_id) w where w.form = new.form;
        if not found then
          raise exception 'the record does not wait for a second entry by this person' using errcode = 'object_not_in_prerequisite_state';
        end if;
        return new;
      end $$;

      create function portal.compare_entries() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        entry jsonb;
        first jsonb;
        differ text[];
      begin
        execute format('select to_jsonb(r) from portal.%I r where r.id = $1 and r.centre_id = $2 and r.patient_id = $3', table_of_form(new.form))
          into strict entry using new.record_id, new.centre_id, new.patient_id;
        first := audited_columns(with_own(entry));
        -- What the second person was not asked, such as a field that is retired since, is not compared.
        select jsonb_object_agg(key, coalesce(first -> key, 'null')),
            coalesce(array_agg(key order by key) filter (where coalesce(first -> key, 'null') <> value), '{}')
          into first, differ from jsonb_each(new."values");
        insert into entry_comparison (centre_id, patient_id, record_id, form, first_values, first_version, first_by, second_values,
            second_by, differing, state, updated_by)
          values (new.centre_id, new.patient_id, new.record_id, new.form, first, (entry ->> 'version')::int,
            coalesce((select a.user_name from audit_entry a where a.centre_id = new.centre_id and a.patient_id = new.patient_id
              and a.record_id = new.record_id and a.action = 'create' order by a.id limit 1), entry ->> 'updated_by'),
            new."values", new.entered_by, differ, case when differ = '{}' then 'agreed' else 'differs' end, new.updated_by);
        return null;
      end $$;
      -- Both entries go with the record of a patient who is merged into another.
      create function portal.follow_merge_of_entries() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        update second_entry e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        update entry_comparison e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        return null;
      end $$;
      revoke execute on function portal.is_drawn, portal.table_of_form, portal.records_to_enter_again, portal.second_entry_tasks,
        portal.begin_second_entry, portal.compare_entries, portal.follow_merge_of_entries from public;
      grant execute on function portal.second_entry_tasks to portal_app;
      create trigger begin_second_entry before insert on portal.second_entry
        for each row execute function portal.begin_second_entry();
      create trigger compare_entries after insert on portal.second_entry
        for each row execute function portal.compare_entries();
      create trigger follow_merge_of_entries after insert on portal.removed_record
        for each row when (new.form = 'patient' and new.merged_into is not null) execute function portal.follow_merge_of_entries();
      select portal.audit_rows_of_study('double_entry_rule', 'forms');
      select portal.audit_rows('second_entry');
      select portal.audit_rows('entry_comparison');
    `);
    for (const table of ['double_entry_rule', 'second_entry', 'entry_comparison']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
      `);
    }
    await db.query(`
      create policy read_with_records on portal.double_entry_rule for select to portal_app using (
        exists (select from portal.centre c where c.study_id = double_entry_rule.study_id
          and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.double_entry_rule for insert to portal_app with check (portal.may_in_study('manageStudy', study_id));
      create policy change on portal.double_entry_rule for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant select, insert, update on portal.double_entry_rule to portal_app;

      -- What is asked the second time too: declarations, of which no patient is part.
      create policy read_to_enter_again on portal.study_field for select to portal_app using (
        exists (select from portal.centre c where c.study_id = study_field.study_id
          and c.id = any ((select portal.second_entry_centres())::int[])));

      create policy read_own on portal.second_entry for select to portal_app
        using (centre_id = any ((select portal.second_entry_centres())::int[]) and user_id = portal.asking_user());
      create policy read_with_records on portal.second_entry for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy enter on portal.second_entry for insert to portal_app
        with check (centre_id = any ((select portal.second_entry_centres())::int[]) and user_id = portal.asking_user());
      grant select, insert (centre_id, patient_id, form, "values", entered_by, updated_by) on portal.second_entry to portal_app;

      create policy read_with_records on portal.entry_comparison for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy resolve on portal.entry_comparison for update to portal_app
        using (centre_id = any ((select portal.resolving_centres())::int[]) and state = 'differs')
        with check (centre_id = any ((select portal.resolving_centres())::int[]) and state = 'resolved');
      grant select, update (state, chosen, resolve_reason, resolved_at, resolved_by, version, updated_at, updated_by)
        on portal.entry_comparison to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
