import { type MigrationInterface, type QueryRunner } from 'typeorm';

const forms = [
  'demographics',
  'eligibility',
  'baseline',
  'treatment',
  'tumour_assessment',
  'adverse_event',
  'follow_up',
] as const;

/** Beside the values of a record, why those that are missing are: by the name of the field, under the codes of the portal. */
export class SayWhyValuesAreMissing1764000000088 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of forms) {
      await db.query(`alter table portal.${table} add column missing jsonb not null default '{}'`);
    }
    await db.query(`
      -- As the trail and a removed record name them.
      create function portal.missing_reasons(missing jsonb) returns jsonb language sql immutable parallel safe as $$
        select coalesce(jsonb_object_agg('missing_' || key, value), '{}') from jsonb_each(missing)
      $$;

      -- The row with the study's fields and the reasons beside the portal's fields, as the trail names them.
      create or replace function portal.with_own(entry jsonb) returns jsonb language sql immutable parallel safe
        return case when entry ? 'own'
          then entry - array['own', 'missing'] || (entry -> 'own') ||
            case when entry -> 'missing' <> '{}' then portal.missing_reasons(entry -> 'missing') else '{}' end
          else entry end;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
