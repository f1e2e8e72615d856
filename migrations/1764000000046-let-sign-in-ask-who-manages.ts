import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A link for a new password counts only while whoever made it manages all of the account, which is asked when it is used. */
export class LetSignInAskWhoManages1764000000046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function auth.manages_all_of(manager text, member text) returns boolean
      language sql stable security definer set search_path = '' as $$ select portal.manages_all_of(manager, member) $$;
      revoke execute on function auth.manages_all_of from public;
      grant execute on function auth.manages_all_of to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}
