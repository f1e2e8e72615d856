import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Studies are made, changed and closed by those who have the right, not by the operator alone. A closed study is read and
 * exported, and nothing is written to it: its centres are taken out of every list of centres that a policy lets write, and
 * so are those of studies that do not use a form out of the list for that form. What the portal itself finishes, such as an
 * interrupted upload, is not held up.
 */
export class ManageStudies1764000000043 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.study
        -- Null: as in English.
        add column name_zh text,
        -- Tables of the forms that the study does not use.
        add column unused_forms text[] not null default '{}',
        add column closed_at timestamptz,
        add column version int not null default 1,
        add column updated_at timestamptz not null default now(),
        add column updated_by text;
      alter table portal.study_arm add column label_zh text;

      insert into portal.role_right (role, right_name) values ('portalAdministrator', 'createStudies');
    `);

    await db.query(`
      create function portal.open_centres(centres int[]) returns int[] language sql stable parallel safe as $$
        select case when current_setting('app.user_id', true) like 'portal:%' then centres else (
          select coalesce(array_agg(c.id), '{}') from portal.centre c join portal.study s on s.id = c.study_id
          where c.id = any (centres) and s.closed_at is null
        ) end
      $$;
      create or replace function portal.writable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.write_centres', true), '')::int[]);
      create or replace function portal.outlinable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.outline_centres', true), '')::int[]);
      create or replace function portal.runnable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.run_centres', true), '')::int[]);
      create or replace function portal.trainable_centres() returns int[] language sql stable parallel safe
        return portal.open_centres(nullif(current_setting('app.training_centres', true), '')::int[]);

      -- The centres for which records of a table may be added: those of open studies that use it.
      create function portal.writable_centres_for(table_name text) returns int[] language sql stable parallel safe as $$
        select coalesce(array_agg(c.id), '{}') from portal.centre c join portal.study s on s.id = c.study_id
        where c.id = any (portal.writable_centres()) and table_name <> all (s.unused_forms)
      $$;

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
        execute format('grant select, insert, update on portal.%I to portal_app', table_name);
      end $$;

      do $$
      declare
        form text;
      begin
        foreach form in array array['demographics', 'eligibility', 'baseline', 'treatment', 'tumour_assessment', 'adverse_event',
          'follow_up', 'slide', 'imported_score'] loop
          execute format('alter policy add_to_own_centre on portal.%I
            with check (centre_id = any ((select portal.writable_centres_for(%L))::int[]))', form, form);
          -- Other forms have one already, or get it with the fields of studies.
          if form in ('slide', 'imported_score') then
            execute format('drop policy if exists owner_reads on portal.%I', form);
            execute format('create policy owner_reads on portal.%I for select to current_user using (true)', form);
          end if;
        end loop;
      end $$;

      -- What is open to somebody, and whether its study is closed.
      drop function portal.access_of_member(text), portal.access_of(text);
      create function portal.access_of(member text)
      returns table (study_id int, study_code text, role text, centres int[], is_closed boolean)
      language sql stable as $$
        select m.study_id, s.code, m.role, array_agg(distinct c.id), s.closed_at is not null
        from portal.membership m
        join portal.study s on s.id = m.study_id
        join portal.centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
        where m.user_id = member
        group by m.study_id, s.code, m.role, s.closed_at
        union all
        select s.id, s.code, 'portalAdministrator', '{}', s.closed_at is not null
        from portal.portal_administrator p, portal.study s where p.user_id = member
        order by 2, 3
      $$;
      create function portal.access_of_member(member text)
      returns table (study_id int, study_code text, role text, centres int[], is_closed boolean)
      language sql stable security definer set search_path = portal, pg_temp as $$ select * from access_of(member) $$;
      revoke execute on function portal.access_of, portal.access_of_member from public;
      grant execute on function portal.access_of_member to portal_app;
    `);

    await db.query(`
      -- The one way by which the application writes what a study is: it may not write these tables itself. Rights in a study
      -- are asked for by a function of a later migration, which plpgsql looks for when it is called.
      create function portal.set_study_lists(study int, settings jsonb) returns void language plpgsql set search_path = portal, pg_temp as $$
      begin
        delete from study_arm a where a.study_id = study
          and a.code not in (select given ->> 'code' from jsonb_array_elements(settings -> 'arms') given);
        insert into study_arm as a (study_id, code, label, label_zh, position)
          select study, given ->> 'code', given ->> 'label', given ->> 'labelZh', place - 1
          from jsonb_array_elements(settings -> 'arms') with ordinality list(given, place)
          on conflict (study_id, code) do update
            set label = excluded.label, label_zh = excluded.label_zh, position = excluded.position
            where (a.label, a.label_zh, a.position) is distinct from (excluded.label, excluded.label_zh, excluded.position);
        delete from centre c where c.study_id = study
          and c.code not in (select given ->> 'code' from jsonb_array_elements(settings -> 'centres') given);
        insert into centre as c (study_id, code, name)
          select study, given ->> 'code', given ->> 'name' from jsonb_array_elements(settings -> 'centres') given
          on conflict (study_id, code) do update set name = excluded.name where c.name <> excluded.name;
      end $$;

      -- Returns its id; null where the code is in use.
      create function portal.add_study(settings jsonb, author text) returns int
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        added int;
      begin
        if session_user = 'portal_app' and not asker_may('createStudies') then
          raise exception 'the right to make studies is missing' using errcode = 'insufficient_privilege';
        end if;
        insert into study (code, name, name_zh, synthetic, month_days, cutoff_on, time_zero, recipe_id, unused_forms, updated_by)
          select settings ->> 'code', settings ->> 'name', settings ->> 'nameZh', (settings ->> 'synthetic')::boolean,
            (settings ->> 'monthDays')::float8, (settings ->> 'cutoffOn')::date, settings ->> 'timeZero',
            (settings ->> 'recipeId')::smallint, array(select jsonb_array_elements_text(settings -> 'unusedForms')), author
          on conflict (code) do nothing returning id into added;
        if added is not null then perform set_study_lists(added, settings); end if;
        return added;
      end $$;

      -- Returns false, and changes nothing, where the version is not the stored one.
      create function portal.change_study(study int, seen int, settings jsonb, author text) returns boolean
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) then
          raise exception 'the right to manage the study is missing' using errcode = 'insufficient_privilege';
        end if;
        if exists (select from study s where s.id = study and s.closed_at is not null) then
          raise exception 'the study is closed' using errcode = 'object_not_in_prerequisite_state';
        end if;
        update study s set name = settings ->> 'name', name_zh = settings ->> 'nameZh', month_days = (settings ->> 'monthDays')::float8,
            cutoff_on = (settings ->> 'cutoffOn')::date, time_zero = settings ->> 'timeZero',
            recipe_id = (settings ->> 'recipeId')::smallint,
            unused_forms = array(select jsonb_array_elements_text(settings -> 'unusedForms')),
            version = s.version + 1, updated_at = now(), updated_by = author
          where s.id = study and s.version = seen;
        if not found then return false; end if;
        perform set_study_lists(study, settings);
        return true;
      end $$;

      -- The same for whether it is closed.
      create function portal.close_study(study int, seen int, closed boolean, author text) returns boolean
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) then
          raise exception 'the right to manage the study is missing' using errcode = 'insufficient_privilege';
        end if;
        update study s set closed_at = case when closed then coalesce(s.closed_at, now()) end, version = s.version + 1,
            updated_at = now(), updated_by = author
          where s.id = study and s.version = seen;
        return found;
      end $$;
      revoke execute on function portal.set_study_lists, portal.add_study, portal.change_study, portal.close_study from public;
      grant execute on function portal.add_study, portal.change_study, portal.close_study to portal_app;

      -- What of a study is in use and can therefore not be taken away, for those who may set it up and may not read records:
      -- codes, names of tables, one date. Nothing for others.
      create function portal.use_of_study(study int)
      returns table (first_enrolled_on date, arms text[], centres text[], forms text[])
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        ids int[] := array(select c.id from centre c where c.study_id = study);
        form text;
        is_used boolean;
      begin
        if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) then return; end if;
        select min(t.day) into first_enrolled_on from (
          select d.enrolled_on as day from demographics d where d.centre_id = any (ids)
          union all select r.started_on from treatment r where r.centre_id = any (ids)
        ) t;
        arms := array(select distinct r.arm from treatment r where r.centre_id = any (ids) and r.arm is not null order by 1);
        centres := array(
          select c.code from centre c where c.study_id = study and (
            exists (select from patient p where p.centre_id = c.id) or exists (select from membership m where m.centre_id = c.id)
            or exists (select from invitation i where i.centre_id = c.id)
          ) order by 1
        );
        forms := '{}';
        -- The tables of forms are those whose changes touch the analysis row.
        for form in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure order by 1 loop
          execute format('select exists (select from portal.%I where centre_id = any ($1))', form) into is_used using ids;
          if is_used then forms := forms || form; end if;
        end loop;
        return next;
      end $$;
      revoke execute on function portal.use_of_study from public;
      grant execute on function portal.use_of_study to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
