import { type IncomingHttpHeaders } from 'node:http';
import { type Asker } from '../../context/asker.ts';
import { databaseAwayError } from '../../context/portal-error.ts';
import { isDatabaseAway } from '../../db/database-away.ts';
import { type MembershipRow, toAccess } from '../studies/index.ts';
import { accessKeys } from './access-keys.ts';
import { type PortalAuth } from './create-auth.ts';
import { needsSecondFactor } from './second-factor-rule.ts';
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
  readonly has_second_factor: boolean;
  /** Null after a password. */
  readonly provider_factor: boolean | null;
  /** Also where the portal has no study yet, of which `access` would tell. */
  readonly runs_portal: boolean;
  readonly access: readonly MembershipRow[];
}

const statement = { name: 'who-is', text: `select * from auth.who_is($1, make_interval(mins => $2))` };

/**
 * The holder of a request's session cookie and what is open to that person; null for nobody. One statement, sent to the
 * database each time: an ended session, a disabled account and a removed membership take effect with the next request. A
 * session that was idle for too long is ended by it. To somebody who still has to set up a second factor nothing is open.
 */
export async function whoIs(
  {
    pool,
    cookie,
    idleMinutes,
    secondFactorRule,
    trustsProvidersFactor,
  }: Pick<PortalAuth, 'pool' | 'cookie' | 'idleMinutes' | 'secondFactorRule' | 'trustsProvidersFactor'>,
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
  const { session_id, user_id, name, email, has_second_factor, provider_factor, runs_portal, access } = found;
  const studies = access.map(toAccess);
  const roles = [...studies.map(({ role }) => role), ...(runs_portal ? (['portalAdministrator'] as const) : [])];
  const gaveSecondFactor = has_second_factor || (trustsProvidersFactor && provider_factor === true);
  const secondFactorIsDue = !gaveSecondFactor && needsSecondFactor(secondFactorRule, roles);
  const asker = {
    userId: user_id,
    name,
    email,
    studies: secondFactorIsDue ? [] : studies,
    sessionId: session_id,
    hasSecondFactor: has_second_factor,
    secondFactorIsDue,
  };
  return { sessionId: session_id, asker, access: accessKeys(access) };
}
