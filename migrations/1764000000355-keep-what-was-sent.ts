import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A slide that is sent as several files is kept as one: the tiles of DICOM instances in a TIFF, and which file came is
 * known by its hash; MIRAX as the zip that came. The colour profile of an image is named and never applied; null also for an image that was attached before it was read.
 */
export class KeepWhatWasSent1764000000355 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.slide_file
        add column colour_profile text check (length(colour_profile) <= 200),
        add column sent_sha256 text check (sent_sha256 ~ '^[0-9a-f]{64}$'),
        drop constraint slide_file_file_name_check,
        add constraint slide_file_file_name_check
          check (file_name ~ '^[0-9a-f]{64}\\.(tiff|svs|ndpi|scn|svslide|bif|dcm|czi|mrxs\\.zip)$');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
