import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Outlines come as ROIs of OME-XML and as DICOM annotations and reports too. */
export class TakeOutlinesOfMorePrograms1764000000356 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.roi
        drop constraint roi_source_check,
        add constraint roi_source_check check (source in ('drawn', 'asap', 'qupath', 'imagescope', 'ome', 'dicom'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
