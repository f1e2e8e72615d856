import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a study intends: patients by a day, and the events with which two arms are compared. Whoever reads records sees it
 * beside what has been reached; whoever manages the study sets it.
 */
export class PlanStudies1764000000217 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.study_plan (
        study_id int primary key references portal.study,
        target_patients int check (target_patients between 1 and 1000000),
        accrual_from date,
        accrual_until date,
        endpoint text not null check (endpoint in ('OS', 'PFS')),
        planned_events int check (planned_events between 1 and 1000000),
        hazard_ratio double precision check (hazard_ratio between 0.05 and 20 and hazard_ratio <> 1),
        alpha double precision not null check (alpha between 0.001 and 0.2),
        power double precision not null check (power between 0.5 and 0.99),
        comparison_share double precision not null check (comparison_share between 0.05 and 0.95),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (accrual_from < accrual_until),
        check (target_patients is null or (accrual_from is not null and accrual_until is not null))
      );

      alter table portal.study_plan enable row level security;
      alter table portal.study_plan force row level security;
      create policy owner_keeps on portal.study_plan to current_user using (true) with check (true);
      select portal.audit_rows_of_study('study_plan', 'planned_events');
      create policy read_with_records on portal.study_plan for select to portal_app using (
        portal.may_in_study('manageStudy', study_id) or exists (select from portal.centre c
          where c.study_id = study_plan.study_id and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.study_plan for insert to portal_app with check (portal.may_in_study('manageStudy', study_id));
      create policy change on portal.study_plan for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant select, insert, update on portal.study_plan to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
