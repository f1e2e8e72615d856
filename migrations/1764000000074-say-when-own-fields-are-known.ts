import { type MigrationInterface, type QueryRunner } from 'typeorm';

const severalRecords = `('tumourAssessment', 'adverseEvent', 'followUp')`;

/**
 * A field of a study says when it is known and, on a form with several records, which of them counts; both are fixed once
 * they are declared and the field is published. The analysis row takes the fields of the treatment too, and of each
 * field on a form with several records the one value that counts:
 * - known at time zero: records up to that day only; otherwise those up to the cut-off, or without a day;
 * - `first` and `last` are by the day of the record, so that one without a day does not count; `highest` and `lowest` are by
 *   the value, a category by the order of its codes; `any` is yes where a record says yes, otherwise no where one says no.
 *
 * Of the tables whose records have several days, the day is that on which the portal's own outcomes count them: of an
 * image, of the start of an adverse event, of a contact. The derivation is otherwise that of 1764000000056.
 */
export class SayWhenOwnFieldsAreKnown1764000000074 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What was a variable before this migration was so at time zero. No trigger: it says no more than what was in force.
      alter table portal.study_field add column known text check (known in ('timeZero', 'outcome')), add column counts text;
      alter table portal.study_field disable trigger user;
      update portal.study_field set known = 'timeZero' where form in ('demographics', 'eligibility', 'baseline');
      alter table portal.study_field enable trigger user;
      alter table portal.study_field
        add check ((counts is not null) = (known is not null and form in ${severalRecords})),
        add check (case kind when 'boolean' then counts in ('first', 'last', 'any') when 'text' then counts in ('first', 'last')
          else counts in ('first', 'last', 'highest', 'lowest') end);

      create or replace function portal.keep_field_versions() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if tg_op = 'UPDATE' then
          if old.study_id <> new.study_id or old.id <> new.id then
            raise exception 'a field stays in its study' using errcode = 'restrict_violation';
          end if;
          if old.state <> 'draft' and (new.state = 'draft'
            or (old.form, old.name, old.kind, old.unit) is distinct from (new.form, new.name, new.kind, new.unit)) then
            raise exception 'form, name, kind and unit of a published field are never changed: retire it and add another'
              using errcode = 'restrict_violation';
          end if;
          if old.state <> 'draft' and old.known is not null
            and (old.known, old.counts) is distinct from (new.known, new.counts) then
            raise exception 'when a published field is known and which record counts are never changed: retire it and add another'
              using errcode = 'restrict_violation';
          end if;
        end if;
        if new.state = 'published' then
          insert into study_field_version (field_id, study_id, version, declaration, published_by)
          values (new.id, new.study_id, new.version,
            to_jsonb(new) - array['id', 'study_id', 'state', 'version', 'updated_at', 'updated_by', 'position'], new.updated_by)
          on conflict do nothing;
        end if;
        return null;
      end $$;

      -- The analysis rows of those with a value are derived again where a declaration changes which record counts.
      create function portal.note_counted() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        field portal.study_field;
        was text := case when tg_op <> 'INSERT' and old.state <> 'draft' then concat_ws(' ', old.name, old.known, old.counts, old.codes) end;
        becomes text := case when tg_op <> 'DELETE' and new.state <> 'draft' then concat_ws(' ', new.name, new.known, new.counts, new.codes) end;
      begin
        if was is not distinct from becomes then return null; end if;
        field := case when tg_op = 'DELETE' then old else new end;
        if field.form not in ${severalRecords} then return null; end if;
        execute format(
          'select portal.note_subjects(array_agg(r.centre_id), array_agg(r.patient_id)) from portal.%I r
           join portal.centre c on c.id = r.centre_id where c.study_id = $1 and r.own ? $2 having count(*) > 0',
          lower(regexp_replace(field.form, '([A-Z])', '_\\1', 'g'))) using field.study_id, 'own_' || field.name;
        return null;
      end $$;
      revoke execute on function portal.note_counted from public;
      create trigger note_counted after insert or update or delete on portal.study_field
        for each row execute function portal.note_counted();
    `);
    await db.query(`
      -- The operator, who is the owner of the database, may in a study what its administrator may: \`portal study fields\`
      -- asks what records have, as the page does.
      create or replace function portal.may_in_study(wanted text, study int) returns boolean
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        if session_user = current_user then return true; end if;
        return exists (
          select from role_right r where r.right_name = wanted and (
            exists (select from membership m where m.study_id = study and m.user_id = asking_user() and m.role = r.role)
            or r.role = 'portalAdministrator'
              and exists (select from portal_administrator p where p.user_id = asking_user())
          )
        );
      end $$;
    `);
    await db.query(derivedSubject);
    // Where treatment had fields before this migration ran, their patients are derived again with it.
    await db.query(`
      set local statement_timeout = 0;
      select portal.note_studies(array(select distinct study_id from portal.study_field), true);
    `);
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
      contact.death_day < 0 as died_before, image.pd_day, image.assessed_day, image.has_unplaced, image.best_response,
      event.worst_grade, contact.died_at < greatest(contact.last_at, every_image.last_at, event.last_at,
        greatest(t.started_on, t.ended_on, t.tki_started_on, t.ici_started_on, e.enrolled_on) - origin.day_zero) as may_follow_death,
      every_image.may_repeat, t.own as of_treatment, origin.zero_on, origin.day_zero, cut.from_haic
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
    ) else 0 end::smallint as contradictions,
    coalesce(d.own, '{}') || coalesce(l.own, '{}') || coalesce(b.own, '{}') || coalesce(o.of_treatment, '{}')
      -- Of the few studies that have such a field: the others do not pay for it.
      || case when o.study_id in (
        select f.study_id from portal.study_field f where f.counts is not null and f.state <> 'draft'
      ) then coalesce((
        select jsonb_object_agg('own_' || f.name, counted.value)
        from portal.study_field f
        cross join lateral (
          select r.value
          from (
            select each_record.own -> ('own_' || f.name) as value, each_record.day, each_record.at,
              -- Dates and study days cannot be put in one order without a first HAIC.
              o.started_on is null and count(*) filter (where each_record.is_dated) over () not in (0, count(*) over ())
                as is_unordered
            from (
              select a.own, coalesce(a.assessed_on - o.zero_on, a.assessed_day + o.from_haic) as day,
                coalesce(a.assessed_on - o.day_zero, a.assessed_day) as at, a.assessed_on is not null as is_dated
              from portal.tumour_assessment a
              where f.form = 'tumourAssessment' and a.centre_id = o.centre_id and a.patient_id = o.id
              union all
              select e.own, e.started_on - o.zero_on, e.started_on - o.day_zero, true
              from portal.adverse_event e
              where f.form = 'adverseEvent' and e.centre_id = o.centre_id and e.patient_id = o.id
              union all
              select u.own, coalesce(u.contact_on - o.zero_on, u.contact_day + o.from_haic),
                coalesce(u.contact_on - o.day_zero, u.contact_day), u.contact_on is not null
              from portal.follow_up u
              where f.form = 'followUp' and u.centre_id = o.centre_id and u.patient_id = o.id
            ) each_record
          ) r
          cross join lateral (
            select case when f.kind = 'code' then (
              select to_jsonb(min(c.place)) from jsonb_array_elements(f.codes) with ordinality c(declared, place)
              where c.declared -> 'code' = r.value
            ) else r.value end as place
          ) ranked
          where jsonb_typeof(r.value) = case f.kind
              when 'integer' then 'number' when 'decimal' then 'number' when 'boolean' then 'boolean' else 'string' end
            and case when f.known = 'timeZero' then r.day <= 0 else (r.day <= o.cutoff_day) is not false end
            and (f.counts not in ('first', 'last') or (r.at is not null and not r.is_unordered))
          order by
            case f.counts when 'first' then r.at when 'last' then -r.at end,
            case when f.counts in ('highest', 'any') then ranked.place end desc nulls last,
            -- Of two on one day the lower.
            ranked.place nulls last, r.value
          limit 1
        ) counted
        where f.study_id = o.study_id and f.counts is not null and f.state <> 'draft'
      ), '{}') else '{}' end as own
  from timed o
  left join portal.demographics d on d.centre_id = o.centre_id and d.patient_id = o.id
  left join portal.eligibility l on l.centre_id = o.centre_id and l.patient_id = o.id
  left join portal.baseline b on b.centre_id = o.centre_id and b.patient_id = o.id;
`;
