import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Keeps `subject` equal to `derived_subject` through whatever door a change comes: statement triggers note the touched
 * patients, and one deferred trigger brings their rows up to date at commit, in the transaction of the change. What fails
 * there takes the change back.
 *
 * Order at commit, so that nothing stale is stored and no two transactions wait for each other in a circle:
 * 1. the touched patients are locked, by id, and then their studies: shared, or alone where a whole study is derived
 *    again. Two writers of one patient's forms come one after the other from here on;
 * 2. the rows are derived, in a statement of its own: in READ COMMITTED it sees what was committed before the locks;
 * 3. the version of the study is raised. Until the commit no other transaction raises it, so versions follow one another
 *    as they become visible: whoever reads version n sees every row of n and before;
 * 4. the rows are stored with it.
 */
export class RefreshSubjects1764000000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What the open transactions have touched. Unlogged: after a crash there is no open transaction.
      create unlogged table portal.subject_touched (
        transaction xid8 not null,
        study_id int not null,
        centre_id int not null,
        id uuid not null,
        primary key (transaction, centre_id, id)
      );
      alter table portal.subject_touched enable row level security;
      alter table portal.subject_touched force row level security;
      create policy owner_keeps on portal.subject_touched for all to current_user using (true) with check (true);
      create unlogged table portal.study_touched (
        transaction xid8 not null,
        study_id int not null,
        -- Every patient of the study is derived again.
        whole boolean not null,
        primary key (transaction, study_id)
      );

      create function portal.note_studies(studies int[], is_whole boolean) returns void language sql
        security definer set search_path = portal, pg_temp
      begin atomic
        insert into portal.study_touched as noted
          select distinct pg_current_xact_id(), study_id, is_whole from unnest(studies) study_id where study_id is not null
          on conflict (transaction, study_id) do update set whole = true where excluded.whole and not noted.whole;
      end;

      create function portal.note_subjects(centres int[], ids uuid[]) returns void language sql
        security definer set search_path = portal, pg_temp
      begin atomic
        insert into portal.subject_touched
          select distinct pg_current_xact_id(), c.study_id, t.centre_id, t.id
          from unnest(centres, ids) t(centre_id, id) join portal.centre c on c.id = t.centre_id
          on conflict do nothing;
        select portal.note_studies(array(select c.study_id from portal.centre c where c.id = any(centres)), false);
      end;

      create function portal.note_patients() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op <> 'INSERT' then
          perform portal.note_subjects(array_agg(centre_id), array_agg(id)) from was having count(*) > 0;
        end if;
        if tg_op <> 'DELETE' then
          perform portal.note_subjects(array_agg(centre_id), array_agg(id)) from becomes having count(*) > 0;
        end if;
        return null;
      end $$;

      create function portal.note_records() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op <> 'INSERT' then
          perform portal.note_subjects(array_agg(centre_id), array_agg(patient_id)) from was having count(*) > 0;
        end if;
        if tg_op <> 'DELETE' then
          perform portal.note_subjects(array_agg(centre_id), array_agg(patient_id)) from becomes having count(*) > 0;
        end if;
        return null;
      end $$;

      -- What a study answers with beside its patients' rows: names, arms, thresholds.
      create function portal.note_settings() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op = 'INSERT' then
          perform portal.note_studies(array_agg(study_id), false) from becomes;
        elsif tg_op = 'DELETE' then
          perform portal.note_studies(array_agg(study_id), false) from was;
        else
          perform portal.note_studies(array_agg(study_id), false)
            from ((table becomes except table was) union all (table was except table becomes)) differing;
        end if;
        return null;
      end $$;

      create function portal.note_study() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op = 'UPDATE' and old is not distinct from new then return null; end if;
        perform portal.note_studies(array[old.id, new.id],
          tg_op = 'UPDATE' and (old.id, old.cutoff_on, old.recipe_id) is distinct from (new.id, new.cutoff_on, new.recipe_id));
        return null;
      end $$;

      create function portal.note_centre() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op = 'UPDATE' and old is not distinct from new then return null; end if;
        perform portal.note_studies(array[old.study_id, new.study_id],
          tg_op = 'UPDATE' and (old.id, old.study_id, old.code) is distinct from (new.id, new.study_id, new.code));
        return null;
      end $$;

      create function portal.note_compared_recipe() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform portal.note_studies(array[old.study_id, new.study_id], true);
        return null;
      end $$;

      -- Images, outlines and scores: no part of a patient's analysis row, and answers count them.
      create function portal.note_slide_work() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform portal.note_studies(array(select study_id from portal.centre where id in (old.centre_id, new.centre_id)), false);
        return null;
      end $$;

      create function portal.note_truncation() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform portal.note_studies(array(select id from portal.study union select study_id from portal.study_version), true);
        return null;
      end $$;
    `);

    await db.query(`
      create function portal.refresh_subjects() returns trigger language plpgsql security definer
        set search_path = portal, pg_temp set jit = off as $$
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

        with gone as (
          delete from portal.subject s using unnest(centres, ids) t(centre_id, id)
            where s.centre_id = t.centre_id and s.id = t.id returning s.study_id, s.centre_id, s.id
        ), wholly_gone as (
          delete from portal.subject s where s.study_id = any (whole) returning s.study_id, s.centre_id, s.id
        )
        insert into portal.subject_removed as r
          select distinct g.study_id, g.centre_id, g.id, v.version
          from (table gone union all table wholly_gone) g join portal.study_version v on v.study_id = g.study_id
          where not exists (
            select from portal.patient p join portal.centre c on c.id = p.centre_id
            where p.centre_id = g.centre_id and p.id = g.id and c.study_id = g.study_id
          )
          on conflict (centre_id, id) do update set study_id = excluded.study_id, data_version = excluded.data_version;
        insert into portal.subject
          select v.version, d.* from unnest(derived) d join portal.study_version v on v.study_id = d.study_id;
        delete from portal.subject_removed r using unnest(derived) d where r.centre_id = d.centre_id and r.id = d.id;
        if cardinality(whole) > 0 then
          insert into portal.subject
            select v.version, d.* from portal.derived_subject d join portal.study_version v on v.study_id = d.study_id
            where d.study_id = any (whole);
          delete from portal.subject_removed r using portal.subject s
            where s.study_id = any (whole) and r.centre_id = s.centre_id and r.id = s.id;
        end if;
        return null;
      end $$;
      create constraint trigger refresh after insert on portal.study_touched deferrable initially deferred
        for each row execute function portal.refresh_subjects();

      revoke execute on function portal.note_studies, portal.note_subjects, portal.note_patients, portal.note_records,
        portal.note_settings, portal.note_study, portal.note_centre, portal.note_compared_recipe, portal.note_slide_work,
        portal.note_truncation, portal.refresh_subjects from public;
    `);

    await db.query(watchStatements('patient', 'note_patients'));
    for (const form of forms) await db.query(watchStatements(form, 'note_records'));
    for (const table of settings) await db.query(watchStatements(table, 'note_settings'));
    await db.query(`
      create trigger note after insert or update or delete on portal.study for each row execute function portal.note_study();
      create trigger note after insert or update or delete on portal.centre for each row execute function portal.note_centre();
      create trigger note after insert or update or delete on portal.compared_recipe
        for each row execute function portal.note_compared_recipe();
      create trigger note after insert or update or delete on portal.slide_file for each row execute function portal.note_slide_work();
      create trigger note after insert or update or delete on portal.roi for each row execute function portal.note_slide_work();
      create trigger note after update on portal.inference for each row
        when (new.status = 'done' and old.status is distinct from new.status) execute function portal.note_slide_work();
    `);
    for (const table of ['patient', ...forms, ...settings, 'study', 'centre', 'compared_recipe']) {
      await db.query(`create trigger note_truncation after truncate on portal.${table}
        for each statement execute function portal.note_truncation()`);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const forms = [
  'demographics',
  'eligibility',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
  'slide',
  'imported_score',
] as const;

const settings = ['study_arm', 'score_threshold', 'evaluation_set_note'] as const;

function watchStatements(table: string, note: string): string {
  return `
    create trigger note_added after insert on portal.${table} referencing new table as becomes
      for each statement execute function portal.${note}();
    create trigger note_changed after update on portal.${table} referencing old table as was new table as becomes
      for each statement execute function portal.${note}();
    create trigger note_removed after delete on portal.${table} referencing old table as was
      for each statement execute function portal.${note}();
  `;
}
