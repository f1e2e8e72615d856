import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whoever manages a study may add recipes to it and keep their rows beside those of its own (`compared_recipe`). A recipe
 * that a study adds is that study's: no other sees or uses it, so that its name tells nobody anything. Those without a
 * study are the portal's, for all. None is ever rewritten; one that is kept no longer stays, because snapshots name it.
 */
export class AddRecipesOfStudies1764000000265 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(definitions);
    await db.query(writers);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

const definitions = `
  alter table portal.recipe drop constraint recipe_is_sound, add constraint recipe_is_sound check ((
    definition ->> 'timeZero' in ('firstHaic', 'enrolment')
    and definition #> '{os,events}' = '["death"]'
    and definition #> '{os,censoredAt}' in ('["lastContact"]', '["cutoff", "lastContact"]')
    and (definition #> '{pfs,events}', definition #> '{pfs,censoredAt}') in (
      ('["progression", "death"]', '["lastAssessment"]'),
      ('["progression", "death"]', '["newTreatment", "lastAssessment"]'),
      ('["progression"]', '["lastAssessment"]'),
      ('["progression"]', '["newTreatment", "lastAssessment"]'),
      ('["progression"]', '["death", "lastAssessment"]'),
      ('["progression"]', '["newTreatment", "death", "lastAssessment"]')
    )
    and (not definition ? 'ttr' or definition -> 'ttr' in (
      '{"events": ["response"], "censoredAt": ["progression", "lastAssessment"]}',
      '{"events": ["response"], "censoredAt": ["lastAssessment"]}'
    ))
    and (not definition ? 'dor' or definition -> 'dor' in (
      '{"events": ["progression", "death"], "censoredAt": ["lastAssessment"]}',
      '{"events": ["progression", "death"], "censoredAt": ["newTreatment", "lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["newTreatment", "lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["death", "lastAssessment"]}',
      '{"events": ["progression"], "censoredAt": ["newTreatment", "death", "lastAssessment"]}'
    ))
    and (not definition ? 'ttnt' or definition -> 'ttnt' in (
      '{"events": ["nextTreatment", "death"], "censoredAt": ["lastContact"]}',
      '{"events": ["nextTreatment"], "censoredAt": ["death", "lastContact"]}'
    ))
    and definition - array['timeZero', 'os', 'pfs', 'ttr', 'dor', 'ttnt'] = '{}'
    and (definition -> 'os') - 'events' - 'censoredAt' = '{}'
    and (definition -> 'pfs') - 'events' - 'censoredAt' = '{}'
  ) is true);

  alter table portal.recipe add column study_id int references portal.study on delete cascade,
    drop constraint recipe_name_version_key,
    add constraint recipe_name_version_key unique nulls not distinct (study_id, name, version);
  select portal.audit_rows_of_study('recipe', 'name');
`;

const writers = `
  create function portal.refuse_recipe_of_another() returns trigger language plpgsql as $$
  begin
    if exists (select from portal.recipe r where r.id = new.recipe_id and r.study_id <> new.id) then
      raise exception 'there is no recipe % for this study', new.recipe_id using errcode = 'foreign_key_violation';
    end if;
    return new;
  end $$;
  create trigger recipe_of_study before insert or update of recipe_id on portal.study
    for each row execute function portal.refuse_recipe_of_another();

  -- Who may change what a study is, and only while it is open.
  create function portal.need_open_managed(study int) returns void language plpgsql stable set search_path = portal, pg_temp as $$
  begin
    if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) then
      raise exception 'the right to manage the study is missing' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from study s where s.id = study and s.closed_at is not null) then
      raise exception 'the study is closed' using errcode = 'object_not_in_prerequisite_state';
    end if;
  end $$;

  -- A recipe of the study, kept beside its own; the next version where the study has one of this name. Returns its id.
  create function portal.add_recipe(study int, given_name text, given jsonb) returns int
  language plpgsql security definer set search_path = portal, pg_temp as $$
  declare
    added int;
  begin
    perform need_open_managed(study);
    -- Two that are added at once get two numbers.
    perform pg_advisory_xact_lock(hashtext('portal.recipe'));
    insert into recipe (id, name, version, definition, study_id)
      select (select max(r.id) + 1 from recipe r), given_name,
        1 + coalesce((select max(r.version) from recipe r where r.name = given_name
          and (r.study_id = add_recipe.study or r.study_id is null)), 0), given, add_recipe.study
      returning id into added;
    insert into compared_recipe (study_id, recipe_id) values (add_recipe.study, added);
    return added;
  end $$;

  -- Keeps rows of a recipe of the study or of the portal. Returns false where there is no such recipe.
  create function portal.keep_recipe(study int, recipe int) returns boolean
  language plpgsql security definer set search_path = portal, pg_temp as $$
  begin
    perform need_open_managed(study);
    if not exists (select from recipe r where r.id = keep_recipe.recipe and (r.study_id = keep_recipe.study or r.study_id is null)) then
      return false;
    end if;
    insert into compared_recipe (study_id, recipe_id) values (keep_recipe.study, keep_recipe.recipe) on conflict do nothing;
    return true;
  end $$;

  -- Keeps them no longer; the recipe itself stays. Returns false where none were kept.
  create function portal.leave_recipe(study int, recipe int) returns boolean
  language plpgsql security definer set search_path = portal, pg_temp as $$
  begin
    perform need_open_managed(study);
    delete from compared_recipe c where c.study_id = leave_recipe.study and c.recipe_id = leave_recipe.recipe;
    return found;
  end $$;

  revoke execute on function portal.need_open_managed, portal.add_recipe, portal.keep_recipe, portal.leave_recipe from public;
  grant execute on function portal.add_recipe, portal.keep_recipe, portal.leave_recipe to portal_app;
`;
