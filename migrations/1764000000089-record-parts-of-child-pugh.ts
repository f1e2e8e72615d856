import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The two parts of the Child-Pugh score that no laboratory measures. */
export class RecordPartsOfChildPugh1764000000089 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal."baseline"
        add "ascites" text,
        add "encephalopathy" text,
        add constraint "baseline_ascites_8416d4" check ("ascites" in ('none', 'slight', 'moderate')),
        add constraint "baseline_encephalopathy_aa97e5" check ("encephalopathy" in ('none', 'grade1to2', 'grade3to4'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
