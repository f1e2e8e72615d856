import { type IncomingHttpHeaders } from 'node:http';
import { type Asker } from '../../context/asker.ts';
import { databaseAwayError } from '../../context/portal-error.ts';
import { isDatabaseAway } from '../../db/database-away.ts';
import { type MembershipRow, toAccess } from '../studies/index.ts';
import { accessKeys } from './access-keys.ts';
import { type PortalAuth } from './create-auth.ts';
import { sessionToken } from './session-cookie.ts';

export interface SignedIn {
  readonly asker: Asker;
  readonly sessionId: string;
  /** What is open to the holder, one text for each centre of each role: what is missing later was taken away. */
  readonly access: ReadonlySet<string>;
}

interface SessionRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly access: readonly MembershipRow[];
}

const statement = { name: 'who-is', text: `select * from auth.who_is($1, make_interval(mins => $2))` };

/**
 * The holder of a request's session cookie and what is open to that person; null for nobody. One statement, sent to the
 * database each time: an ended session, a disabled account and a removed membership take effect with the next request. A
 * session that was idle for too long is ended by it.
 */
export async function whoIs(
  { pool, cookie, idleMinutes }: Pick<PortalAuth, 'pool' | 'cookie' | 'idleMinutes'>,
  { headers }: { headers: IncomingHttpHeaders },
): Promise<SignedIn | null> {
  const token = headers.cookie === undefined ? null : sessionToken(headers.cookie, cookie.name, cookie.secret);
  if (token === null) return null;
  const { rows } = await pool
    .query<SessionRow>({ ...statement, values: [token, idleMinutes] })
    .catch((error: unknown) => {
      throw isDatabaseAway(error) ? databaseAwayError() : error;
    });
  const [found] = rows;
  if (!found) return null;
  const { session_id, user_id, name, email, access } = found;
  const asker = { userId: user_id, name, email, studies: access.map(toAccess), sessionId: session_id };
  return { sessionId: session_id, asker, access: accessKeys(access) };
}
