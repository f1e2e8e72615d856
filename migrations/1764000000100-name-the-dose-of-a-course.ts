import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A study may have a field of its own called `dose`: the one of a course says that it is a dose and its schedule. */
export class NameTheDoseOfACourse1764000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table portal.systemic_course rename column dose to dose_schedule');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
