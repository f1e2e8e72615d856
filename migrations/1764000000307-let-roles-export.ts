import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Records leave the portal by a right of their own, and with true dates and texts by a second one. */
export class LetRolesExport1764000000307 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values
        ('administrator', 'exportRecords'), ('dataManager', 'exportRecords'), ('staff', 'exportRecords'),
        ('investigator', 'exportRecords'), ('statistician', 'exportRecords'), ('modelDeveloper', 'exportRecords'),
        ('administrator', 'exportIdentified'), ('dataManager', 'exportIdentified'), ('staff', 'exportIdentified')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
