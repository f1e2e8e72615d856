import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A snapshot also keeps the days of HAIC cycles, so that the swimmer plot is answered from it, and what it keeps of a
 * patient beside the analysis row is stored once.
 *
 * Scores and images were stored whole with each snapshot. Each of these parts of a patient, and the cycles, now has its
 * content under its hash once in a centre, as analysis rows have (`frozen_part`), and a snapshot has the list of hashes
 * (`snapshot_part`). What older snapshots keep moves there with the hashes that it had, so that theirs stay the same. Which
 * parts a snapshot keeps, its settings say from here on.
 */
export class KeepPartsOfPatientsOnce1764000000387 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- As many rows as snapshots have patients are moved.
      set local statement_timeout = 0;

      create table portal.frozen_part (
        centre_id int not null,
        sha256 bytea not null,
        content jsonb not null,
        primary key (centre_id, sha256)
      );
      create table portal.snapshot_part (
        snapshot_id uuid not null,
        part text not null check (part in ('scores', 'images', 'cycles')),
        centre_id int not null,
        patient_id uuid not null,
        sha256 bytea not null,
        primary key (snapshot_id, part, centre_id, patient_id)
      );
    `);
    for (const table of ['frozen_part', 'snapshot_part']) {
      await db.query(`
        create trigger never_changed before update or delete or truncate on portal.${table}
          for each statement execute function portal.refuse_to_change_snapshot();
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
        create policy owner_keeps on portal.${table} for all to current_user using (true) with check (true);
        grant select on portal.${table} to portal_app;
      `);
    }
    await db.query(`
      -- Where somebody got around the triggers, one content of several has the hash that is said of all.
      insert into portal.frozen_part (centre_id, sha256, content)
        select distinct on (o.centre_id, o.sha256) o.centre_id, o.sha256, o.content
        from (
          select centre_id, sha256, scores as content from portal.snapshot_scores
          union all select centre_id, sha256, images from portal.snapshot_images
        ) o
        order by o.centre_id, o.sha256, portal.hash_of_subject(o.content, '[]') <> o.sha256;
      insert into portal.snapshot_part (snapshot_id, part, centre_id, patient_id, sha256)
        select snapshot_id, 'scores', centre_id, patient_id, sha256 from portal.snapshot_scores
        union all select snapshot_id, 'images', centre_id, patient_id, sha256 from portal.snapshot_images;
      drop table portal.snapshot_scores, portal.snapshot_images;

      -- HAIC cycles that count by the study's endpoint rule, in days from time zero: none before it, none after the cut-off.
      create view portal.counted_cycle with (security_invoker = true) as
        select c.study_id, h.centre_id, h.patient_id, h.given_on - origin.zero_on as day
        from portal.haic_cycle h
        join portal.centre c on c.id = h.centre_id
        join portal.study s on s.id = c.study_id
        join portal.recipe r on r.id = s.recipe_id
        left join portal.treatment t on t.centre_id = h.centre_id and t.patient_id = h.patient_id
        left join portal.demographics e on e.centre_id = h.centre_id and e.patient_id = h.patient_id
        cross join lateral (
          select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on
        ) origin
        where h.given_on >= origin.zero_on and (h.given_on <= s.cutoff_on) is not false;
      grant select on portal.counted_cycle to portal_app;

      -- Of every patient who has them, as a snapshot would keep them now; the place of a part is that of its hashes.
      create view portal.parts_to_freeze with (security_invoker = true) as
        select study_id, 1 as place, 'scores' as part, centre_id, patient_id, scores as content, sha256 from portal.scores_to_freeze
        union all
        select study_id, 2, 'images', centre_id, patient_id, images, sha256 from portal.images_to_freeze
        union all
        select c.study_id, 3, 'cycles', c.centre_id, c.patient_id, c.content, portal.hash_of_subject(c.content, '[]')
        from (
          select study_id, centre_id, patient_id, jsonb_build_object('days', jsonb_agg(day order by day)) as content
          from portal.counted_cycle group by study_id, centre_id, patient_id
        ) c;

      alter function portal.settings_to_freeze(int) rename to settings_of_images_to_freeze;
      create function portal.settings_to_freeze(study int) returns jsonb language sql stable
        return portal.settings_of_images_to_freeze(study) || '{"parts": ["scores", "images", "cycles"]}'::jsonb;

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
        ), parted as materialized (
          select k.place, k.part, k.centre_id, k.patient_id, k.content, k.sha256
          from parts_to_freeze k join moment m on k.study_id = m.id
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
        ), stored_parts as (
          -- Patients of a centre may have the same cycles.
          insert into frozen_part (centre_id, sha256, content)
            select p.centre_id, p.sha256, p.content from parted p on conflict do nothing
        ), listed_parts as (
          insert into snapshot_part (snapshot_id, part, centre_id, patient_id, sha256)
            select made, p.part, p.centre_id, p.patient_id, p.sha256 from parted p
        )
        insert into snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
          select made, m.id, btrim(given_name), btrim(why), statement_timestamp(), portal.asker(),
            coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), m.data_version, m.recipe_id, m.settings,
            (select count(*) from kept),
            hash_of_snapshot(m.id, m.data_version, m.settings,
              (select coalesce(string_agg(k.sha256, '' order by k.centre_id, k.id), '') from kept k)
              || (select coalesce(string_agg(f.sha256, '' order by f.recipe_id, f.centre_id, f.id), '') from further f)
              || (select coalesce(string_agg(p.sha256, '' order by p.place, p.centre_id, p.patient_id), '') from parted p))
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
          ), parted as materialized (
            -- In the order of parts_to_freeze.
            select array_position(array['scores', 'images', 'cycles'], m.part) as place, m.centre_id, m.patient_id,
              portal.hash_of_subject(f.content, '[]') as content, m.sha256
            from snapshot_part m left join frozen_part f on f.centre_id = m.centre_id and f.sha256 = m.sha256
            where m.snapshot_id = check_snapshot.snapshot
          )
          select portal.hash_of_snapshot(s.study_id, s.data_version, s.settings,
              (select coalesce(string_agg(coalesce(f.content, ''), '' order by f.recipe_id, f.centre_id, f.patient_id), '') from found f)
              || (select coalesce(string_agg(coalesce(p.content, ''), '' order by p.place, p.centre_id, p.patient_id), '') from parted p)),
            (select count(*)::int from found f where f.content is distinct from f.sha256)
              + (select count(*)::int from parted p where p.content is distinct from p.sha256)
          from portal.snapshot s where s.id = check_snapshot.snapshot;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
