import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Snapshots: the analysis rows of a study as they were at one data version, under a name, to be analysed again.
 *
 * What is kept of a patient is the analysis row and the adverse events, which is all that analyses of records read. It is
 * stored once under its SHA-256 (`frozen_subject`), however many snapshots have it; a snapshot is a list of patients with
 * these hashes (`snapshot_subject`). The hash of a snapshot is over what decides its analyses and over the list, so that it
 * can be computed again from what is stored. Nothing of it is ever changed.
 */
export class FreezeDataVersions1764000000210 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values
        ('administrator', 'makeSnapshots'), ('dataManager', 'makeSnapshots'), ('statistician', 'makeSnapshots');

      create table portal.snapshot (
        id uuid primary key,
        study_id int not null references portal.study,
        name text not null check (name = btrim(name) and length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
        reason text not null check (reason = btrim(reason) and length(reason) between 1 and 500),
        made_at timestamptz not null,
        made_by text not null,
        made_by_name text not null,
        data_version bigint not null,
        recipe_id smallint not null references portal.recipe,
        -- What of the study decides its analyses, beside the rows: arms, cut-off, criteria, fields.
        settings jsonb not null,
        n int not null,
        sha256 bytea not null check (length(sha256) = 32),
        unique (study_id, name)
      );
      -- No reference to centres or patients: a snapshot outlasts what becomes of them. None between these tables either: a
      -- million checks would hold the snapshot up, nothing is ever deleted, and the hash shows whether a row is missing.
      create table portal.frozen_subject (
        centre_id int not null,
        sha256 bytea not null,
        patient_id uuid not null,
        subject jsonb not null,
        events jsonb not null,
        primary key (centre_id, sha256)
      );
      create table portal.snapshot_subject (
        snapshot_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        sha256 bytea not null,
        primary key (snapshot_id, centre_id, patient_id)
      );

      create function portal.refuse_to_change_snapshot() returns trigger language plpgsql as $$
      begin
        raise exception 'a snapshot is never changed: make another one' using errcode = 'restrict_violation';
      end $$;
    `);
    for (const table of ['snapshot', 'frozen_subject', 'snapshot_subject']) {
      const shown =
        table === 'snapshot'
          ? 'exists (select from portal.centre c where c.study_id = snapshot.study_id and c.id = any ((select portal.readable_centres())::int[]))'
          : 'centre_id = any ((select portal.readable_centres())::int[])';
      await db.query(`
        create trigger never_changed before update or delete or truncate on portal.${table}
          for each statement execute function portal.refuse_to_change_snapshot();
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy read_own_centre on portal.${table} for select to portal_app using (${shown});
        create policy owner_keeps on portal.${table} for all to current_user using (true) with check (true);
        grant select on portal.${table} to portal_app;
      `);
    }
    await db.query(`
      create function portal.hash_of_subject(subject jsonb, events jsonb) returns bytea language sql immutable parallel safe
        return sha256(convert_to(subject::text || chr(10) || events::text, 'UTF8'));

      -- Every analysis row as a snapshot would keep it now. The text of jsonb is one for one content: keys in one order,
      -- numbers as they are. What is missing is left out, so that a column added later changes no row that has none.
      create view portal.subject_to_freeze with (security_invoker = true) as
        select s.centre_id, s.id, s.study_id, s.recipe_id, s.data_version, kept.subject, kept.events,
          portal.hash_of_subject(kept.subject, kept.events) as sha256
        from portal.subject s
        cross join lateral (
          select jsonb_strip_nulls(to_jsonb(s) - 'data_version') as subject,
            (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(e) - array['version', 'updated_at', 'updated_by', 'missing'])
              order by e.id), '[]') from portal.adverse_event e where e.centre_id = s.centre_id and e.patient_id = s.id) as events
          -- Made once, and used for the hash as well.
          offset 0
        ) kept;
      grant select on portal.subject_to_freeze to portal_app;

      -- What of a study decides its analyses, beside the rows.
      create function portal.settings_to_freeze(study int) returns jsonb language sql stable
        return (select jsonb_build_object(
          'monthDays', s.month_days, 'cutoffOn', s.cutoff_on, 'timeZero', s.time_zero, 'recipe', r.name || ' ' || r.version,
          'minimumFollowUp', case when s.minimum_follow_up_months is not null then
            jsonb_build_object('months', s.minimum_follow_up_months, 'handling', s.short_follow_up) end,
          'arms', (select coalesce(jsonb_agg(a.code order by a.position), '[]') from portal.study_arm a where a.study_id = s.id),
          'population', coalesce(e.population, 'eligible'),
          'criteria', (select coalesce(jsonb_agg(jsonb_build_object('code', c -> 'code', 'label', c -> 'label') order by place), '[]')
            from jsonb_array_elements(e.criteria) with ordinality list(c, place)),
          'fields', (select coalesce(jsonb_agg(jsonb_build_object('form', f.form, 'name', f.name, 'kind', f.kind, 'unit', f.unit,
            'codes', f.codes, 'known', f.known, 'counts', f.counts, 'label', jsonb_build_object('en', f.label_en, 'zh', f.label_zh))
            order by f.position, f.name), '[]')
            from portal.study_field f where f.study_id = s.id and f.state = 'published' and f.known is not null)
        ) from portal.study s join portal.recipe r on r.id = s.recipe_id
          left join portal.study_eligibility e on e.study_id = s.id where s.id = settings_to_freeze.study);

      create function portal.hash_of_snapshot(study int, data_version bigint, settings jsonb, hashes bytea) returns bytea
      language sql immutable parallel safe
        return sha256(convert_to(jsonb_build_object('study', study, 'dataVersion', data_version, 'settings', settings)::text || chr(10), 'UTF8') || hashes);

      -- One statement, so that rows, events, settings and version are of one moment, whoever saves meanwhile.
      create function portal.make_snapshot(study int, given_name text, why text) returns uuid
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
        ), stored as (
          insert into frozen_subject (centre_id, sha256, patient_id, subject, events)
            select k.centre_id, k.sha256, k.id, k.subject, k.events from kept k on conflict do nothing
        ), listed as (
          insert into snapshot_subject (snapshot_id, centre_id, patient_id, sha256)
            select made, k.centre_id, k.id, k.sha256 from kept k
        )
        insert into snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
          select made, m.id, btrim(given_name), btrim(why), statement_timestamp(), portal.asker(),
            coalesce(nullif(current_setting('app.user_name', true), ''), portal.asker()), m.data_version, m.recipe_id, m.settings,
            (select count(*) from kept),
            hash_of_snapshot(m.id, m.data_version, m.settings,
              (select coalesce(string_agg(k.sha256, '' order by k.centre_id, k.id), '') from kept k))
          from moment m;
        return made;
      end $$;

      -- The hash of what is stored now, and how many of its patients have other content than their hash says, or none. Of
      -- all centres: two facts that name nobody.
      create function portal.check_snapshot(snapshot uuid) returns table (recomputed bytea, damaged int)
      language plpgsql stable security definer set search_path = portal, pg_temp set jit = off set enable_seqscan = on
        set plan_cache_mode = force_custom_plan as $$
      begin
        if session_user = 'portal_app' and not exists (
          select from portal.snapshot s join portal.centre c on c.study_id = s.study_id
          where s.id = check_snapshot.snapshot and c.id = any (portal.readable_centres())
        ) then return; end if;
        return query
          with found as materialized (
            select m.centre_id, m.patient_id, portal.hash_of_subject(f.subject, f.events) as content, m.sha256
            from snapshot_subject m left join frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256
              and f.patient_id = m.patient_id
            where m.snapshot_id = check_snapshot.snapshot
          )
          select portal.hash_of_snapshot(s.study_id, s.data_version, s.settings,
              (select coalesce(string_agg(coalesce(f.content, ''), '' order by f.centre_id, f.patient_id), '') from found f)),
            (select count(*)::int from found f where f.content is distinct from f.sha256)
          from portal.snapshot s where s.id = check_snapshot.snapshot;
      end $$;
      revoke execute on function portal.make_snapshot, portal.check_snapshot from public;
      grant execute on function portal.make_snapshot, portal.check_snapshot to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
