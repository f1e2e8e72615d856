import { type IncomingHttpHeaders } from 'node:http';
import { type Asker } from '../../context/asker.ts';
import { databaseAwayError } from '../../context/portal-error.ts';
import { isDatabaseAway } from '../../db/database-away.ts';
import { type MembershipRow, toAccess } from '../studies/index.ts';
import { type PortalAuth } from './create-auth.ts';
import { sessionToken } from './session-cookie.ts';

export interface SignedIn {
  readonly asker: Asker;
  readonly sessionId: string;
}

interface SessionRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly access: readonly MembershipRow[];
}

const statement = { name: 'who-is', text: 'select * from auth.who_is($1)' };

/**
 * The holder of a request's session cookie and what is open to that person; null for nobody. One statement, sent to the
 * database each time: an ended session, a disabled account and a removed membership take effect with the next request.
 */
export async function whoIs(
  { pool, cookie }: Pick<PortalAuth, 'pool' | 'cookie'>,
  { headers }: { headers: IncomingHttpHeaders },
): Promise<SignedIn | null> {
  const token = headers.cookie === undefined ? null : sessionToken(headers.cookie, cookie.name, cookie.secret);
  if (token === null) return null;
  const { rows } = await pool.query<SessionRow>({ ...statement, values: [token] }).catch((error: unknown) => {
    throw isDatabaseAway(error) ? databaseAwayError() : error;
  });
  const [found] = rows;
  if (!found) return null;
  const { session_id, user_id, name, email, access } = found;
  return { sessionId: session_id, asker: { userId: user_id, name, email, studies: access.map(toAccess) } };
}
