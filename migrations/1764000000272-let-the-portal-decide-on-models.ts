import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Models belong to the portal, so the portal's administrators decide which are used. An administrator of one study would
 * decide for all others; until now one could.
 */
export class LetThePortalDecideOnModels1764000000272 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`delete from portal.role_right where role = 'administrator' and right_name = 'decideOnModels'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
