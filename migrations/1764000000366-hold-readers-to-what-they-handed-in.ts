import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whether a reading may be changed was asked of the application by the name of its role, which no login has any more:
 * whoever does not own the table is held to it.
 */
export class HoldReadersToWhatTheyHandedIn1764000000366 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare
        was text := pg_get_functiondef('portal.keep_reading_fixed'::regproc);
        becomes text := replace(was, 'current_user <> ''portal_app''',
          'current_user = pg_get_userbyid((select relowner from pg_class where oid = tg_relid))');
      begin
        if was = becomes then raise exception 'the function asks for no role by its name'; end if;
        execute becomes;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
