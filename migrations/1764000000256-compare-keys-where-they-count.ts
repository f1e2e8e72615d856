import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Which lists wait: keys of records are compared for the few patients alone of whom the second person has entered something
 * that the first had not. Making the key of every record took most of the time.
 */
export class CompareKeysWhereTheyCount1764000000256 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function portal.uncompared_records(centres int[], only_patient uuid, form text)
      returns table (centre_id int, patient_id uuid, id uuid) language plpgsql stable security definer set search_path = portal, pg_temp as $$
      declare
        alone text := 'select from portal.entry_comparison c where c.centre_id = r.centre_id and c.patient_id = r.patient_id and c.form = $3
          and c.first_values is null and c.record_id is null and c.state = ''differs''';
      begin
        return query execute format(
          'select r.centre_id, r.patient_id, r.id from portal.%I r
           where r.centre_id = any ($1) and ($2::uuid is null or r.patient_id = $2)
             and not exists (select from portal.entry_comparison c where c.centre_id = r.centre_id and c.record_id = r.id)
             and (not exists (%s) or not exists (%s and portal.entry_key($3, c.second_values) = portal.entry_key($3, to_jsonb(r))))',
          table_of_form(form), alone, alone)
          using centres, only_patient, form;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
