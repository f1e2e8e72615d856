import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Of a form with several records a patient's whole list is entered a second time. The database pairs what the two people
 * entered by the key of the form; what has no partner is a comparison of one entry. A list waits again once the first
 * person has added records that nobody has compared.
 */
export class EnterListsTwice1764000000254 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The columns by which two records of a patient are one, as the form declares them; null for a form of one record.
      create function portal.key_of_form(form text) returns text[] language sql immutable parallel safe
        return case form
          when 'haicCycle' then array['cycle_number']
          when 'systemicCourse' then array['drug', 'course_started_on']
          when 'tumourAssessment' then array['visit_number']
          when 'labResult' then array['test', 'taken_on']
          when 'adverseEvent' then array['term', 'started_on']
          when 'laterTreatment' then array['therapy', 'therapy_on']
          when 'followUp' then array['contact_on', 'contact_day']
        end;

      -- The key of a row or of an entry, a text of it in any case.
      create function portal.entry_key(form text, entry jsonb) returns jsonb language sql immutable parallel safe
        return (select jsonb_agg(case jsonb_typeof(entry -> k) when 'string' then to_jsonb(lower(btrim(entry ->> k)))
            else coalesce(entry -> k, 'null') end order by n)
          from unnest(portal.key_of_form(form)) with ordinality u(k, n));

      create table portal.second_entry_list (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        form text not null check (form ~ '^[a-z][A-Za-z]*$'),
        -- Each by field as the trail names it; none where the source has none.
        records jsonb not null check (jsonb_typeof(records) = 'array'),
        entered_at timestamptz not null default now(),
        entered_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );
      create index second_entry_list_patient on portal.second_entry_list (centre_id, patient_id, form);
      create index second_entry_list_user on portal.second_entry_list (centre_id, user_id);

      alter table portal.entry_comparison
        alter column record_id drop not null,
        alter column first_values drop not null,
        alter column first_version drop not null,
        alter column first_by drop not null,
        alter column second_values drop not null,
        -- Of the second entry; null where a single record was entered.
        add column list_id uuid,
        -- What holds of a record that one person alone has entered.
        add column outcome text check (outcome in ('keep', 'remove', 'enter', 'dismiss', 'same')),
        -- The comparison of the record that it is the same as.
        add column same_as uuid,
        drop constraint entry_comparison_check,
        add constraint somebody_has_entered_it check (first_values is not null or second_values is not null),
        add constraint a_record_of_one_person_is_of_a_list check (list_id is not null or (first_values is not null and second_values is not null)),
        add constraint the_first_entry_is_a_record check (first_values is null
          or (record_id is not null and first_version is not null and first_by is not null)),
        add constraint agrees_where_nothing_differs check ((state = 'agreed')
          = (differing = '{}' and first_values is not null and second_values is not null)),
        add constraint outcome_of_a_record_of_one_person check (case
          when first_values is not null and second_values is not null then outcome is null
          when state <> 'resolved' then outcome is null
          when second_values is null then outcome is not null and outcome in ('keep', 'remove', 'same')
          else outcome is not null and outcome in ('enter', 'dismiss', 'same') end);
      create index entry_comparison_of_list on portal.entry_comparison (list_id) where list_id is not null;
      create index entry_comparison_second_alone on portal.entry_comparison (centre_id, patient_id, form) where first_values is null;
    `);
    await db.query(`
      -- Records of the list of a patient, of one form, that nobody has compared. One that the second person has entered before
      -- the first did waits with that comparison.
      create function portal.uncompared_records(centres int[], only_patient uuid, form text)
      returns table (centre_id int, patient_id uuid, id uuid) language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        return query execute format(
          'select r.centre_id, r.patient_id, r.id from portal.%I r
           where r.centre_id = any ($1) and ($2::uuid is null or r.patient_id = $2)
             and not exists (select from portal.entry_comparison c where c.centre_id = r.centre_id and c.record_id = r.id)
             and not exists (select from portal.entry_comparison c where c.centre_id = r.centre_id and c.patient_id = r.patient_id and c.form = $3
               and c.first_values is null and c.record_id is null and c.state = ''differs''
               and portal.entry_key($3, c.second_values) = portal.entry_key($3, to_jsonb(r)))', table_of_form(form))
          using centres, only_patient, form;
      end $$;

      -- Lists that wait for a second entry by this person, who has never written a record of them; without a person, by anybody.
      create function portal.lists_to_enter_again(centres int[], person text, only_patient uuid, only_form text)
      returns table (centre_id int, patient_id uuid, patient_code text, form text)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        rule record;
      begin
        for rule in select s.id, s.code, d.share_percent, f.name, table_of_form(f.name) as form_table
          from double_entry_rule d join study s on s.id = d.study_id cross join unnest(d.forms) f(name)
          where key_of_form(f.name) is not null and (only_form is null or f.name = only_form)
            and exists (select from centre c where c.study_id = s.id and c.id = any (centres)) loop
          return query select p.centre_id, p.id, p.code, rule.name
            from patient p join centre c on c.id = p.centre_id and c.study_id = rule.id
            where p.centre_id = any (centres) and (only_patient is null or p.id = only_patient) and is_drawn(rule.code, p.id, rule.share_percent)
              and (p.centre_id, p.id) in (select u.centre_id, u.patient_id from uncompared_records(centres, only_patient, rule.name) u)
              and not exists (select from audit_entry a where a.centre_id = p.centre_id and a.patient_id = p.id
                and a.form = rule.form_table and a.user_id = person);
        end loop;
      end $$;

      create or replace function portal.records_to_enter_again(centres int[], person text, only_patient uuid)
      returns table (centre_id int, patient_id uuid, patient_code text, record_id uuid, form text)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        rule record;
        form_table text;
      begin
        for rule in select s.id, s.code, d.share_percent, f.name from double_entry_rule d join study s on s.id = d.study_id
          cross join unnest(d.forms) f(name)
          where key_of_form(f.name) is null and exists (select from centre c where c.study_id = s.id and c.id = any (centres)) loop
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

      create or replace function portal.second_entry_tasks(study int)
      returns table (centre_id int, patient_id uuid, patient_code text, form text, entered_at timestamptz)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        of_study int[] := array(select c.id from centre c where c.study_id = study);
        second int[] := array(select unnest(of_study) intersect select unnest(second_entry_centres()));
        -- Whoever reads records sees what waits for anybody.
        readable int[] := array(select unnest(of_study) intersect select unnest(readable_centres()));
      begin
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from records_to_enter_again(second, asking_user(), null) w;
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from lists_to_enter_again(second, asking_user(), null, null) w;
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from records_to_enter_again(readable, null, null) w;
        return query select w.centre_id, w.patient_id, w.patient_code, w.form, null::timestamptz
          from lists_to_enter_again(readable, null, null, null) w;
        return query select e.centre_id, e.patient_id, p.code, e.form, e.entered_at
          from second_entry e join patient p on p.centre_id = e.centre_id and p.id = e.patient_id
          where e.centre_id = any (second) and e.user_id = asking_user();
        return query select e.centre_id, e.patient_id, p.code, e.form, e.entered_at
          from second_entry_list e join patient p on p.centre_id = e.centre_id and p.id = e.patient_id
          where e.centre_id = any (second) and e.user_id = asking_user();
      end $$;

      -- What was entered a second time of a list before, by whomever: of one that waits for the asker. Nothing of the first entry.
      create function portal.second_entries_before(study int, patient uuid, of_form text) returns setof jsonb
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        centres int[] := array(select c.id from centre c where c.study_id = study intersect select unnest(second_entry_centres()));
      begin
        if not exists (select from lists_to_enter_again(centres, asking_user(), patient, of_form)) then return; end if;
        return query select r.value from second_entry_list e cross join jsonb_array_elements(e.records) with ordinality r(value, n)
          where e.centre_id = any (centres) and e.patient_id = patient and e.form = of_form order by e.entered_at, e.id, r.n;
      end $$;
    `);
    await db.query(`
      create function portal.begin_second_entry_list() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        -- Of two who hand in the same list, and of whoever adds to it meanwhile, one waits for the other.
        perform from patient p where p.centre_id = new.centre_id and p.id = new.patient_id for no key update;
        if not exists (select from lists_to_enter_again(array[new.centre_id], new.user_id, new.patient_id, new.form)) then
          raise exception 'the list does not wait for a second entry by this person' using errcode = 'object_not_in_prerequisite_state';
        end if;
        return new;
      end $$;

      -- What differs of two entries, by name; of what the second person was not asked nothing.
      create function portal.differing_names(first jsonb, second jsonb) returns text[] language sql immutable parallel safe
        return (select coalesce(array_agg(key order by key) filter (where coalesce(first -> key, 'null') <> value), '{}') from jsonb_each(second));

      create function portal.compare_entry_lists() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        form_table text := table_of_form(new.form);
        -- Not compared yet, or entered by the first person alone and nobody has decided.
        open_records text := 'r.centre_id = $1 and r.patient_id = $2 and not exists (select from portal.entry_comparison c
          where c.centre_id = r.centre_id and c.record_id = r.id and (c.second_values is not null or c.state <> ''differs''))';
        author text := 'coalesce((select a.user_name from portal.audit_entry a where a.centre_id = r.centre_id and a.patient_id = r.patient_id
          and a.record_id = r.id and a.action = ''create'' order by a.id limit 1), r.updated_by)';
        second jsonb;
        mate record;
        first jsonb;
        differ text[];
      begin
        for second in select value from jsonb_array_elements(new.records) with ordinality order by ordinality loop
          -- Where two records have the key, the one that it is most like.
          execute format(
            'select r.id, r.version, %s as author, portal.audited_columns(portal.with_own(to_jsonb(r))) as entry from portal.%I r
             where %s and portal.entry_key($3, to_jsonb(r)) = portal.entry_key($3, $4)
             order by cardinality(portal.differing_names(portal.audited_columns(portal.with_own(to_jsonb(r))), $4)), r.id limit 1',
            author, form_table, open_records)
            into mate using new.centre_id, new.patient_id, new.form, second;
          if mate.id is not null then
            select jsonb_object_agg(key, coalesce(mate.entry -> key, 'null')) into first from jsonb_each(second);
            differ := differing_names(first, second);
            insert into entry_comparison (centre_id, patient_id, record_id, form, list_id, first_values, first_version, first_by, second_values,
                second_by, differing, state, updated_by)
              values (new.centre_id, new.patient_id, mate.id, new.form, new.id, first, mate.version, mate.author, second, new.entered_by,
                differ, case when differ = '{}' then 'agreed' else 'differs' end, new.updated_by)
              on conflict (centre_id, record_id) do update set list_id = excluded.list_id, first_values = excluded.first_values,
                first_version = excluded.first_version, first_by = excluded.first_by, second_values = excluded.second_values,
                second_by = excluded.second_by, differing = excluded.differing, state = excluded.state, compared_at = now(),
                version = entry_comparison.version + 1, updated_at = now(), updated_by = excluded.updated_by;
          elsif not exists (select from entry_comparison c where c.centre_id = new.centre_id and c.patient_id = new.patient_id
              and c.form = new.form and c.second_values is null and entry_key(new.form, c.first_values) = entry_key(new.form, second)) then
            -- A record that the second person had missed, and of which somebody has decided, is not compared again.
            insert into entry_comparison (centre_id, patient_id, form, list_id, second_values, second_by, differing, state, updated_by)
              values (new.centre_id, new.patient_id, new.form, new.id, second, new.entered_by, '{}', 'differs', new.updated_by);
          end if;
        end loop;
        -- What the second person has not entered.
        execute format(
          'insert into portal.entry_comparison (centre_id, patient_id, record_id, form, list_id, first_values, first_version, first_by, second_by,
             differing, state, updated_by)
           select r.centre_id, r.patient_id, r.id, $3, $4, portal.audited_columns(portal.with_own(to_jsonb(r))), r.version, %s, $5,
             ''{}'', ''differs'', $6
           from portal.%I r join portal.uncompared_records(array[$1], $2, $3) u on u.id = r.id and u.centre_id = r.centre_id order by r.id',
          author, form_table)
          using new.centre_id, new.patient_id, new.form, new.id, new.entered_by, new.updated_by;
        return null;
      end $$;

      -- A record is named by a comparison once, and from then on for good.
      create function portal.keep_compared_record() returns trigger language plpgsql as $$
      begin
        if old.record_id is not null and new.record_id is distinct from old.record_id then
          raise exception 'a comparison keeps its record' using errcode = 'object_not_in_prerequisite_state';
        end if;
        return new;
      end $$;

      -- Both entries go with the record of a patient who is merged into another.
      create or replace function portal.follow_merge_of_entries() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        update second_entry e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        update second_entry_list e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        update entry_comparison e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        return null;
      end $$;

      revoke execute on function portal.uncompared_records, portal.lists_to_enter_again, portal.second_entries_before,
        portal.begin_second_entry_list, portal.compare_entry_lists, portal.keep_compared_record from public;
      grant execute on function portal.second_entries_before to portal_app;
      create trigger begin_second_entry_list before insert on portal.second_entry_list
        for each row execute function portal.begin_second_entry_list();
      create trigger compare_entry_lists after insert on portal.second_entry_list
        for each row execute function portal.compare_entry_lists();
      create trigger keep_compared_record before update of record_id on portal.entry_comparison
        for each row execute function portal.keep_compared_record();
      select portal.audit_rows('second_entry_list');

      alter table portal.second_entry_list enable row level security;
      alter table portal.second_entry_list force row level security;
      create policy owner_keeps on portal.second_entry_list to current_user using (true) with check (true);
      create policy read_own on portal.second_entry_list for select to portal_app
        using (centre_id = any ((select portal.second_entry_centres())::int[]) and user_id = portal.asking_user());
      create policy read_with_records on portal.second_entry_list for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy enter on portal.second_entry_list for insert to portal_app
        with check (centre_id = any ((select portal.second_entry_centres())::int[]) and user_id = portal.asking_user());
      grant select, insert (centre_id, patient_id, form, records, entered_by, updated_by) on portal.second_entry_list to portal_app;
      grant update (outcome, same_as, record_id) on portal.entry_comparison to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
