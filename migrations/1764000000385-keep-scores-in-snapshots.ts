import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A snapshot also keeps what evaluations read beside the analysis row: a patient's slides with their sets, scores of other
 * systems, the newest finished run of each model on each slide, and of the study which score of a patient counts and the
 * thresholds that it declares. So the numbers of a paper's model are recomputed of the same moment as all others.
 *
 * Rows of scores are kept whole with each snapshot: they are few and small. Their hashes come last in that of the snapshot;
 * an older one has none, and the hash that it had.
 */
export class KeepScoresInSnapshots1764000000385 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.snapshot_scores (
        snapshot_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        scores jsonb not null,
        sha256 bytea not null,
        primary key (snapshot_id, centre_id, patient_id)
      );
      create trigger never_changed before update or delete or truncate on portal.snapshot_scores
        for each statement execute function portal.refuse_to_change_snapshot();
      alter table portal.snapshot_scores enable row level security;
      alter table portal.snapshot_scores force row level security;
      create policy read_own_centre on portal.snapshot_scores for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy owner_keeps on portal.snapshot_scores for all to current_user using (true) with check (true);
      grant select on portal.snapshot_scores to portal_app;
      create policy owner_reads on portal.slide_file for select to current_user using (true);
      create policy owner_reads on portal.inference for select to current_user using (true);

      -- Of every patient with a slide or a score, as a snapshot would keep it now: by the names and in the order in which
      -- evaluations read it.
      create view portal.scores_to_freeze with (security_invoker = true) as
        select p.centre_id, p.id as patient_id, c.study_id, kept.scores, portal.hash_of_subject(kept.scores, '[]') as sha256
        from portal.patient p join portal.centre c on c.id = p.centre_id
        cross join lateral (
          select jsonb_strip_nulls(jsonb_build_object(
            'slides', (select jsonb_agg(jsonb_build_object('id', l.id, 'barcode', l.barcode, 'evaluation_set', l.evaluation_set,
                'taken_on', l.taken_on, 'vendor', f.vendor) order by l.barcode, l.id)
              from portal.slide l left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
              where l.centre_id = p.centre_id and l.patient_id = p.id),
            'imported', (select jsonb_agg(jsonb_build_object('model_name', m.model_name, 'score', m.score) order by m.model_name, m.id)
              from portal.imported_score m where m.centre_id = p.centre_id and m.patient_id = p.id),
            'runs', (select jsonb_agg(to_jsonb(r) order by r.slide_id, r.model_id, r.model_sha256) from (
              select distinct on (i.slide_id, i.model_id, i.model_sha256) i.slide_id, i.model_id, i.model_sha256, i.weights,
                i.threshold, i.prps, jsonb_array_length(i.rois) > 0 as is_outlined
              from portal.inference i
              where i.centre_id = p.centre_id and i.patient_id = p.id and i.status = 'done'
                and coalesce(i.result ->> 'positiveClass', 'SD/PD') = 'SD/PD'
              order by i.slide_id, i.model_id, i.model_sha256, i.finished_at desc
            ) r)
          )) as scores
          -- Made once, and used for the hash as well.
          offset 0
        ) kept
        where kept.scores <> '{}';

      alter function portal.settings_to_freeze(int) rename to settings_of_records_to_freeze;
      create function portal.settings_to_freeze(study int) returns jsonb language sql stable
        return portal.settings_of_records_to_freeze(study) || (select jsonb_build_object(
          'scoreOfPatient', s.score_of_patient,
          'scoreThresholds', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('model_name', d.model_name,
              'threshold', d.threshold, 'provenance', d.provenance, 'provenance_zh', d.provenance_zh)) order by d.model_name), '[]')
            from portal.score_threshold d where d.study_id = s.id)
        ) from portal.study s where s.id = settings_to_freeze.study);

      create or replace function portal.make_snapshot(study int, given_name text, why text) returns uuid
      language plpgsql security definer set search_path = portal, pg_temp set jit = off set enable_seqscan = on
        set plan_cache_mode = force_custom_plan as $$
      declare
        made uuid := gen_random_uuid();
      begin
        if session_user <> current_user and not portal.may_in_study('makeSnapshots', study) then
          raise exception 'the right to make snapshots is missing' using errcode = 'insufficient_privilege';
        end if;
        with moment as materialized (
          select s.id, s.recipe_id, coalesce(v.version, 0) as data_version, portal.settings_to_freeze(s.id) as settings
          from portal.study s left join study_version v on v.study_id = s.id where s.id = make_snapshot.study
        ), kept as materialized (
          select k.centre_id, k.id, k.subject, k.events, k.sha256
          from subject_to_freeze k join moment m on k.study_id = m.id and k.recipe_id = m.recipe_id
        ), further as materialized (
          select k.recipe_id, k.centre_id, k.id, k.subject, portal.hash_of_subject(k.subject, '[]') as sha256
          from moment m
          cross join lateral jsonb_to_recordset(coalesce(m.settings -> 'comparedRecipes', '[]')) compared(id smallint)
          join subject_to_freeze k on k.study_id = m.id and k.recipe_id = compared.id
        ), scored as materialized (
          select k.centre_id, k.patient_id, k.scores, k.sha256 from scores_to_freeze k join moment m on k.study_id = m.id
        ), stored as (
          insert into frozen_subject (centre_id, sha256, patient_id, subject, events)
            select k.centre_id, k.sha256, k.id, k.subject, k.events from kept k
            union all select f.centre_id, f.sha256, f.id, f.subject, '[]' from further f on conflict do nothing
        ), listed as (
          insert into snapshot_subject (snapshot_id, centre_id, patient_id, sha256)
            select made, k.centre_id, k.id, k.sha256 from kept k
        ), listed_further as (
          insert into snapshot_recipe_subject (snapshot_id, recipe_id, centre_id, patient_id, sha256)
            select made, f.recipe_id, f.centre_id, f.id, f.sha256 from further f
        ), listed_scores as (
          insert into snapshot_scores (snapshot_id, centre_id, patient_id, scores, sha256)
            select made, s.centre_id, s.patient_id, s.scores, s.sha256 from scored s
        )
        insert into snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
          select made, m.id, btrim(given_name), btrim(why), statement_timestamp(), portal.asker(),
            coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), m.data_version, m.recipe_id, m.settings,
            (select count(*) from kept),
            hash_of_snapshot(m.id, m.data_version, m.settings,
              (select coalesce(string_agg(k.sha256, '' order by k.centre_id, k.id), '') from kept k)
              || (select coalesce(string_agg(f.sha256, '' order by f.recipe_id, f.centre_id, f.id), '') from further f)
              || (select coalesce(string_agg(s.sha256, '' order by s.centre_id, s.patient_id), '') from scored s))
          from moment m;
        return made;
      end $$;

      create or replace function portal.check_snapshot(snapshot uuid) returns table (recomputed bytea, damaged int)
      language plpgsql stable security definer set search_path = portal, pg_temp set jit = off set enable_seqscan = on
        set plan_cache_mode = force_custom_plan as $$
      begin
        if session_user <> current_user and not exists (
          select from portal.snapshot s join portal.centre c on c.study_id = s.study_id
          where s.id = check_snapshot.snapshot and c.id = any (portal.readable_centres())
        ) then return; end if;
        return query
          with listed as (
            select 0 as recipe_id, m.centre_id, m.patient_id, m.sha256 from snapshot_subject m where m.snapshot_id = check_snapshot.snapshot
            union all
            select m.recipe_id, m.centre_id, m.patient_id, m.sha256 from snapshot_recipe_subject m
              where m.snapshot_id = check_snapshot.snapshot
          ), found as materialized (
            select m.recipe_id, m.centre_id, m.patient_id, portal.hash_of_subject(f.subject, f.events) as content, m.sha256
            from listed m left join frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256
              and f.patient_id = m.patient_id
          ), scored as materialized (
            select m.centre_id, m.patient_id, portal.hash_of_subject(m.scores, '[]') as content, m.sha256
            from snapshot_scores m where m.snapshot_id = check_snapshot.snapshot
          )
          select portal.hash_of_snapshot(s.study_id, s.data_version, s.settings,
              (select coalesce(string_agg(coalesce(f.content, ''), '' order by f.recipe_id, f.centre_id, f.patient_id), '') from found f)
              || (select coalesce(string_agg(r.content, '' order by r.centre_id, r.patient_id), '') from scored r)),
            (select count(*)::int from found f where f.content is distinct from f.sha256)
              + (select count(*)::int from scored r where r.content is distinct from r.sha256)
          from portal.snapshot s where s.id = check_snapshot.snapshot;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
