import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The analysis row is stored: one row per patient and endpoint recipe in `subject`, equal at every commit to what
 * `derived_subject` derives from the records. The next migration keeps it so.
 *
 * A recipe is data: name, version and definition, never rewritten. A study has one, and may keep the rows of others
 * beside it (`compared_recipe`), so that the patients whom another recipe changes are one query.
 *
 * - timeZero: `firstHaic` or `enrolment`. Study days on record are counted from the first HAIC whatever the recipe.
 * - events: what ends the time; the first of them does.
 * - censoredAt: where a time without an event ends; the first place that is known. `cutoff` takes a patient of whom no
 *   death is known to be alive at the data cut-off, `lastContact` to the last contact before it.
 */
export class StoreSubjects1764000000019 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.recipe (
        id smallint primary key,
        name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
        version int not null check (version > 0),
        definition jsonb not null,
        unique (name, version),
        constraint recipe_is_sound check ((
          definition ->> 'timeZero' in ('firstHaic', 'enrolment')
          and definition #> '{os,events}' = '["death"]'
          and definition #> '{os,censoredAt}' in ('["lastContact"]', '["cutoff", "lastContact"]')
          and (definition #> '{pfs,events}', definition #> '{pfs,censoredAt}') in (
            ('["progression", "death"]', '["lastAssessment"]'),
            ('["progression"]', '["lastAssessment"]'),
            ('["progression"]', '["death", "lastAssessment"]')
          )
          and definition - 'timeZero' - 'os' - 'pfs' = '{}'
          and (definition -> 'os') - 'events' - 'censoredAt' = '{}'
          and (definition -> 'pfs') - 'events' - 'censoredAt' = '{}'
        ) is true)
      );
      insert into portal.recipe values (1, 'haic-default', 2, '{
        "timeZero": "firstHaic",
        "os": {"events": ["death"], "censoredAt": ["lastContact"]},
        "pfs": {"events": ["progression", "death"], "censoredAt": ["lastAssessment"]}
      }');
      create function portal.refuse_to_rewrite_recipe() returns trigger language plpgsql as $$
      begin
        raise exception 'recipe % % is never rewritten: add a row with a new version', old.name, old.version
          using errcode = 'restrict_violation';
      end $$;
      create trigger never_rewritten before update on portal.recipe
        for each row execute function portal.refuse_to_rewrite_recipe();

      alter table portal.study add column recipe_id smallint not null default 1 references portal.recipe;
      create table portal.compared_recipe (
        study_id int not null references portal.study on delete cascade,
        recipe_id smallint not null references portal.recipe,
        primary key (study_id, recipe_id)
      );

      -- Outlives its study: a number is never given twice.
      create table portal.study_version (
        study_id int primary key,
        version bigint not null,
        changed_at timestamptz not null default clock_timestamp(),
        -- A transaction raises it once, however often it refreshes (SET CONSTRAINTS).
        raised_in xid8 not null default pg_current_xact_id()
      );
      insert into portal.study_version select id, 1 from portal.study;

      grant select on portal.recipe, portal.compared_recipe, portal.study_version to portal_app;
    `);

    // The owner refreshes what anybody's change touches, and forced row-level security holds for the owner too.
    for (const table of clinicalTables) {
      await db.query(`create policy owner_reads on portal.${table} for select to current_user using (true)`);
    }
    // A lock on a row needs the policy of an update; none is allowed.
    await db.query(
      'create policy owner_locks on portal.patient for update to current_user using (true) with check (false)',
    );
    await db.query('drop view portal.subject');
    await db.query(derivedSubject);
    await db.query(`
      create table portal.subject (
        -- First, so that a column which later joins both lies at the end of both: rows are stored as they are derived.
        data_version bigint not null,
        recipe_id smallint not null,
        id uuid not null,
        centre_id int not null,
        study_id int not null,
        code text not null,
        centre text not null,
        arm text,
        started_on date,
        best_response text,
        age_years int,
        sex text,
        ecog_ps text,
        child_pugh_class text,
        hepatitis_b boolean,
        cirrhosis boolean,
        afp_ng_ml float8,
        tumour_size_mm float8,
        lesion_count int,
        lesion_number text,
        portal_vein_thrombus boolean,
        extrahepatic_metastasis boolean,
        bclc_stage text,
        source_stage_group text,
        os_days int,
        os_event boolean,
        pfs_days int,
        pfs_event boolean,
        os_missing text,
        pfs_missing text,
        worst_grade smallint,
        contradictions smallint not null,
        primary key (centre_id, id, recipe_id)
      );
      create table portal.subject_removed (
        study_id int not null,
        centre_id int not null,
        id uuid not null,
        data_version bigint not null,
        primary key (centre_id, id)
      );
      insert into portal.subject select 1, d.* from portal.derived_subject d;

      -- Pages of patients by code; what is newer than a version.
      create index subject_code on portal.subject (study_id, recipe_id, code, id);
      create index subject_version on portal.subject (centre_id, recipe_id, data_version);
      create index subject_removed_version on portal.subject_removed (centre_id, data_version);
    `);
    for (const table of ['subject', 'subject_removed']) {
      await db.query(`
        alter table portal.${table} enable row level security;
        alter table portal.${table} force row level security;
        create policy read_own_centre on portal.${table} for select to portal_app
          using (centre_id = any ((select portal.readable_centres())::int[]));
        create policy owner_keeps on portal.${table} for all to current_user using (true) with check (true);
        grant select on portal.${table} to portal_app;
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const clinicalTables = [
  'patient',
  'demographics',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
] as const;

/**
 * What is unknown stays unknown and says why in `os_missing` and `pfs_missing`; no time is negative; only images after
 * baseline, ordered by when they were taken, tell of response and progression.
 *
 * The baseline is visit 0. An image counts after it when it was taken after time zero and not before visit 0. A time is
 * missing because of:
 * - noFollowUp: nobody has said whether the patient lives;
 * - noTimeZero: the event or an image has a date, and the patient no time zero to count from;
 * - beforeTimeZero: death or last contact before time zero;
 * - afterCutoff: time zero is after the study's cut-off.
 *
 * `contradictions` has one bit for each rule of the view `contradiction`, in the order of `patients/contradictions.ts`.
 */
const derivedSubject = `
  create view portal.derived_subject with (security_invoker = true) as
  with observed as (
    select kept.recipe_id, r.definition, p.id, p.centre_id, p.code, c.study_id, c.code as centre, t.arm, t.started_on, cut.cutoff_day,
      contact.last_day, contact.is_followed, contact.has_unplaced_death,
      case when cut.cutoff_day is null or contact.death_day <= cut.cutoff_day then contact.death_day end as death_day,
      contact.death_day < 0 as died_before, image.pd_day, image.assessed_day, image.has_unplaced, image.best_response,
      event.worst_grade, contact.died_at < greatest(contact.last_at, every_image.last_at, event.last_at,
        greatest(t.started_on, t.ended_on, t.tki_started_on, t.ici_started_on, e.enrolled_on) - origin.day_zero) as may_follow_death,
      every_image.may_repeat
    from portal.patient p
    join portal.centre c on c.id = p.centre_id
    join portal.study s on s.id = c.study_id
    join (
      select id as study_id, recipe_id from portal.study union select study_id, recipe_id from portal.compared_recipe
    ) kept on kept.study_id = s.id
    join portal.recipe r on r.id = kept.recipe_id
    left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
    left join portal.demographics e on e.centre_id = p.centre_id and e.patient_id = p.id
    cross join lateral (
      select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on,
        -- Orders dates, and study days with them where there is a first HAIC.
        coalesce(t.started_on, date '1900-01-01') as day_zero
    ) origin
    cross join lateral (
      select s.cutoff_on - origin.zero_on as cutoff_day,
        -- From a study day on record, counted from the first HAIC, to a day counted from time zero.
        case r.definition ->> 'timeZero' when 'firstHaic' then 0 else t.started_on - origin.zero_on end as from_haic
    ) cut
    -- Lateral, so that each patient is one look into an index and the cost grows with the patients: joined as groups,
    -- they are taken for a single row and compared each with each.
    cross join lateral (
      select count(*) > 0 as is_followed, max(f.day) as last_day, min(f.day) filter (where f.is_dead) as death_day,
        bool_or(f.is_dead and f.day is null) as has_unplaced_death, max(f.at) as last_at, min(f.at) filter (where f.is_dead) as died_at
      from (
        select coalesce(contact_on - origin.zero_on, contact_day + cut.from_haic) as day, vital_status = 'dead' as is_dead,
          coalesce(contact_on - origin.day_zero, contact_day) as at
        from portal.follow_up where centre_id = p.centre_id and patient_id = p.id
      ) f
    ) contact
    cross join lateral (
      select min(v.day) filter (where v.response = 'PD') as pd_day,
        max(v.day) filter (where v.response <> 'NE') as assessed_day,
        bool_or(v.day is null) as has_unplaced,
        -- Dates and study days cannot be put in one order without a first HAIC.
        case when not bool_or(v.is_unordered) then
          (array['CR', 'PR', 'SD', 'PD', 'NE'])[
            min(array_position(array['CR', 'PR', 'SD', 'PD', 'NE'], v.response)) filter (where v.pd_at is null or v.at <= v.pd_at)
          ]
        end as best_response
      from (
        select i.day, i.at, i.response, i.is_unordered, min(i.at) filter (where i.response = 'PD') over () as pd_at
        from (
          select a.visit_number, coalesce(a.reader_response, a.derived_response) as response, placed.day, placed.at,
            min(placed.at) filter (where a.visit_number = 0) over () as baseline_at,
            t.started_on is null and count(a.assessed_on) over () not in (0, count(*) over ()) as is_unordered
          from portal.tumour_assessment a
          cross join lateral (
            select coalesce(a.assessed_on - origin.zero_on, a.assessed_day + cut.from_haic) as day,
              coalesce(a.assessed_on - origin.day_zero, a.assessed_day) as at
          ) placed
          where a.centre_id = p.centre_id and a.patient_id = p.id
            and (coalesce(a.assessed_on, t.started_on + a.assessed_day) <= s.cutoff_on) is not false
        ) i
        where i.visit_number > 0 and (i.day > 0) is not false and (i.at >= i.baseline_at) is not false
      ) v
    ) image
    cross join lateral (
      select max(coalesce(assessed_on - origin.day_zero, assessed_day)) as last_at,
        count(*) > count(distinct visit_number) as may_repeat
      from portal.tumour_assessment where centre_id = p.centre_id and patient_id = p.id
    ) every_image
    cross join lateral (
      select max(grade::smallint) as worst_grade, max(greatest(started_on, resolved_on)) - origin.day_zero as last_at
      from portal.adverse_event where centre_id = p.centre_id and patient_id = p.id
    ) event
  ),
  judged as (
    select o.*,
      case
        when not o.is_followed then 'noFollowUp'
        when o.last_day is null or o.has_unplaced_death then 'noTimeZero'
        when o.cutoff_day < 0 then 'afterCutoff'
        when o.died_before or o.last_day < 0 then 'beforeTimeZero'
      end as os_missing
    from observed o
  ),
  timed as (
    select j.*,
      case
        when j.has_unplaced or (j.has_unplaced_death and j.pd_day is null) then 'noTimeZero'
        when j.cutoff_day < 0 then 'afterCutoff'
        when j.died_before then 'beforeTimeZero'
        -- Without an image after baseline the patient must at least be known to have lived at day 0.
        when j.pd_day is null and j.death_day is null and j.assessed_day is null then j.os_missing
      end as pfs_missing,
      -- Here least passes over what is null on purpose: no cut-off limits nothing, and one of two events is the first.
      case when j.definition #> '{os,censoredAt}' @> '["cutoff"]' then coalesce(j.cutoff_day, j.last_day)
        else least(j.last_day, j.cutoff_day) end as os_censored_day,
      case when j.definition #> '{pfs,events}' @> '["death"]' then least(j.pd_day, j.death_day) else j.pd_day end as pfs_event_day,
      coalesce(case when j.definition #> '{pfs,censoredAt}' @> '["death"]' then j.death_day end, j.assessed_day, 0) as pfs_censored_day
    from judged j
  )
  select o.recipe_id, o.id, o.centre_id, o.study_id, o.code, o.centre, o.arm, o.started_on, o.best_response,
    d.age_years, d.sex,
    b.ecog_ps, b.child_pugh_class, b.hepatitis_b, b.cirrhosis, b.afp_ng_ml, b.tumour_size_mm, b.lesion_count,
    b.lesion_number, b.portal_vein_thrombus, b.extrahepatic_metastasis, b.bclc_stage, b.source_stage_group,
    case when o.os_missing is null then coalesce(o.death_day, o.os_censored_day) end as os_days,
    case when o.os_missing is null then o.death_day is not null end as os_event,
    case when o.pfs_missing is null then coalesce(o.pfs_event_day, o.pfs_censored_day) end as pfs_days,
    case when o.pfs_missing is null then o.pfs_event_day is not null end as pfs_event,
    o.os_missing, o.pfs_missing,
    o.worst_grade,
    -- Of the few that may have one: the look at every pair costs as much as all the rest.
    case when o.may_follow_death or o.may_repeat then (
      select coalesce(bit_or(1 << (array_position(array['twoDeaths', 'aliveAfterDeath', 'afterDeath', 'visitTwice'], k.rule) - 1)), 0)
      from portal.contradiction k where k.centre_id = o.centre_id and k.patient_id = o.id
    ) else 0 end::smallint as contradictions
  from timed o
  left join portal.demographics d on d.centre_id = o.centre_id and d.patient_id = o.id
  left join portal.baseline b on b.centre_id = o.centre_id and b.patient_id = o.id;

  grant select on portal.derived_subject to portal_app;
`;
