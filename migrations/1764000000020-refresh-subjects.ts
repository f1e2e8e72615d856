import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Notes what an open transaction touches, through whatever door a change comes: statement triggers name the patients,
 * row triggers of the settings their study. The next migration brings the rows of the noted up to date at commit.
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
      revoke execute on function portal.note_studies, portal.note_subjects, portal.note_patients, portal.note_records,
        portal.note_settings, portal.note_study, portal.note_centre, portal.note_compared_recipe, portal.note_slide_work,
        portal.note_truncation from public;
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
