import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Keeps `subject` equal to `derived_subject`: one deferred trigger brings the rows of the noted patients up to date at
 * commit, in the transaction of the change. What fails there takes the change back.
 *
 * Order at commit, so that nothing stale is stored and no two transactions wait for each other in a circle:
 * 1. the touched patients are locked, by id, and then their studies: shared, or alone where a whole study is derived
 *    again. Two writers of one patient's forms come one after the other from here on;
 * 2. the rows are derived, in a statement of its own: in READ COMMITTED it sees what was committed before the locks;
 * 3. the version of the study is raised. Until the commit no other transaction raises it, so versions follow one another
 *    as they become visible: whoever reads version n sees every row of n and before;
 * 4. the rows are stored with it.
 */
export class StoreTouchedSubjects1764000000021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- By itself, because it reads a study from end to end.
      create or replace function portal.store_studies(studies int[]) returns void language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = on set plan_cache_mode = force_custom_plan as $$
      begin
        insert into portal.subject
          select v.version, d.* from portal.derived_subject d join portal.study_version v on v.study_id = d.study_id
          where d.study_id = any (studies);
        delete from portal.subject_removed r using portal.subject s
          where s.study_id = any (studies) and r.centre_id = s.centre_id and r.id = s.id;
      end $$;

      -- Without sequential scans: a save looks up the rows of one patient, and a plan that was made when a table was small,
      -- or for a study that is nearly all of it, would read the whole table at each. Planned once for each connection: the
      -- derivation takes ten times as long to plan as to run for one patient.
      create or replace function portal.refresh_subjects() returns trigger language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
      declare
        studies int[];
        whole int[];
        centres int[];
        ids uuid[];
        derived portal.derived_subject[];
        study int;
      begin
        with gone as (delete from portal.study_touched t where t.transaction = pg_current_xact_id() returning t.*)
        select array_agg(gone.study_id order by gone.study_id),
          coalesce(array_agg(gone.study_id order by gone.study_id) filter (where gone.whole), '{}')
          into studies, whole from gone;
        -- There is one event per study, and the first has done the work of all.
        if studies is null then return null; end if;
        if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
          raise exception 'a change of a study is committed in READ COMMITTED: % would store what its snapshot shows, which may be past',
            upper(current_setting('transaction_isolation')) using errcode = 'invalid_transaction_state';
        end if;
        with gone as (delete from portal.subject_touched t where t.transaction = pg_current_xact_id() returning t.*)
        select coalesce(array_agg(gone.centre_id order by gone.id), '{}'), coalesce(array_agg(gone.id order by gone.id), '{}')
          into centres, ids from gone where gone.study_id <> all (whole);

        perform from portal.patient p where p.id = any (ids) order by p.id for no key update;
        foreach study in array studies loop
          if study = any (whole) then perform pg_advisory_xact_lock(hashtext('portal.subject'), study);
          else perform pg_advisory_xact_lock_shared(hashtext('portal.subject'), study);
          end if;
        end loop;

        derived := array(select d from portal.derived_subject d where d.id = any (ids) and d.study_id <> all (whole));

        insert into portal.study_version as v (study_id, version) select s, 1 from unnest(studies) s order by s
          on conflict (study_id) do update set version = v.version + 1, changed_at = clock_timestamp(), raised_in = excluded.raised_in
          where v.raised_in <> excluded.raised_in;

        if cardinality(whole) > 0 then
          select centres || coalesce(array_agg(stored.centre_id order by stored.id), '{}'),
            ids || coalesce(array_agg(stored.id order by stored.id), '{}') into centres, ids
            from (select distinct s.centre_id, s.id from portal.subject s where s.study_id = any (whole)) stored;
        end if;
        with gone as (
          delete from portal.subject s using unnest(centres, ids) t(centre_id, id)
            where s.centre_id = t.centre_id and s.id = t.id returning s.study_id, s.centre_id, s.id
        )
        insert into portal.subject_removed as r
          select distinct g.study_id, g.centre_id, g.id, v.version
          from gone g join portal.study_version v on v.study_id = g.study_id
          where not exists (
            select from portal.patient p join portal.centre c on c.id = p.centre_id
            where p.centre_id = g.centre_id and p.id = g.id and c.study_id = g.study_id
          )
          on conflict (centre_id, id) do update set study_id = excluded.study_id, data_version = excluded.data_version;
        insert into portal.subject
          select v.version, d.* from unnest(derived) d join portal.study_version v on v.study_id = d.study_id;
        delete from portal.subject_removed r using unnest(derived) d where r.centre_id = d.centre_id and r.id = d.id;
        if cardinality(whole) > 0 then perform portal.store_studies(whole); end if;
        return null;
      end $$;
      drop trigger if exists refresh on portal.study_touched;
      create constraint trigger refresh after insert on portal.study_touched deferrable initially deferred
        for each row execute function portal.refresh_subjects();
      revoke execute on function portal.store_studies, portal.refresh_subjects from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
