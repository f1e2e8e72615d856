import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A snapshot also keeps the rows of the recipes that the study keeps beside its own, so that a sensitivity analysis by
 * another rule can be repeated from it. Adverse events are the same by every recipe: they are kept with the own rows alone.
 * The hash covers them after the others, so that a snapshot without any, and each that is older, has the hash it had.
 */
export class FreezeComparedRecipes1764000000267 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.snapshot_recipe_subject (
        snapshot_id uuid not null,
        recipe_id smallint not null,
        centre_id int not null,
        patient_id uuid not null,
        sha256 bytea not null,
        primary key (snapshot_id, recipe_id, centre_id, patient_id)
      );
      create trigger never_changed before update or delete or truncate on portal.snapshot_recipe_subject
        for each statement execute function portal.refuse_to_change_snapshot();
      alter table portal.snapshot_recipe_subject enable row level security;
      alter table portal.snapshot_recipe_subject force row level security;
      create policy read_own_centre on portal.snapshot_recipe_subject for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy owner_keeps on portal.snapshot_recipe_subject for all to current_user using (true) with check (true);
      grant select on portal.snapshot_recipe_subject to portal_app;

      -- What of a study decides its analyses, beside the rows. Of a study without further recipes it is what it was.
      alter function portal.settings_to_freeze(int) rename to own_settings_to_freeze;
      create function portal.settings_to_freeze(study int) returns jsonb language sql stable
        return portal.own_settings_to_freeze(study) || coalesce((
          select jsonb_build_object('comparedRecipes',
            jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name || ' ' || r.version) order by r.id))
          from portal.compared_recipe c join portal.study s on s.id = c.study_id join portal.recipe r on r.id = c.recipe_id
          where c.study_id = settings_to_freeze.study and c.recipe_id <> s.recipe_id having count(*) > 0), '{}');

      create or replace function portal.make_snapshot(study int, given_name text, why text) returns uuid
      language plpgsql security definer set search_path = portal, pg_temp set jit = off set enable_seqscan = on
        set plan_cache_mode = force_custom_plan as $$
      declare
        made uuid := gen_random_uuid();
      begin
        if session_user = 'portal_app' and not portal.may_in_study('makeSnapshots', study) then
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
        )
        insert into snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
          select made, m.id, btrim(given_name), btrim(why), statement_timestamp(), portal.asker(),
            coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), m.data_version, m.recipe_id, m.settings,
            (select count(*) from kept),
            hash_of_snapshot(m.id, m.data_version, m.settings,
              (select coalesce(string_agg(k.sha256, '' order by k.centre_id, k.id), '') from kept k)
              || (select coalesce(string_agg(f.sha256, '' order by f.recipe_id, f.centre_id, f.id), '') from further f))
          from moment m;
        return made;
      end $$;

      create or replace function portal.check_snapshot(snapshot uuid) returns table (recomputed bytea, damaged int)
      language plpgsql stable security definer set search_path = portal, pg_temp set jit = off set enable_seqscan = on
        set plan_cache_mode = force_custom_plan as $$
      begin
        if session_user = 'portal_app' and not exists (
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
          )
          select portal.hash_of_snapshot(s.study_id, s.data_version, s.settings,
              (select coalesce(string_agg(coalesce(f.content, ''), '' order by f.recipe_id, f.centre_id, f.patient_id), '') from found f)),
            (select count(*)::int from found f where f.content is distinct from f.sha256)
          from portal.snapshot s where s.id = check_snapshot.snapshot;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
