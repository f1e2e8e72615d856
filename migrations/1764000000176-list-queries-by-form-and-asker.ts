import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Indexes of the list of queries. A page reads as many keys as it takes of each centre and state from the first alone; the
 * others are for those about one form and those that one person raised, of which there may be few among many.
 */
export class ListQueriesByFormAndAsker1764000000176 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index portal.data_query_list;
      create index data_query_list on portal.data_query (centre_id, state, place) include (id, patient_id);
      create index data_query_form on portal.data_query (centre_id, form, state, place);
      create index data_query_user on portal.data_query (centre_id, user_id, state, place);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
