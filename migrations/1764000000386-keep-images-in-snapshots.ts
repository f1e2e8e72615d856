import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A snapshot also keeps the radiological assessments from which changes of target lesions, confirmed responses and best
 * responses at a landmark are read: of each image its place in time, its response and the sum of its targets, as they count
 * by the endpoint rule and the cut-off of that moment; the sums of the accepted blinded reading; and of the study after how
 * many days its plan of readings wants a response confirmed.
 *
 * Two views state what an image is and what readers summed, for analyses of now and for what is kept. Images are kept whole
 * with each snapshot, as scores are. Their hashes come last in that of the snapshot; an older one has none, and the hash
 * that it had.
 */
export class KeepImagesInSnapshots1764000000386 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.snapshot_images (
        snapshot_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        images jsonb not null,
        sha256 bytea not null,
        primary key (snapshot_id, centre_id, patient_id)
      );
      create trigger never_changed before update or delete or truncate on portal.snapshot_images
        for each statement execute function portal.refuse_to_change_snapshot();
      alter table portal.snapshot_images enable row level security;
      alter table portal.snapshot_images force row level security;
      create policy read_own_centre on portal.snapshot_images for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy owner_keeps on portal.snapshot_images for all to current_user using (true) with check (true);
      grant select on portal.snapshot_images to portal_app;

      -- Images that count by the study's endpoint rule, those after its cut-off left out: places as derived_subject has them.
      -- A patient whose images have dates and study days, without a first HAIC, has them in no order. A condition on what the
      -- windows are parted by reaches the tables below them.
      create view portal.response_image with (security_invoker = true) as
        select c.study_id, a.centre_id, a.patient_id, a.id, a.visit_number, placed.day, placed.at,
          t.started_on is null and count(a.assessed_on) over patient not in (0, count(*) over patient) as is_unordered,
          coalesce(a.reader_response, a.derived_response) as response, a.sum_viable_diameter_mm as sum_mm
        from portal.tumour_assessment a
        join portal.centre c on c.id = a.centre_id
        join portal.study s on s.id = c.study_id
        join portal.recipe r on r.id = s.recipe_id
        left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
        left join portal.demographics e on e.centre_id = a.centre_id and e.patient_id = a.patient_id
        cross join lateral (
          select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on,
            case r.definition ->> 'timeZero' when 'firstHaic' then 0 else t.started_on - e.enrolled_on end as from_haic
        ) origin
        cross join lateral (
          select coalesce(a.assessed_on - origin.zero_on, a.assessed_day + origin.from_haic) as day,
            coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day) as at
        ) placed
        where (coalesce(a.assessed_on, t.started_on + a.assessed_day) <= s.cutoff_on) is not false
        window patient as (partition by c.study_id, a.centre_id, a.patient_id);

      -- Of the newest accepted reading of each patient that has one, as far as it is stored with the patient's images: one sum
      -- an image, null where a target was not evaluated.
      create view portal.accepted_sums with (security_invoker = true) as
        select distinct on (l.centre_id, l.patient_id) l.centre_id, l.patient_id, l.assessment_ids, v.sums as sums_mm
        from portal.reading_link l
        join portal.reading_case c on c.centre_id = l.centre_id and c.id = l.case_id
        join portal.reading r on r.centre_id = c.centre_id and r.id = c.accepted_id
        cross join lateral (
          select jsonb_agg(visit -> 'sumMm' order by place) as sums
          from jsonb_array_elements(r.derived -> 'visits') with ordinality as of_reading (visit, place)
        ) v
        where l.stored_reading_id = r.id and v.sums is not null
        order by l.centre_id, l.patient_id, c.updated_at desc;
      grant select on portal.response_image, portal.accepted_sums to portal_app;

      -- Of every patient with an image, as a snapshot would keep it now.
      create view portal.images_to_freeze with (security_invoker = true) as
        select i.centre_id, i.patient_id, i.study_id, kept.images, portal.hash_of_subject(kept.images, '[]') as sha256
        from (
          select study_id, centre_id, patient_id, jsonb_agg(jsonb_build_object('id', id, 'visit_number', visit_number, 'day', day,
            'at', at, 'is_unordered', is_unordered, 'response', response, 'sum_mm', sum_mm) order by at, visit_number, id) as images
          from portal.response_image group by study_id, centre_id, patient_id
        ) i
        left join portal.accepted_sums r on r.centre_id = i.centre_id and r.patient_id = i.patient_id
        cross join lateral (
          select jsonb_strip_nulls(jsonb_build_object('images', i.images, 'reading', case when r.patient_id is not null then
            jsonb_build_object('assessment_ids', r.assessment_ids, 'sums_mm', r.sums_mm) end)) as images
          -- Made once, and used for the hash as well.
          offset 0
        ) kept;

      alter function portal.settings_to_freeze(int) rename to settings_of_scores_to_freeze;
      create function portal.settings_to_freeze(study int) returns jsonb language sql stable
        return portal.settings_of_scores_to_freeze(study) || (select jsonb_build_object('confirmationDays',
          coalesce((select p.confirmation_days from portal.reading_plan p where p.study_id = s.id), 0))
          from portal.study s where s.id = settings_to_freeze.study);

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
        ), imaged as materialized (
          select k.centre_id, k.patient_id, k.images, k.sha256 from images_to_freeze k join moment m on k.study_id = m.id
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
        ), listed_images as (
          insert into snapshot_images (snapshot_id, centre_id, patient_id, images, sha256)
            select made, i.centre_id, i.patient_id, i.images, i.sha256 from imaged i
        )
        insert into snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
          select made, m.id, btrim(given_name), btrim(why), statement_timestamp(), portal.asker(),
            coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), m.data_version, m.recipe_id, m.settings,
            (select count(*) from kept),
            hash_of_snapshot(m.id, m.data_version, m.settings,
              (select coalesce(string_agg(k.sha256, '' order by k.centre_id, k.id), '') from kept k)
              || (select coalesce(string_agg(f.sha256, '' order by f.recipe_id, f.centre_id, f.id), '') from further f)
              || (select coalesce(string_agg(s.sha256, '' order by s.centre_id, s.patient_id), '') from scored s)
              || (select coalesce(string_agg(i.sha256, '' order by i.centre_id, i.patient_id), '') from imaged i))
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
          ), imaged as materialized (
            select m.centre_id, m.patient_id, portal.hash_of_subject(m.images, '[]') as content, m.sha256
            from snapshot_images m where m.snapshot_id = check_snapshot.snapshot
          )
          select portal.hash_of_snapshot(s.study_id, s.data_version, s.settings,
              (select coalesce(string_agg(coalesce(f.content, ''), '' order by f.recipe_id, f.centre_id, f.patient_id), '') from found f)
              || (select coalesce(string_agg(r.content, '' order by r.centre_id, r.patient_id), '') from scored r)
              || (select coalesce(string_agg(i.content, '' order by i.centre_id, i.patient_id), '') from imaged i)),
            (select count(*)::int from found f where f.content is distinct from f.sha256)
              + (select count(*)::int from scored r where r.content is distinct from r.sha256)
              + (select count(*)::int from imaged i where i.content is distinct from i.sha256)
          from portal.snapshot s where s.id = check_snapshot.snapshot;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
