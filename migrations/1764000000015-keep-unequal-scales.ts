import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A file whose pixels are not square states two scales; neither is the slide's, and none may be stated for it. */
export class KeepUnequalScales1764000000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.slide_file
        add column unequal_microns_x float8,
        add column unequal_microns_y float8,
        add check (num_nulls(unequal_microns_x, unequal_microns_y) in (0, 2)),
        add check (unequal_microns_x is null or num_nonnulls(microns_per_pixel, stated_microns_per_pixel) = 0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
