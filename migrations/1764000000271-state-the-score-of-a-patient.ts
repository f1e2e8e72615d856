import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Which score a patient with several scored slides has is a setting of the study. Until now it was the first by barcode;
 * studies keep that until somebody decides otherwise.
 */
export class StateTheScoreOfAPatient1764000000271 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.study add column score_of_patient text not null default 'first'
        check (score_of_patient in ('first', 'newest', 'mean', 'maximum'));

      -- As before, with the new setting; one that is left out stays.
      create or replace function portal.set_study_rules(study int, settings jsonb) returns void
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        rule jsonb := settings -> 'disclosure';
        follow_up jsonb := settings -> 'minimumFollowUp';
      begin
        if session_user = 'portal_app' and not portal.may_in_study('manageStudy', study) and not asker_may('createStudies') then
          raise exception 'the right to manage the study is missing' using errcode = 'insufficient_privilege';
        end if;
        if exists (select from study s where s.id = study and s.closed_at is not null) then
          raise exception 'the study is closed' using errcode = 'object_not_in_prerequisite_state';
        end if;
        update study s set crosses_centres = (rule ->> 'isOn')::boolean, smallest_cell = (rule ->> 'smallestCell')::smallint,
            round_to = (rule ->> 'roundTo')::smallint, minimum_centres = (rule ->> 'minimumCentres')::smallint,
            minimum_at_risk = (rule ->> 'minimumAtRisk')::smallint, grid_months = (rule ->> 'gridMonths')::smallint,
            minimum_follow_up_months = (follow_up ->> 'months')::float8,
            short_follow_up = coalesce(follow_up ->> 'handling', 'exclude'),
            score_of_patient = coalesce(settings ->> 'scoreOfPatient', s.score_of_patient)
          where s.id = study;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
