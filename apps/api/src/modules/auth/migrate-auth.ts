import { getMigrations } from 'better-auth/db/migration';
import { openPool } from '../../db/connections.ts';
import { accessTokenTable } from './access-tokens.ts';
import { authOptions } from './auth-options.ts';
import { passwordResetTable } from './password-resets.ts';
import { providerSubjectTable } from './provider-accounts.ts';
import { givenCodeTable } from './second-factor.ts';
import { signInAttemptTable } from './sign-in-attempts.ts';

/** Brings schema `auth` to the present version and opens it to its own role alone. As owner; safe to repeat. */
export async function migrateAuth(ownerUrl: string): Promise<void> {
  // A lost connection is reported by the statement that needed it.
  const pool = openPool({ connectionString: ownerUrl, options: '-c search_path=auth', max: 1 }, () => undefined);
  try {
    await pool.query('create schema if not exists auth');
    // The migration reads tables only: the secret and the address are placeholders.
    const { runMigrations } = await getMigrations(
      authOptions({ pool, secret: 'unused-by-the-migration-of-tables', publicUrl: 'http://localhost' }),
    );
    await runMigrations();
    await pool.query(`${signInAttemptTable}; ${givenCodeTable}; ${passwordResetTable}; ${providerSubjectTable}; ${accessTokenTable};
      grant usage on schema auth to portal_auth;
      grant select, insert, update, delete on all tables in schema auth to portal_auth;
    `);
  } finally {
    await pool.end();
  }
}
