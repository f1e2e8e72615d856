import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A changed cut-off, recipe or centre code stores the rows that differ, and others save meanwhile. Order at commit:
 * 1. the touched patients are locked, by id;
 * 2. where whole studies are derived again, they are locked against others who do the same, and only against those; their
 *    rows are derived, and what differs from the stored rows is put aside. Meanwhile others save;
 * 3. the studies are locked: shared, or alone where a whole study was derived. Whoever has saved in it since step 2 has
 *    committed by now, and a later version names these patients: they join the touched;
 * 4. the touched are derived, in a statement of its own: in READ COMMITTED it sees what was committed before the locks;
 * 5. what is out of date is deleted, the version of the study is raised, and the rows are stored with it.
 *
 * A touched patient is stored even if no column differs, because answers also read what its row does not hold: the terms
 * of adverse events. No setting changes those.
 *
 * Until the commit is on disk no other transaction raises the version of the study, so versions follow one another as
 * they become visible: whoever reads version n sees every row of n and before. That wait is the price of a number, so
 * raising it comes last, in the statement that stores the rows of a save.
 */
export class StoreWhatDiffers1764000000026 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function portal.store_studies(int[]);

      -- The functions for whole studies stand by themselves, because they read a study from end to end. What differs is put
      -- aside in pg_temp.subject_differing; returned are the versions that it was compared with, or earlier ones.
      create function portal.derive_studies(studies int[]) returns bigint[] language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = on set plan_cache_mode = force_custom_plan as $$
      declare
        seen bigint[];
        study int;
      begin
        foreach study in array studies loop perform pg_advisory_xact_lock(hashtext('portal.derive_studies'), study); end loop;
        seen := array(
          select coalesce(v.version, 0) from unnest(studies) with ordinality s(id, place)
          left join portal.study_version v on v.study_id = s.id order by s.place
        );
        create temp table subject_differing as
          select d.* from portal.derived_subject d
          left join portal.subject s on s.centre_id = d.centre_id and s.id = d.id and s.recipe_id = d.recipe_id
          left join portal.study_version v on v.study_id = d.study_id
          where d.study_id = any (studies) and (
            s is distinct from row(s.data_version, d.*)::portal.subject
            -- No version of the study: what a rebuild has marked, or somebody tampered with.
            or (s.data_version between 1 and v.version) is not true
          );
        return seen;
      end $$;

      -- The patients that others have changed since these versions.
      create function portal.changed_since(studies int[], versions bigint[]) returns table (centre_id int, id uuid) language sql stable
        security definer set search_path = portal, pg_temp set enable_seqscan = on as $$
        select s.centre_id, s.id from unnest(studies, versions) seen(study_id, version)
          join portal.subject s on s.study_id = seen.study_id and s.data_version > seen.version
        union
        select r.centre_id, r.id from unnest(studies, versions) seen(study_id, version)
          join portal.subject_removed r on r.study_id = seen.study_id and r.data_version > seen.version
      $$;

      -- Deletes the rows that differ and those that are derived no more, and returns the patients that are gone.
      create function portal.clear_studies(studies int[], touched uuid[]) returns portal.subject_removed[] language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = on set plan_cache_mode = force_custom_plan as $$
      declare
        removed portal.subject_removed[];
      begin
        delete from pg_temp.subject_differing d where d.id = any (touched);
        delete from portal.subject s using pg_temp.subject_differing d
          where s.centre_id = d.centre_id and s.id = d.id and s.recipe_id = d.recipe_id;
        with stale as (
          delete from portal.subject s where s.study_id = any (studies) and not exists (
            select from portal.patient p
            join portal.centre c on c.id = p.centre_id
            join (
              select st.id as study_id, st.recipe_id from portal.study st
              union select k.study_id, k.recipe_id from portal.compared_recipe k
            ) kept on kept.study_id = c.study_id
            where p.centre_id = s.centre_id and p.id = s.id and c.study_id = s.study_id and kept.recipe_id = s.recipe_id
          )
          returning s.study_id, s.centre_id, s.id
        )
        select coalesce(array_agg(distinct row(t.study_id, t.centre_id, t.id, 0)::portal.subject_removed), '{}') into removed
          from stale t where not exists (select from portal.patient p where p.centre_id = t.centre_id and p.id = t.id);
        return removed;
      end $$;

      create function portal.store_studies() returns void language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = on set plan_cache_mode = force_custom_plan as $$
      begin
        insert into portal.subject
          select v.version, d.* from pg_temp.subject_differing d join portal.study_version v on v.study_id = d.study_id;
        delete from portal.subject_removed r using pg_temp.subject_differing d where r.centre_id = d.centre_id and r.id = d.id;
        drop table pg_temp.subject_differing;
      end $$;

      -- Without sequential scans: a save looks up the rows of one patient, and a plan that was made when a table was small,
      -- or for a study that is nearly all of it, would read the whole table at each. Planned once for each connection: the
      -- derivation takes ten times as long to plan as to run for one patient.
      create or replace function portal.refresh_subjects() returns trigger language plpgsql security definer
        set search_path = portal, pg_temp set jit = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
      declare
        studies int[];
        whole int[];
        seen bigint[];
        centres int[];
        ids uuid[];
        derived portal.derived_subject[];
        removed portal.subject_removed[];
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
          into centres, ids from gone;

        perform from portal.patient p where p.id = any (ids) order by p.id for no key update;
        if cardinality(whole) > 0 then seen := portal.derive_studies(whole); end if;
        foreach study in array studies loop
          if study = any (whole) then perform pg_advisory_xact_lock(hashtext('portal.subject'), study);
          else perform pg_advisory_xact_lock_shared(hashtext('portal.subject'), study);
          end if;
        end loop;
        if cardinality(whole) > 0 then
          select centres || coalesce(array_agg(c.centre_id), '{}'), ids || coalesce(array_agg(c.id), '{}')
            into centres, ids from portal.changed_since(whole, seen) c;
        end if;

        derived := array(select d from portal.derived_subject d where d.id = any (ids));

        with was as (
          delete from portal.subject s using unnest(centres, ids) t(centre_id, id)
            where s.centre_id = t.centre_id and s.id = t.id returning s.study_id, s.centre_id, s.id
        )
        select coalesce(array_agg(distinct row(was.study_id, was.centre_id, was.id, 0)::portal.subject_removed), '{}') into removed
          from was where not exists (select from portal.patient p where p.centre_id = was.centre_id and p.id = was.id);
        if cardinality(whole) > 0 then removed := removed || portal.clear_studies(whole, ids); end if;
        delete from portal.subject_removed r using unnest(derived) d where r.centre_id = d.centre_id and r.id = d.id;

        with raised as (
          -- A transaction raises it once, however often it refreshes (SET CONSTRAINTS).
          insert into portal.study_version as v (study_id, version) select s, 1 from unnest(studies) s order by s
            on conflict (study_id) do update set version = v.version + (v.raised_in <> excluded.raised_in)::int,
              changed_at = clock_timestamp(), raised_in = excluded.raised_in
            returning v.study_id, v.version
        ),
        noted as (
          insert into portal.subject_removed as r
            select g.study_id, g.centre_id, g.id, raised.version from unnest(removed) g join raised on raised.study_id = g.study_id
            on conflict (centre_id, id) do update set study_id = excluded.study_id, data_version = excluded.data_version
        )
        insert into portal.subject select raised.version, d.* from unnest(derived) d join raised on raised.study_id = d.study_id;
        if cardinality(whole) > 0 then perform portal.store_studies(); end if;
        return null;
      end $$;

      revoke execute on function portal.derive_studies, portal.changed_since, portal.clear_studies, portal.store_studies from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
