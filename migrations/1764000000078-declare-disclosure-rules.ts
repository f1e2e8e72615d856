import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Under which rule numbers of all centres of a study are answered to members of one, and how long a patient must have been
 * able to be followed. Nothing crosses centres until whoever manages the study allows it.
 */
export class DeclareDisclosureRules1764000000078 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.study
        add column crosses_centres boolean not null default false,
        add column smallest_cell smallint not null default 7 check (smallest_cell between 3 and 50),
        add column round_to smallint not null default 5 check (round_to between 3 and 20),
        add column minimum_centres smallint not null default 3 check (minimum_centres between 2 and 20),
        add column minimum_at_risk smallint not null default 10 check (minimum_at_risk between 5 and 100),
        add column grid_months smallint not null default 1 check (grid_months between 1 and 12),
        add column minimum_follow_up_months float8 check (minimum_follow_up_months between 1 and 120),
        add column short_follow_up text not null default 'exclude' check (short_follow_up in ('exclude', 'warn')),
        add check (minimum_at_risk > smallest_cell);

      -- Beside change_study and add_study, in their transaction; the same rights as theirs.
      create function portal.set_study_rules(study int, settings jsonb) returns void
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
            short_follow_up = coalesce(follow_up ->> 'handling', 'exclude')
          where s.id = study;
      end $$;
      revoke execute on function portal.set_study_rules from public;
      grant execute on function portal.set_study_rules to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
