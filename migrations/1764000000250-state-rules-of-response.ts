import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A recipe may state rules for time to response, duration of response and time to the next treatment (`ttr`, `dor`, `ttnt`).
 * One that does not is read as one that does with the first of the values that are allowed here, and a duration of response
 * ends as its progression-free survival does. The next migration derives the times.
 */
export class StateRulesOfResponse1764000000250 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(recipes);
    await db.query(snapshots);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const recipes = `
  alter table portal.recipe drop constraint recipe_is_sound, add constraint recipe_is_sound check ((
    definition ->> 'timeZero' in ('firstHaic', 'enrolment')
    and definition #> '{os,events}' = '["death"]'
    and definition #> '{os,censoredAt}' in ('["lastContact"]', '["cutoff", "lastContact"]')
    and (definition #> '{pfs,events}', definition #> '{pfs,censoredAt}') in (
      ('["progression", "death"]', '["lastAssessment"]'),
      ('["progression"]', '["lastAssessment"]'),
      ('["progression"]', '["death", "lastAssessment"]')
    )
    and (not definition ? 'ttr' or definition -> 'ttr' in (
      '{"events": ["response"], "censoredAt": ["progression", "lastAssessment"]}',
      '{"events": ["response"], "censoredAt": ["lastAssessment"]}'
    ))
    and (not definition ? 'dor' or definition -> 'dor' in (
      '{"events": ["progression", "death"], "censoredAt": ["lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["death", "lastAssessment"]}'
    ))
    and (not definition ? 'ttnt' or definition -> 'ttnt' in (
      '{"events": ["nextTreatment", "death"], "censoredAt": ["lastContact"]}',
      '{"events": ["nextTreatment"], "censoredAt": ["death", "lastContact"]}'
    ))
    and definition - array['timeZero', 'os', 'pfs', 'ttr', 'dor', 'ttnt'] = '{}'
    and (definition -> 'os') - 'events' - 'censoredAt' = '{}'
    and (definition -> 'pfs') - 'events' - 'censoredAt' = '{}'
  ) is true);

  -- Whether a study records images and later treatment decides whether these times can be derived.
  create or replace function portal.note_study() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
  declare
    decides constant text[] := array['tumour_assessment', 'later_treatment'];
  begin
    if tg_op = 'UPDATE' and old is not distinct from new then return null; end if;
    perform portal.note_studies(array[old.id, new.id], tg_op = 'UPDATE' and (
      (old.id, old.cutoff_on, old.recipe_id) is distinct from (new.id, new.cutoff_on, new.recipe_id)
      or array(select unnest(old.unused_forms) intersect select unnest(decides) order by 1)
        is distinct from array(select unnest(new.unused_forms) intersect select unnest(decides) order by 1)));
    return null;
  end $$;
`;

/**
 * What a snapshot may keep of this row, made before one or the other of its columns was there: it is compared without what
 * it could not keep.
 */
const snapshots = `
  create function portal.hashes_of_older(subject jsonb, events jsonb) returns bytea[] language sql immutable parallel safe
    begin atomic
      select array[portal.hash_of_subject(without, events), portal.hash_of_subject(without - array['derived_bclc_stage', 'haic_days',
        'oxaliplatin_total_mg_m2', 'oxaliplatin_mg_m2_week'], events)]
      from (select subject - array['ttr_days', 'ttr_event', 'ttr_missing', 'dor_days', 'dor_event', 'dor_missing', 'ttnt_days',
        'ttnt_event', 'ttnt_missing', 'days_to_progression', 'days_to_next_treatment'] as without) row;
    end;
`;
