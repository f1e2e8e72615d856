import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** HBV DNA is a laboratory result, in IU/mL or copies/mL. */
export class KeepHbvDna1764000000163 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.lab_result
        drop constraint "lab_result_test_c136f7",
        drop constraint "lab_result_unit_0759c5",
        add constraint "lab_result_test_fb7d05" check ("test" in ('AFP', 'PIVKAII', 'BILI', 'ALB', 'INR', 'ALT', 'AST', 'ALP', 'GGT', 'CREAT', 'PLAT', 'NEUT', 'LYM', 'WBC', 'HGB', 'HBVVLD', 'K', 'SODIUM')),
        add constraint "lab_result_unit_5e99ba" check ("unit" in ('ng/mL', 'ug/L', 'IU/mL', 'kIU/L', 'mAU/mL', 'umol/L', 'mg/dL', 'g/L', 'g/dL', 'ratio', 'U/L', 'IU/L', 'ukat/L', '10^9/L', '10^3/uL', '/uL', '/mm3', 'mmol/L', 'copies/mL', 'mEq/L'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
