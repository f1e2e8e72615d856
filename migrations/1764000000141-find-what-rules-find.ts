import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Rules over the records of a study: what it has switched on, what they found at which record, what may stay and why, and the
 * queries that they raised. A run finds; one function at its end stores what was found, raises queries and closes them, in
 * the transaction that ends the run.
 *
 * The worker reads records of a study only in a transaction that names a run of it that is under way.
 */
export class FindWhatRulesFind1764000000141 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- How a study deals with a rule of the portal, if it has decided; and its own rules.
      create table portal.quality_rule (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study,
        -- Of a rule of the portal; null for one of the study.
        name text,
        label_en text check (length(btrim(label_en)) between 1 and 120),
        label_zh text check (length(btrim(label_zh)) between 1 and 120),
        -- A selection of patients over the variables of the analysis row.
        condition jsonb,
        is_on boolean not null default true,
        raises_query boolean not null default false,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (num_nonnulls(label_en, label_zh, condition) = case when name is null then 3 else 0 end)
      );
      create unique index quality_rule_name on portal.quality_rule (study_id, name);
      create unique index quality_rule_label_en on portal.quality_rule (study_id, lower(label_en));
      create unique index quality_rule_label_zh on portal.quality_rule (study_id, lower(label_zh));
      select portal.audit_rows_of_study('quality_rule', 'name', 'label_en');

      create table portal.quality_schedule (
        id uuid primary key default gen_random_uuid(),
        study_id int not null unique references portal.study,
        nightly boolean not null,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );
      select portal.audit_rows_of_study('quality_schedule', 'nightly');

      create table portal.quality_run (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study,
        cause text not null default 'asked' check (cause in ('asked', 'nightly')),
        status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
        priority smallint not null default 0 check (priority between -10 and 10),
        attempt int not null default 0,
        stage text,
        done int,
        total int,
        error_code text,
        error_message text,
        requested_by text not null,
        queued_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );
      create index quality_run_study on portal.quality_run (study_id, queued_at);
      -- One at a time.
      create unique index quality_run_once on portal.quality_run (study_id) where status in ('queued', 'running');
      create trigger audit_asked after insert on portal.quality_run
        for each row execute function portal.write_audit_of_study('cause');
      create trigger audit_ended after update on portal.quality_run
        for each row when (old.status is distinct from new.status and new.status in ('done', 'failed', 'cancelled'))
        execute function portal.write_audit_of_study('cause');

      -- What a finding is: the same place with the same values is the same one.
      create function portal.finding_key(patient uuid, rule text, form text, record uuid, field text, recorded text, expected text)
      returns text language sql immutable parallel safe
        return md5(patient::text || chr(31) || rule || chr(31) || form || chr(31) || coalesce(record::text, chr(30)) || chr(31)
          || coalesce(field, chr(30)) || chr(31) || coalesce(recorded, chr(30)) || chr(31) || coalesce(expected, chr(30)));

      create table portal.quality_finding (
        id uuid primary key default gen_random_uuid(),
        place bigint not null generated always as identity,
        centre_id int not null,
        patient_id uuid not null,
        -- The name of a rule of the portal, or the id of one of the study.
        rule text not null,
        form text not null,
        -- Null: of the form as a whole.
        record_id uuid,
        field text,
        recorded text,
        expected text,
        key text not null generated always as (portal.finding_key(patient_id, rule, form, record_id, field, recorded, expected)) stored,
        -- The run that found it first.
        first_run_id uuid not null,
        first_found_at timestamptz not null default now(),
        unique (centre_id, key)
      );
      create index quality_finding_list on portal.quality_finding (centre_id, rule, place);

      -- What a run under way has found so far.
      create unlogged table portal.quality_found (
        run_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        rule text not null,
        form text not null,
        record_id uuid,
        field text,
        recorded text,
        expected text,
        key text not null generated always as (portal.finding_key(patient_id, rule, form, record_id, field, recorded, expected)) stored
      );

      -- Why a finding may stay. With another value it is another finding.
      create table portal.quality_exception (
        id uuid primary key default gen_random_uuid(),
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        rule text not null,
        form text not null,
        record_id uuid,
        field text,
        recorded text,
        expected text,
        key text not null generated always as (portal.finding_key(patient_id, rule, form, record_id, field, recorded, expected)) stored,
        reason text not null check (length(btrim(reason)) between 1 and 500),
        excepted_at timestamptz not null default now(),
        excepted_by text not null,
        user_id text not null default portal.asker(),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, key)
      );
      select portal.audit_rows('quality_exception');

      -- The query that a rule has raised for a finding: none is raised again for the same one, even if somebody closed it.
      create table portal.quality_query (
        centre_id int not null references portal.centre,
        key text not null,
        rule text not null,
        query_id uuid not null,
        primary key (centre_id, key)
      );
    `);
    await db.query(`
      -- The centres whose records the worker may read in this transaction.
      create function portal.checked_centres() returns int[]
      language sql stable security definer set search_path = portal, pg_temp as $$
        select coalesce(array_agg(c.id), '{}') from quality_run r join centre c on c.study_id = r.study_id
        where r.id = nullif(current_setting('app.quality_run', true), '')::uuid and r.status = 'running'
      $$;
      revoke execute on function portal.checked_centres from public;
      grant execute on function portal.checked_centres to portal_worker;

      -- For the table of a form.
      create function portal.check_rows(table_name text) returns void language plpgsql as $$
      begin
        execute format('create policy worker_checks on portal.%I for select to portal_worker
          using (centre_id = any ((select portal.checked_centres())::int[]))', table_name);
        execute format('grant select on portal.%I to portal_worker', table_name);
      end $$;
      revoke execute on function portal.check_rows(text) from public;
      do $$
      declare
        form_table text;
      begin
        for form_table in select distinct r.relname::text from pg_trigger g join pg_class r on r.oid = g.tgrelid
          where g.tgfoid = 'portal.note_records()'::regprocedure and r.relname not in ('slide', 'imported_score') loop
          perform portal.check_rows(form_table);
        end loop;
      end $$;
      select portal.check_rows('patient');
      select portal.check_rows('subject');
      select portal.check_rows('confirmed_value');
      grant select on portal.contradiction to portal_worker;
      grant select (id, recipe_id, unused_forms) on portal.study to portal_worker;
      grant select (study_id) on portal.centre to portal_worker;
      create policy worker_reads on portal.study_field for select to portal_worker using (true);
      grant select on portal.study_field to portal_worker;
      create policy worker_reads on portal.quality_rule for select to portal_worker using (true);
      grant select on portal.quality_rule to portal_worker;
      alter table portal.quality_found enable row level security;
      alter table portal.quality_found force row level security;
      create policy owner_keeps on portal.quality_found to current_user using (true) with check (true);
      create policy worker_finds on portal.quality_found to portal_worker
        using (centre_id = any ((select portal.checked_centres())::int[]))
        with check (centre_id = any ((select portal.checked_centres())::int[])
          and run_id = nullif(current_setting('app.quality_run', true), '')::uuid);
      grant select, insert, delete on portal.quality_found to portal_worker;

      -- Of the centres that are checked, where the treatment record differs from what was given: a view of the moment, which
      -- later migrations may make anew.
      create function portal.checked_treatment() returns table (centre_id int, patient_id uuid, record_id uuid, field text, recorded text, given text)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        centres int[] := checked_centres();
      begin
        return query select d.centre_id, d.patient_id, t.id, d.field, d.recorded, d.given from treatment_difference d
          join treatment t on t.centre_id = d.centre_id and t.patient_id = d.patient_id where d.centre_id = any (centres);
      end $$;
      revoke execute on function portal.checked_treatment from public;
      grant execute on function portal.checked_treatment to portal_worker;

      -- What follows from a date of birth, which nobody reads here: nothing that identifies is returned.
      create function portal.identity_findings(run uuid)
      returns table (rule text, centre_id int, patient_id uuid, record_id uuid, recorded text, expected text)
      language sql stable security definer set search_path = portal, pg_temp as $$
        with known as (
          select i.centre_id, i.patient_id, p.code, i.date_of_birth, d.id as record_id, d.sex, d.age_years, t.started_on,
            coalesce(d.enrolled_on, t.started_on) as age_on
          from quality_run r join centre c on c.study_id = r.study_id
          join patient_identity i on i.centre_id = c.id
          join patient p on p.centre_id = i.centre_id and p.id = i.patient_id
          join demographics d on d.centre_id = i.centre_id and d.patient_id = i.patient_id
          left join treatment t on t.centre_id = i.centre_id and t.patient_id = i.patient_id
          where r.id = run and r.status = 'running' and i.date_of_birth is not null
        )
        select 'ageDiffers', k.centre_id, k.patient_id, k.record_id, k.age_years::text, null
        from known k where k.age_years <> extract(year from age(k.age_on, k.date_of_birth))
        union all
        select 'duplicatePatient', t.centre_id, t.patient_id, t.record_id, t.code, t.other from (
          select k.*, coalesce(lag(k.code) over w, lead(k.code) over w) as other
          from known k where k.started_on is not null
          window w as (partition by k.centre_id, k.date_of_birth, k.sex, k.started_on order by k.code)
        ) t where t.other is not null
      $$;
      revoke execute on function portal.identity_findings from public;
      grant execute on function portal.identity_findings to portal_worker;

      -- Stores what a run has found; raises a query for what is new under a rule that asks, and closes those whose finding is
      -- gone or excepted.
      -- rules: [{ "name", "by", "text" }] of those that raise queries; most: how many are raised by one run.
      create function portal.settle_quality(run uuid, rules jsonb, gone text, most int) returns void
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        study int;
        centres int[];
      begin
        select r.study_id, array(select c.id from centre c where c.study_id = r.study_id) into study, centres
          from quality_run r where r.id = run and r.status = 'done' and r.finished_at = now();
        if study is null then raise exception 'the run does not end in this transaction' using errcode = 'object_not_in_prerequisite_state'; end if;

        -- Nothing is known yet of rows that were just added, and a plan for few takes forever with many.
        analyze quality_found;
        delete from quality_finding f where f.centre_id = any (centres)
          and not exists (select from quality_found x where x.run_id = run and x.centre_id = f.centre_id and x.key = f.key);
        insert into quality_finding (centre_id, patient_id, rule, form, record_id, field, recorded, expected, first_run_id)
          select x.centre_id, x.patient_id, x.rule, x.form, x.record_id, x.field, x.recorded, x.expected, run
          from quality_found x join patient p on p.centre_id = x.centre_id and p.id = x.patient_id
          where x.run_id = run
            and not exists (select from quality_finding f where f.centre_id = x.centre_id and f.key = x.key)
          order by x.rule collate "C", p.code collate "C", x.form collate "C", x.record_id, x.field collate "C"
          on conflict (centre_id, key) do nothing;
        delete from quality_found x where x.run_id = run
          or not exists (select from quality_run r where r.id = x.run_id and r.status in ('queued', 'running'));

        -- A message names the version that was read: whoever writes to these queries waits for the end.
        perform from data_query q where q.id in (select s.query_id from quality_query s where s.centre_id = any (centres)) for no key update;
        with ended as (
          delete from quality_query s where s.centre_id = any (centres) and (
            not exists (select from quality_finding f where f.centre_id = s.centre_id and f.key = s.key)
            or exists (select from quality_exception e where e.centre_id = s.centre_id and e.key = s.key))
          returning s.query_id
        )
        insert into data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
          select q.id, q.centre_id, q.patient_id, 'closed', gone, q.version, q.raised_by
          from ended e join data_query q on q.id = e.query_id where q.state <> 'closed';

        with asked as materialized (
          select f.centre_id, f.patient_id, f.rule, f.form, f.record_id, f.field, f.key, gen_random_uuid() as id, r.by,
            r.text || case when f.recorded is null and f.expected is null then ''
              else ' (' || coalesce(f.recorded, '–') || coalesce(' → ' || f.expected, '') || ')' end as question
          from jsonb_to_recordset(rules) as r(name text, by text, text text)
          join quality_finding f on f.rule = r.name and f.centre_id = any (centres)
          where not exists (select from quality_query s where s.centre_id = f.centre_id and s.key = f.key)
            and not exists (select from quality_exception e where e.centre_id = f.centre_id and e.key = f.key)
            and not exists (select from holds_on(f.centre_id, f.patient_id, f.record_id) h where h.kind = 'locked')
          order by f.place limit most
        ), noted as (
          insert into quality_query (centre_id, key, rule, query_id) select a.centre_id, a.key, a.rule, a.id from asked a
        ), raised as (
          insert into data_query (id, centre_id, patient_id, form, record_id, field, raised_by, updated_by)
            select a.id, a.centre_id, a.patient_id, a.form, a.record_id, a.field, a.by, a.by from asked a
        )
        insert into data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
          select a.id, a.centre_id, a.patient_id, 'raised', a.question, 1, a.by from asked a;
      end $$;
      revoke execute on function portal.settle_quality from public;
      grant execute on function portal.settle_quality to portal_worker;

      -- Reasons and exceptions go with the records of a patient who is merged into another.
      create function portal.follow_merge_of_quality() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        update confirmed_value v set patient_id = new.merged_into where v.centre_id = new.centre_id and v.patient_id = new.id;
        update quality_exception e set patient_id = new.merged_into where e.centre_id = new.centre_id and e.patient_id = new.id;
        delete from quality_finding f where f.centre_id = new.centre_id and f.patient_id = new.id;
        return null;
      end $$;
      revoke execute on function portal.follow_merge_of_quality from public;
      create trigger follow_merge_of_quality after insert on portal.removed_record
        for each row when (new.form = 'patient' and new.merged_into is not null) execute function portal.follow_merge_of_quality();

      -- Adds a run for each study that asks for one every night, once after two o'clock. The worker gives it a job as it does
      -- for every run without one.
      create function portal.queue_nightly_checks() returns int
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        due timestamptz := date_trunc('day', now()) + interval '2 hours';
        added int;
      begin
        if now() < due then return 0; end if;
        perform set_config('app.user_id', 'worker', true), set_config('app.user_name', 'portal worker', true);
        insert into quality_run (study_id, cause, requested_by, updated_by)
          select n.study_id, 'nightly', 'portal', 'worker' from quality_schedule n join study s on s.id = n.study_id
          where n.nightly and s.closed_at is null
            and not exists (select from quality_run r where r.study_id = n.study_id and r.queued_at >= due)
          on conflict do nothing;
        get diagnostics added = row_count;
        return added;
      end $$;
      revoke execute on function portal.queue_nightly_checks from public;
      grant execute on function portal.queue_nightly_checks to portal_worker;
    `);
    for (const table of ['quality_rule', 'quality_schedule', 'quality_run']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_with_records on portal.${table} for select to portal_app using (
          exists (select from portal.centre c where c.study_id = ${table}.study_id
            and c.id = any ((select portal.readable_centres())::int[]))
          ${table === 'quality_run' ? '' : "or portal.may_in_study('manageStudy', study_id)"});
        grant select on portal.${table} to portal_app;
      `);
    }
    for (const table of ['quality_rule', 'quality_schedule']) {
      await db.query(`
        create policy manage on portal.${table} to portal_app
          using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
        grant insert, update on portal.${table} to portal_app;
      `);
    }
    await db.query(`
      create policy ask_where_queries_are_raised on portal.quality_run for insert to portal_app
        with check (status = 'queued' and cause = 'asked' and exists (select from portal.centre c
          where c.study_id = quality_run.study_id and c.id = any ((select portal.raising_centres())::int[])));
      create policy cancel_where_queries_are_raised on portal.quality_run for update to portal_app
        using (exists (select from portal.centre c
          where c.study_id = quality_run.study_id and c.id = any ((select portal.raising_centres())::int[])))
        with check (status = 'cancelled');
      grant insert (id, study_id, requested_by, updated_by), update (status, finished_at, version, updated_at, updated_by)
        on portal.quality_run to portal_app;
      select portal.hand_to_worker('quality_run');
    `);
    for (const table of ['quality_finding', 'quality_exception', 'quality_query']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy owner_keeps on portal.${table} to current_user using (true) with check (true);
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
        grant select on portal.${table} to portal_app;
      `);
    }
    await db.query(`
      create policy except_in_own_centre on portal.quality_exception for insert to portal_app
        with check (centre_id = any ((select portal.raising_centres())::int[]) and user_id = portal.asker());
      create policy withdraw_in_own_centre on portal.quality_exception for delete to portal_app
        using (centre_id = any ((select portal.raising_centres())::int[]));
      grant delete, insert (centre_id, patient_id, rule, form, record_id, field, recorded, expected, reason, excepted_by, updated_by)
        on portal.quality_exception to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
