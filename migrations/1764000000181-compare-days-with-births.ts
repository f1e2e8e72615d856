import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A line of the screening log is not of a day before its patient was born. */
export class CompareDaysWithBirths1764000000181 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Answers who may see the date of birth, and nobody else: whoever asks for one day after another would learn it. The date
      -- itself is returned by show_identity alone, which records the look.
      create function portal.is_before_birth(patient uuid, day date) returns boolean
      language sql stable security definer set search_path = portal, pg_temp as $$
        select exists (
          select from patient_identity i
          where i.patient_id = patient and i.centre_id = any (identity_centres()) and day < i.date_of_birth)
      $$;
      revoke execute on function portal.is_before_birth from public;
      grant execute on function portal.is_before_birth to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
