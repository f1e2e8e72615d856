import { type MigrationInterface, type QueryRunner } from 'typeorm';

const forms = ['haic_cycle', 'systemic_course', 'lab_result', 'later_treatment'] as const;

/**
 * A study adds fields to these forms too, and what is missing in them has reasons. The analysis row reads none of them, so
 * that a field on one of them is not a variable.
 */
export class LetLaterFormsBeExtended1764000000160 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of forms) {
      await db.query(`
        alter table portal.${table}
          add column own jsonb not null default '{}',
          add column missing jsonb not null default '{}'
      `);
    }
    await db.query(`
      alter table portal.study_field add constraint study_field_known_in_analysis check (known is null
        or form in ('demographics', 'eligibility', 'baseline', 'treatment', 'tumourAssessment', 'adverseEvent', 'followUp'))
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
