import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A run and a training name the version of the model that was asked for, so that files which change while they wait are
 * not run in its place. Null in rows that were queued before; those take what the folder holds.
 */
export class KeepTheVersionAskedFor1764000000270 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.inference add column version_asked uuid references portal.model_version;
      alter table portal.training_run add column version_asked uuid references portal.model_version;
      grant insert (version_asked) on portal.inference, portal.training_run to portal_app;

      -- Two versions of a model asked for on one slide are two runs.
      drop index portal.inference_under_way;
      create unique index inference_under_way
        on portal.inference (slide_id, model_id, provider_asked, md5(rois::text), centre_id, version_asked)
        nulls not distinct where status in ('queued', 'running');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
