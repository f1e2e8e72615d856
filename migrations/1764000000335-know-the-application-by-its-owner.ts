import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Logins are named after their database, so that several portals live on one server, and belong to the roles that migrations
 * grant to. Functions that ask whether the application calls them, which is then held to its rights, no longer know it by
 * name: whoever is not the owner whose rights the function has is held to them.
 */
export class KnowTheApplicationByItsOwner1764000000335 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare
        asking record;
        rewritten int := 0;
      begin
        for asking in
          select pg_get_functiondef(p.oid) as definition from pg_proc p
            where p.pronamespace = 'portal'::regnamespace and p.prosrc like '%session_user = ''portal_app''%'
        loop
          execute replace(asking.definition, 'session_user = ''portal_app''', 'session_user <> current_user');
          rewritten := rewritten + 1;
        end loop;
        if rewritten = 0 then raise exception 'no function asks who calls it'; end if;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
