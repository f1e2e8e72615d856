import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a finding is known by is 16 bytes instead of a text of 32 signs. What a run has found is compared with what is known
 * in memory, by plans for as many rows as there are: with many findings the plans for few took most of a run.
 */
export class ShorterKeysOfFindings1764000000191 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.quality_query alter key type uuid using key::uuid;
      -- Of a run under way: the next one finds it again.
      truncate portal.quality_found;
      alter table portal.quality_found drop column key;
      alter table portal.quality_finding drop column key;
      alter table portal.quality_exception drop column key;
      drop function portal.finding_key(uuid, text, text, uuid, text, text, text);
      create function portal.finding_key(patient uuid, rule text, form text, record uuid, field text, recorded text, expected text)
      returns uuid language sql immutable parallel safe
        return md5(patient::text || chr(31) || rule || chr(31) || form || chr(31) || coalesce(record::text, chr(30)) || chr(31)
          || coalesce(field, chr(30)) || chr(31) || coalesce(recorded, chr(30)) || chr(31) || coalesce(expected, chr(30)))::uuid;
    `);
    for (const table of ['quality_found', 'quality_finding', 'quality_exception']) {
      await db.query(`
        alter table portal.${table} add key uuid not null
          generated always as (portal.finding_key(patient_id, rule, form, record_id, field, recorded, expected)) stored;
      `);
    }
    await db.query(`
      alter table portal.quality_finding add unique (centre_id, key);
      alter table portal.quality_exception add unique (centre_id, key);
    `);
    await db.query(`
      create or replace function portal.settle_quality(run uuid, rules jsonb, gone text, most int) returns void
      language plpgsql security definer set search_path = portal, pg_temp set work_mem = '128MB' as $$
      declare
        study int;
        centres int[];
      begin
        select r.study_id, array(select c.id from centre c where c.study_id = r.study_id) into study, centres
          from quality_run r where r.id = run and r.status = 'done' and r.finished_at = now();
        if study is null then raise exception 'the run does not end in this transaction' using errcode = 'object_not_in_prerequisite_state'; end if;

        -- Nothing is known yet of rows that were just added, and a plan for few takes forever with many.
        analyze quality_found;
        analyze quality_finding;
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
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
