import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A snapshot that is older than the columns of 1764000000252 is compared without them, as without those that are older still. */
export class CompareOlderSnapshots1764000000253 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function portal.hashes_of_older(subject jsonb, events jsonb) returns bytea[] language sql immutable parallel safe
        begin atomic
          select array[portal.hash_of_subject(third, events), portal.hash_of_subject(second, events),
            portal.hash_of_subject(second - array['derived_bclc_stage', 'haic_days', 'oxaliplatin_total_mg_m2', 'oxaliplatin_mg_m2_week'],
              events)]
          from (
            select third, third - array['ttr_days', 'ttr_event', 'ttr_missing', 'dor_days', 'dor_event', 'dor_missing', 'ttnt_days',
              'ttnt_event', 'ttnt_missing', 'days_to_progression', 'days_to_next_treatment'] as second
            from (select subject - array['enrolled_on', 'tki_started_on', 'ici_started_on'] as third) newest
          ) older;
        end;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
