import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The missing values of a record are stored in one row instead of one each: sixteen for each patient of a study are most of
 * what its rules find, and most of what a run took was storing them with three indexes. Each is a finding of its own still,
 * in `portal.single_finding`, with the key that it had, and so with its exception and its query.
 */
export class FindingsOfARecordInOneRow1764000000192 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of a run under way: the next one finds it again.
      truncate portal.quality_found;
    `);
    for (const table of ['quality_found', 'quality_finding']) {
      await db.query(`
        -- One field and its values, or the fields of a record that the rule found without any: those have no key in common.
        alter table portal.${table} drop column key, add fields text[],
          add check (fields is null or (cardinality(fields) > 0 and record_id is not null
            and num_nonnulls(field, recorded, expected) = 0));
        alter table portal.${table} add key uuid generated always as (case when fields is null
          then portal.finding_key(patient_id, rule, form, record_id, field, recorded, expected) end) stored;
      `);
    }
    await db.query(`
      with before as (
        delete from portal.quality_finding where rule = 'missingValue' returning *
      )
      insert into portal.quality_finding (centre_id, patient_id, rule, form, record_id, fields, first_run_id, first_found_at)
        select centre_id, patient_id, rule, form, record_id, array_agg(field order by field collate "C"), first_run_id,
          min(first_found_at)
        from before group by centre_id, patient_id, rule, form, record_id, first_run_id order by min(place);
      create unique index quality_finding_key on portal.quality_finding (centre_id, key) where fields is null;
      -- What one run found first in a record.
      create unique index quality_finding_record on portal.quality_finding (record_id, rule, first_run_id)
        where fields is not null;

      -- Each finding on its own. Its id is that of its row, and with several in a row the field behind it.
      create view portal.single_finding with (security_invoker = true) as
        select f.id::text || case when f.fields is null then '' else '.' || n.field end as id, f.id as row_id, f.place,
          n.part::int as part, f.centre_id, f.patient_id, f.rule, f.form, f.record_id, n.field, f.recorded, f.expected,
          coalesce(f.key, portal.finding_key(f.patient_id, f.rule, f.form, f.record_id, n.field, null, null)) as key,
          f.first_run_id, f.first_found_at
        from portal.quality_finding f
        cross join lateral unnest(coalesce(f.fields, array[f.field])) with ordinality n(field, part);
      grant select on portal.single_finding to portal_app;
    `);
    await db.query(`
      create or replace function portal.settle_quality(run uuid, rules jsonb, gone text, most int) returns void
      language plpgsql security definer set search_path = portal, pg_temp set work_mem = '128MB' as $$
      declare
        study int;
        centres int[];
        asking text[] := array(select r.name from jsonb_to_recordset(rules) as r(name text));
      begin
        select r.study_id, array(select c.id from centre c where c.study_id = r.study_id) into study, centres
          from quality_run r where r.id = run and r.status = 'done' and r.finished_at = now();
        if study is null then raise exception 'the run does not end in this transaction' using errcode = 'object_not_in_prerequisite_state'; end if;

        -- Nothing is known yet of rows that were just added, and a plan for few takes forever with many.
        analyze quality_found;
        analyze quality_finding;
        delete from quality_finding f where f.centre_id = any (centres) and f.fields is null
          and not exists (select from quality_found x where x.run_id = run and x.centre_id = f.centre_id and x.key = f.key);
        insert into quality_finding (centre_id, patient_id, rule, form, record_id, field, recorded, expected, first_run_id)
          select x.centre_id, x.patient_id, x.rule, x.form, x.record_id, x.field, x.recorded, x.expected, run
          from quality_found x join patient p on p.centre_id = x.centre_id and p.id = x.patient_id
          where x.run_id = run and x.fields is null
            and not exists (select from quality_finding f where f.centre_id = x.centre_id and f.key = x.key)
          order by x.rule collate "C", p.code collate "C", x.form collate "C", x.record_id, x.field collate "C"
          on conflict (centre_id, key) where fields is null do nothing;

        -- In a record, first what is not found any more goes; where fewer are left than were found, the others are new.
        delete from quality_finding f where f.centre_id = any (centres) and f.fields is not null
          and not exists (select from quality_found x where x.run_id = run and x.centre_id = f.centre_id
            and x.patient_id = f.patient_id and x.record_id = f.record_id and x.rule = f.rule and x.fields && f.fields);
        update quality_finding f set fields = array(
            select n.field from unnest(f.fields) with ordinality n(field, part) where n.field = any (x.fields) order by n.part)
          from quality_found x
          where f.centre_id = any (centres) and f.fields is not null and x.run_id = run and x.record_id = f.record_id
            and x.rule = f.rule and x.fields is not null and not f.fields <@ x.fields;
        insert into quality_finding (centre_id, patient_id, rule, form, record_id, fields, first_run_id)
          select x.centre_id, x.patient_id, x.rule, x.form, x.record_id, case when k.fields is null then x.fields else array(
              select n.field from unnest(x.fields) with ordinality n(field, part)
              where not exists (select from quality_finding f
                where f.record_id = x.record_id and f.rule = x.rule and f.fields is not null and n.field = any (f.fields))
              order by n.part) end, run
          from quality_found x join patient p on p.centre_id = x.centre_id and p.id = x.patient_id
          left join (select f.record_id, f.rule, sum(cardinality(f.fields)) as fields from quality_finding f
            where f.centre_id = any (centres) and f.fields is not null group by f.record_id, f.rule
          ) k on k.record_id = x.record_id and k.rule = x.rule
          where x.run_id = run and x.fields is not null and coalesce(k.fields, 0) < cardinality(x.fields)
          order by x.rule collate "C", p.code collate "C", x.form collate "C", x.record_id;
        delete from quality_found x where x.run_id = run
          or not exists (select from quality_run r where r.id = x.run_id and r.status in ('queued', 'running'));

        -- A message names the version that was read: whoever writes to these queries waits for the end.
        perform from data_query q where q.id in (select s.query_id from quality_query s where s.centre_id = any (centres)) for no key update;
        with ended as (
          delete from quality_query s where s.centre_id = any (centres) and (
            exists (select from quality_exception e where e.centre_id = s.centre_id and e.key = s.key)
            or not exists (select from quality_finding f where f.centre_id = s.centre_id and f.key = s.key and f.fields is null)
            and not exists (select from data_query q
              join quality_finding f on f.record_id = q.record_id and f.fields is not null and q.field = any (f.fields)
              where q.id = s.query_id and f.rule = s.rule
                and finding_key(f.patient_id, f.rule, f.form, f.record_id, q.field, null, null) = s.key))
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
          -- Named once more, so that the findings of no other rule are looked at.
          join single_finding f on f.rule = r.name and f.centre_id = any (centres) and f.rule = any (asking)
          where not exists (select from quality_query s where s.centre_id = f.centre_id and s.key = f.key)
            and not exists (select from quality_exception e where e.centre_id = f.centre_id and e.key = f.key)
            and not exists (select from holds_on(f.centre_id, f.patient_id, f.record_id) h where h.kind = 'locked')
          order by f.place, f.part limit most
        ), noted as (
          insert into quality_query (centre_id, key, rule, query_id) select a.centre_id, a.key, a.rule, a.id from asked a
        ), raised as (
          insert into data_query (id, centre_id, patient_id, form, record_id, field, raised_by, updated_by)
            select a.id, a.centre_id, a.patient_id, a.form, a.record_id, a.field, a.by, a.by from asked a
        )
        insert into data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
          select a.id, a.centre_id, a.patient_id, 'raised', a.question, 1, a.by from asked a;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
