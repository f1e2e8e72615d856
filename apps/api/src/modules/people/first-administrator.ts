import { createHash, randomBytes } from 'node:crypto';
import { newClient } from '../../db/connections.ts';
import { type AccountDirectory } from '../auth/index.ts';

/** How long the printed link can be used; every start prints another one. */
export const firstAdministratorHours = 24;

/** What is stored of a link's token. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes the link by which somebody becomes the portal's first administrator; earlier ones open nothing any more. As owner.
 *
 * @returns its token, or null while somebody who can sign in administers the portal or a study.
 */
export async function offerFirstAdministrator(ownerUrl: string): Promise<string | null> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const token = randomBytes(32).toString('base64url');
    const { rowCount } = await client.query(
      `insert into portal.first_administrator_link (token_sha256, expires_at)
         select $1, now() + make_interval(hours => $2) where not auth.somebody_administers()
       on conflict (is_the_only_one) do update set token_sha256 = excluded.token_sha256, expires_at = excluded.expires_at`,
      [hashOf(token), firstAdministratorHours],
    );
    return rowCount === 0 ? null : token;
  } finally {
    await client.end();
  }
}

interface LinkRow {
  readonly expiresAt: Date;
  readonly state: string;
}

/** Null for a token that is not that of the printed link. */
export async function firstAdministratorLink(accounts: AccountDirectory, token: string): Promise<LinkRow | null> {
  const [found] = await accounts.rows<LinkRow>(
    `select expires_at as "expiresAt", state from auth.first_administrator_link_of($1)`,
    [hashOf(token)],
  );
  return found ?? null;
}
