import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The same rows as by 1764000000266, for less: of one patient, preparing the statement took ten times as long as running
 * it. PostgreSQL writes what a level of the view computes into each place of the next that names it; a level that ends
 * with `offset 0` is computed once. What few patients need is a function (1764000000289), which is prepared when it is called.
 */
export class DeriveOneSubjectForLess1764000000290 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(derivedSubject);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const derivedSubject = `
  create or replace view portal.derived_subject with (security_invoker = true) as
  with observed as (
    select kept.recipe_id, r.definition, p.id, p.centre_id, p.code, c.study_id, c.code as centre, t.arm, t.started_on, cut.cutoff_day,
      contact.last_day, contact.is_followed, contact.has_unplaced_death,
      case when cut.cutoff_day is null or contact.death_day <= cut.cutoff_day then contact.death_day end as death_day,
      contact.death_day < 0 as died_before, image.pd_day, image.response_day, image.assessed_day, image.untreated_assessed_day, image.has_unplaced, image.best_response,
      later.next_day, later.open_day, later.is_given, s.unused_forms,
      event.worst_grade, contact.died_at < greatest(contact.last_at, every_image.last_at, greatest(event.last_on, cycle.last_on,
        course.last_on, later.last_on, sample.last_on, t.started_on, t.ended_on, t.tki_started_on, t.ici_started_on, e.enrolled_on)
        - origin.day_zero) as may_follow_death,
      every_image.may_repeat, t.own as of_treatment, greatest(t.haic_cycles, nullif(cycle.n, 0)) as haic_cycles_given,
      cycle.haic_days, cycle.oxaliplatin_total_mg_m2, cycle.oxaliplatin_mg_m2_week,
      origin.zero_on, origin.day_zero, cut.from_haic,
      t.tki_started_on, t.ici_started_on,
      coalesce(t.tki_started_on, course.first_tki_on) - t.started_on as days_to_tki,
      coalesce(t.ici_started_on, course.first_ici_on) - t.started_on as days_to_ici
    from portal.patient p
    join portal.centre c on c.id = p.centre_id
    join portal.study s on s.id = c.study_id
    join (select id as study_id, recipe_id from portal.study union select study_id, recipe_id from portal.compared_recipe) kept
      on kept.study_id = s.id
    join portal.recipe r on r.id = kept.recipe_id
    left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
    left join portal.demographics e on e.centre_id = p.centre_id and e.patient_id = p.id
    cross join lateral (
      -- The second orders dates, and study days with them where there is a first HAIC.
      select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on,
        coalesce(t.started_on, date '1900-01-01') as day_zero
      offset 0
    ) origin
    cross join lateral (
      select s.cutoff_on - origin.zero_on as cutoff_day,
        -- From a study day on record, counted from the first HAIC, to a day counted from time zero.
        case r.definition ->> 'timeZero' when 'firstHaic' then 0 else t.started_on - origin.zero_on end as from_haic
      offset 0
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
      -- What began after time zero and not after the cut-off: the first day that is known, and the first day on which a
      -- treatment may have begun whose day is not known.
      select max(l.earliest_on) as last_on, count(*) > 0 as is_given,
        min(l.earliest_on) filter (where l.is_counted and l.is_day and l.earliest_on > origin.zero_on) - origin.zero_on as next_day,
        min(l.earliest_on) filter (where l.is_counted and not l.is_day and l.latest_on > origin.zero_on) - origin.zero_on as open_day
      from (
        select portal.earliest_day(therapy_on) as earliest_on, portal.latest_day(therapy_on) as latest_on, length(therapy_on) = 10 as is_day,
          (portal.earliest_day(therapy_on) <= s.cutoff_on) is not false as is_counted
        from portal.later_treatment where centre_id = p.centre_id and patient_id = p.id
      ) l
    ) later
    cross join lateral (
      select min(v.day) filter (where v.response = 'PD') as pd_day,
        -- Of the images that best response is of.
        min(v.day) filter (where v.response in ('CR', 'PR') and (v.pd_at is null or v.at <= v.pd_at) and not v.is_unordered) as response_day,
        max(v.day) filter (where v.response <> 'NE') as assessed_day,
        -- The same up to the day on which a later treatment began.
        max(v.day) filter (where v.response <> 'NE' and v.day <= later.next_day) as untreated_assessed_day,
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
          where a.centre_id = p.centre_id and a.patient_id = p.id and (coalesce(a.assessed_on, t.started_on + a.assessed_day) <= s.cutoff_on) is not false
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
      -- Of a date known in part, here and below, the first day that it may be.
      select max(grade::smallint) as worst_grade, max(greatest(coalesce(started_day, portal.earliest_day(started_on)),
        coalesce(resolved_day, portal.earliest_day(resolved_on)))) as last_on
      from portal.adverse_event where centre_id = p.centre_id and patient_id = p.id
    ) event
    cross join lateral (
      select given.*, given.oxaliplatin_total_mg_m2 * 7 / (given.haic_days + 21) as oxaliplatin_mg_m2_week
      -- Hryniuk & Bush, J Clin Oncol 1984;2:1281: the last cycle counts with the three weeks that one is planned to take. The
      -- dose is known where every cycle that was given is on record with its own.
      from (
        select count(*)::int as n, max(given_on) as last_on, max(given_on) - min(given_on) as haic_days,
          case when count(*) = count(oxaliplatin_mg_m2) and (t.haic_cycles <= count(*)) is not false then sum(oxaliplatin_mg_m2) end
            as oxaliplatin_total_mg_m2
        from portal.haic_cycle where centre_id = p.centre_id and patient_id = p.id
      ) given
    ) cycle
    cross join lateral (
      -- The first course of a class is known if no other may have begun before it on a day that is not known.
      select max(greatest(c.earliest_on, portal.earliest_day(c.stopped_on))) as last_on,
        case when (min(c.earliest_on) filter (where c.drug_class = 'tki') < min(c.known_on) filter (where c.drug_class = 'tki')) is not true
          then min(c.known_on) filter (where c.drug_class = 'tki') end as first_tki_on,
        case when (min(c.earliest_on) filter (where c.drug_class = 'ici') < min(c.known_on) filter (where c.drug_class = 'ici')) is not true
          then min(c.known_on) filter (where c.drug_class = 'ici') end as first_ici_on
      from (
        select drug_class, stopped_on, portal.earliest_day(course_started_on) as earliest_on,
          case when length(course_started_on) = 10 then portal.earliest_day(course_started_on) end as known_on
        from portal.systemic_course where centre_id = p.centre_id and patient_id = p.id
      ) c
    ) course
    cross join lateral (select max(taken_on) as last_on from portal.lab_result where centre_id = p.centre_id and patient_id = p.id) sample
  ),
  judged as (
    select o.*, here.*
    from observed o
    cross join lateral (
      select
        case
          when not o.is_followed then 'noFollowUp'
          when o.last_day is null or o.has_unplaced_death then 'noTimeZero'
          when o.cutoff_day < 0 then 'afterCutoff'
          when o.died_before or o.last_day < 0 then 'beforeTimeZero'
        end as os_missing
      offset 0
    ) here
  ),
  timed as (
    select j.*, here.*
    from judged j
    cross join lateral (
      select
        case
          when j.has_unplaced or (j.has_unplaced_death and j.pd_day is null) then 'noTimeZero'
          when j.cutoff_day < 0 then 'afterCutoff'
          when j.died_before then 'beforeTimeZero'
          -- Without an image after baseline the patient must at least be known to have lived at day 0.
          when j.pd_day is null and j.death_day is null and j.assessed_day is null then j.os_missing
        end as progression_missing,
        -- Here least passes over what is null on purpose: no cut-off limits nothing, and one of two events is the first.
        case when j.definition #> '{os,censoredAt}' @> '["cutoff"]' then coalesce(j.cutoff_day, j.last_day)
          else least(j.last_day, j.cutoff_day) end as os_censored_day,
        -- Whatever was given later.
        case when j.definition #> '{pfs,events}' @> '["death"]' then least(j.pd_day, j.death_day) else j.pd_day end as pfs_any_event_day,
        coalesce(case when j.definition #> '{pfs,censoredAt}' @> '["death"]' then j.death_day end, j.assessed_day, 0) as pfs_any_censored_day
      offset 0
    ) here
  ),
  -- Response, and what came next. A recipe that says nothing of them is read as it was written before it could: a duration
  -- of response ends as progression-free survival does, and a death ends the time to the next treatment.
  followed as (
    select t.*, here.*
    from timed t
    cross join lateral (
      select
        case when 'tumour_assessment' = any(t.unused_forms) then 'notCollected'
          -- When the patient died does not matter to a response that is known.
          when not (t.response_day is not null and not t.has_unplaced and t.died_before is not true) then t.progression_missing
        end as ttr_missing,
        case when (t.next_day <= t.death_day) is not false then t.next_day end as treated_day,
        coalesce(t.open_day <= t.death_day, t.open_day is not null) as may_be_treated,
        case when coalesce(t.definition #> '{dor,events}', t.definition #> '{pfs,events}') @> '["death"]' then least(t.pd_day, t.death_day)
          else t.pd_day end as dor_any_event_day,
        coalesce(case when coalesce(t.definition #> '{dor,censoredAt}', t.definition #> '{pfs,censoredAt}') @> '["death"]' then t.death_day end,
          t.assessed_day) as dor_any_censored_day,
        'later_treatment' = any(t.unused_forms) as is_treatment_unknown,
        coalesce(t.definition #> '{pfs,censoredAt}' @> '["newTreatment"]', false) as pfs_stops,
        coalesce(coalesce(t.definition #> '{dor,censoredAt}', t.definition #> '{pfs,censoredAt}') @> '["newTreatment"]', false) as dor_stops
      offset 0
    ) here
  ),
  -- By a recipe in which a later treatment censors, one that begins before the event leaves the images up to that day. An
  -- image or a death on the very day still counts.
  stopped as (
    select f.*, here.*
    from followed f
    cross join lateral (
      select
        case when f.pfs_stops and (f.treated_day < f.pfs_any_event_day) is not false then f.treated_day end as pfs_stopped_day,
        case when f.dor_stops and (f.treated_day < f.dor_any_event_day) is not false then f.treated_day end as dor_stopped_day
      offset 0
    ) here
  ),
  placed as (
    select s.*, here.*
    from stopped s
    cross join lateral (
      select
        case when s.pfs_stopped_day is null then s.pfs_any_event_day end as pfs_event_day,
        case when s.pfs_stopped_day is null then s.pfs_any_censored_day else coalesce(s.untreated_assessed_day, 0) end as pfs_censored_day,
        case when s.dor_stopped_day is null then s.dor_any_event_day end as dor_event_day,
        case when s.dor_stopped_day is null then s.dor_any_censored_day else s.untreated_assessed_day end as dor_censored_day
      offset 0
    ) here
  ),
  ended as (
    select f.*, here.*
    from placed f
    cross join lateral (
      select
        case when f.pfs_stops and f.is_treatment_unknown then 'notCollected'
          when f.progression_missing is not null then f.progression_missing
          when f.pfs_stops and f.is_given and f.zero_on is null then 'noTimeZero'
          -- A treatment of which the day is not known may have begun before this time ends.
          when f.pfs_stops and f.may_be_treated and f.open_day < coalesce(f.pfs_event_day, f.pfs_censored_day) then 'partialDate'
        end as pfs_missing,
        case when f.ttr_missing is not null then f.ttr_missing
          when f.response_day is null then 'noResponse'
          when f.dor_stops and f.is_treatment_unknown then 'notCollected'
          when f.progression_missing is not null then f.progression_missing
          when f.dor_stops and f.is_given and f.zero_on is null then 'noTimeZero'
          when f.dor_stopped_day < f.response_day then 'afterNewTreatment'
          when f.dor_stops and f.may_be_treated and f.open_day < coalesce(f.dor_event_day, f.dor_censored_day) then 'partialDate'
          -- A death on record before the image: the response is the time zero of its duration.
          when coalesce(f.dor_event_day, f.dor_censored_day) < f.response_day then 'beforeTimeZero'
        end as dor_missing,
        case when f.is_treatment_unknown then 'notCollected'
          when f.cutoff_day < 0 then 'afterCutoff'
          when f.died_before then 'beforeTimeZero'
          when f.is_given and f.zero_on is null then 'noTimeZero'
          when f.may_be_treated and (f.open_day < f.treated_day) is not false then 'partialDate'
          when f.treated_day is null then f.os_missing
        end as ttnt_missing,
        case when coalesce(f.definition #> '{ttnt,events}' @> '["death"]', true) then least(f.treated_day, f.death_day)
          else f.treated_day end as ttnt_event_day
      offset 0
    ) here
  ),
  outcome as (
    select t.*, here.*
    from ended t
    cross join lateral (
      select
        case when t.os_missing is null then coalesce(t.death_day, t.os_censored_day) end as os_days,
        case when t.os_missing is null then t.death_day is not null end as os_event,
        case when t.pfs_missing is null then coalesce(t.pfs_event_day, t.pfs_censored_day) end as pfs_days,
        case when t.pfs_missing is null then t.pfs_event_day is not null end as pfs_event,
        case when t.ttr_missing is null then coalesce(t.response_day,
          case when coalesce(t.definition #> '{ttr,censoredAt}' @> '["progression"]', true) then t.pd_day end, t.assessed_day, 0) end as ttr_days,
        case when t.ttr_missing is null then t.response_day is not null end as ttr_event,
        case when t.dor_missing is null then coalesce(t.dor_event_day, t.dor_censored_day) - t.response_day end as dor_days,
        case when t.dor_missing is null then t.dor_event_day is not null end as dor_event,
        case when t.ttnt_missing is null then coalesce(t.ttnt_event_day, t.death_day, least(t.last_day, t.cutoff_day)) end as ttnt_days,
        case when t.ttnt_missing is null then t.ttnt_event_day is not null end as ttnt_event,
        case when t.progression_missing is null and (t.pd_day <= t.death_day) is not false then t.pd_day end as days_to_progression,
        case when t.ttnt_missing is null then t.treated_day end as days_to_next_treatment
      offset 0
    ) here
  )
  select o.recipe_id, o.id, o.centre_id, o.study_id, o.code, o.centre, o.arm, o.started_on, o.best_response,
    d.age_years, d.sex, b.ecog_ps, b.child_pugh_class, b.hepatitis_b, b.cirrhosis, b.afp_ng_ml, b.tumour_size_mm, b.lesion_count,
    b.lesion_number, b.portal_vein_thrombus, b.extrahepatic_metastasis, b.bclc_stage, b.source_stage_group,
    o.os_days, o.os_event, o.pfs_days, o.pfs_event, o.os_missing, o.pfs_missing,
    o.worst_grade, -- Of the few that may have one: the look at every pair costs as much as all the rest, and so does preparing it.
    case when o.may_follow_death or o.may_repeat then portal.contradictions_of(o.centre_id, o.id) else 0 end::smallint as contradictions,
    w.own, l.baseline_imaging_available, l.follow_up_imaging_available, l.other_malignancy, l.feeding_artery_unidentified, l.lost_to_follow_up,
    o.haic_cycles_given,
    case when v.eligible then 'eligible' when not v.eligible then 'ineligible'
      when e.criteria is null then null when e.criteria -> 'failed' <> '[]' then 'ineligible'
      when e.criteria -> 'unknown' <> '[]' then 'unknown' else 'eligible' end as eligibility,
    case when v.eligible then null else coalesce(e.criteria #>> '{failed,0}', case when not v.eligible then 'decision' end) end as excluded_by,
    e.criteria, o.days_to_tki, o.days_to_ici,
    stage.albi_score, stage.albi_grade, stage.child_pugh_points, stage.derived_child_pugh_class,
    stage.bilirubin_umol_l, stage.albumin_g_l, stage.inr, stage.alt_u_l, stage.platelets_g_l, stage.afp_result_ng_ml,
    stage.derived_bclc_stage, o.haic_days, o.oxaliplatin_total_mg_m2, o.oxaliplatin_mg_m2_week,
    o.ttr_days, o.ttr_event, o.ttr_missing, o.dor_days, o.dor_event, o.dor_missing, o.ttnt_days, o.ttnt_event, o.ttnt_missing,
    o.days_to_progression, o.days_to_next_treatment, d.enrolled_on, o.tki_started_on, o.ici_started_on
  from outcome o
  left join portal.demographics d on d.centre_id = o.centre_id and d.patient_id = o.id
  left join portal.eligibility l on l.centre_id = o.centre_id and l.patient_id = o.id
  left join portal.baseline b on b.centre_id = o.centre_id and b.patient_id = o.id
  left join portal.study_eligibility k on k.study_id = o.study_id and k.criteria <> '[]'
  left join portal.eligibility_decision v on v.centre_id = o.centre_id and v.patient_id = o.id
  cross join lateral (
    select coalesce(d.own, '{}') || coalesce(l.own, '{}') || coalesce(b.own, '{}') || coalesce(o.of_treatment, '{}')
      -- Of the few studies that have such a field: the others do not pay for it.
      || case when o.study_id in (
        select f.study_id from portal.study_field f where f.counts is not null and f.state <> 'draft'
      ) then portal.own_counted(o.centre_id, o.id, o.study_id, o.started_on, o.zero_on, o.day_zero, o.from_haic, o.cutoff_day)
      else '{}' end as own offset 0
  ) w
  cross join lateral (
    -- Of each test the last result on or before time zero that is a number, in the standard unit.
    select max(r.bilirubin) as reported_bilirubin, max(r.unit) filter (where r.test = 'BILI') as bilirubin_unit,
      max(r.standard) filter (where r.test = 'BILI') as bilirubin_umol_l, max(r.standard) filter (where r.test = 'ALB') as albumin_g_l,
      max(r.standard) filter (where r.test = 'INR') as inr, max(r.standard) filter (where r.test = 'ALT') as alt_u_l,
      max(r.standard) filter (where r.test = 'PLAT') as platelets_g_l, max(r.standard) filter (where r.test = 'AFP') as afp_result_ng_ml
    from (
      select distinct on (r.test) r.test, r.unit, portal.standard_value(r.test, r.value, r.unit) as standard,
        case r.test when 'BILI' then r.value end as bilirubin
      from portal.lab_result r
      where r.centre_id = o.centre_id and r.patient_id = o.id and r.test in ('BILI', 'ALB', 'INR', 'ALT', 'PLAT', 'AFP')
        and r.beyond is null and r.taken_on <= o.zero_on
      order by r.test, r.taken_on desc
    ) r offset 0
  ) lab
  cross join lateral (
    -- Pugh et al., Br J Surg 1973;60:646, with INR; bilirubin by the cuts of the unit in which it was reported.
    select array[
      case when lab.bilirubin_unit = 'mg/dL' then case when lab.reported_bilirubin < 2 then 1 when lab.reported_bilirubin <= 3 then 2 else 3 end
        when lab.bilirubin_unit = 'umol/L' then case when lab.reported_bilirubin < 34 then 1 when lab.reported_bilirubin <= 51 then 2 else 3 end end,
      case when lab.albumin_g_l > 35 then 1 when lab.albumin_g_l >= 28 then 2 when lab.albumin_g_l is not null then 3 end,
      case when lab.inr < 1.7 then 1 when lab.inr <= 2.3 then 2 when lab.inr is not null then 3 end, case b.ascites when 'none' then 1 when 'slight' then 2 when 'moderate' then 3 end, case b.encephalopathy when 'none' then 1 when 'grade1to2' then 2 when 'grade3to4' then 3 end
    ] as parts,
      -- Johnson et al., J Clin Oncol 2015;33:550. Of a bilirubin of 0 there is no logarithm.
      case when lab.bilirubin_umol_l > 0 then 0.66 * log(lab.bilirubin_umol_l) - 0.085 * lab.albumin_g_l end as albi_score offset 0
  ) scored
  cross join lateral (
    -- With 1 and with 3 points for each part that is not known: the class is decided where both are of one.
    select sum(coalesce(part, 1))::int as least, sum(coalesce(part, 3))::int as most from unnest(scored.parts) part offset 0
  ) points
  cross join lateral (
    -- Liver function as BCLC asks for it. An entered class that the points allow is what was known of the parts not recorded.
    select coalesce(known.class <> 'C', points.least <= 9) as may_be_preserved, coalesce(known.class = 'C', points.most >= 10) as may_be_end_stage
    from (
      select case when case b.child_pugh_class when 'A' then points.least <= 6 when 'B' then points.least <= 9 and points.most >= 7
        when 'C' then points.most >= 10 end then b.child_pugh_class end as class
    ) known offset 0
  ) liver
  cross join lateral (
    -- The facts as they are; null is not known, and may be either.
    select b.ecog_ps::smallint as ecog, b.portal_vein_thrombus or b.extrahepatic_metastasis as is_spread,
      coalesce(b.lesion_count = 1, b.lesion_number = 'single') as is_single,
      b.lesion_count <= 3 and b.tumour_size_mm <= 30 as is_few, b.tumour_size_mm <= 20 as is_small offset 0
  ) fact
  cross join lateral (
    -- BCLC 2022 (Reig et al., J Hepatol 2022;76:681): the stages that what is known allows, as \`bclcStages\` of the contract has them.
    select array_remove(array[
      case when early.is_possible and fact.is_single is not false and fact.is_small is not false then '0' end,
      case when early.is_possible and ((fact.is_single is not false and fact.is_small is not true)
        or (fact.is_single is not true and fact.is_few is not false)) then 'A' end,
      case when early.is_possible and fact.is_single is not true and fact.is_few is not true then 'B' end,
      case when liver.may_be_preserved and ((fact.is_spread is not false and (fact.ecog <= 2) is not false)
        or (fact.ecog between 1 and 2) is not false) then 'C' end,
      case when liver.may_be_end_stage or (fact.ecog >= 3) is not false then 'D' end
    ], null) as stages
    from (select liver.may_be_preserved and fact.is_spread is not true and (fact.ecog = 0) is not false as is_possible) early offset 0
  ) bclc
  cross join lateral (
    select lab.bilirubin_umol_l, lab.albumin_g_l, lab.inr, lab.alt_u_l, lab.platelets_g_l, lab.afp_result_ng_ml, scored.albi_score,
      case when scored.albi_score <= -2.6 then '1' when scored.albi_score <= -1.39 then '2' when scored.albi_score is not null then '3' end
        as albi_grade,
      case when points.least = points.most then points.least end as child_pugh_points,
      case when points.most <= 6 then 'A' when points.least >= 7 and points.most <= 9 then 'B' when points.least >= 10 then 'C' end
        as derived_child_pugh_class,
      case when cardinality(bclc.stages) = 1 then bclc.stages[1] end as derived_bclc_stage offset 0
  ) stage
  -- Of the studies that state criteria: the others do not pay for it. What is derived comes last, over what forms have.
  cross join lateral (
    select case when k.study_id is not null then portal.judge_criteria(k.criteria,
      coalesce(to_jsonb(d), '{}') || coalesce(to_jsonb(l), '{}') || coalesce(to_jsonb(b), '{}') || to_jsonb(o) || to_jsonb(stage)
        || jsonb_build_object('own', w.own)) end as criteria
    -- Once for each row, however often it is named.
    offset 0
  ) e;
`;
