import { type IncomingHttpHeaders } from 'node:http';
import { type QueryConfig } from 'pg';
import { type TokenScope } from '@haim/schema';
import { type Asker, withAccess } from '../../context/asker.ts';
import { databaseAwayError } from '../../context/portal-error.ts';
import { isDatabaseAway } from '../../db/database-away.ts';
import { type MembershipRow, toAccess } from '../studies/index.ts';
import { accessKeys } from './access-keys.ts';
import { bearerToken, hashOfToken } from './access-tokens.ts';
import { type PortalAuth } from './create-auth.ts';
import { needsSecondFactor } from './second-factor-rule.ts';
import { sessionToken } from './session-cookie.ts';

export interface SignedIn {
  readonly asker: Asker;
  /** Or the id of the token by which a program asks. */
  readonly sessionId: string;
  /** What is open to the holder, one text for each centre of each role: what is missing later was taken away. */
  readonly access: ReadonlySet<string>;
}

interface HolderRow {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly has_second_factor: boolean;
  /** Also where the portal has no study yet, of which `access` would tell. */
  readonly runs_portal: boolean;
  readonly access: readonly MembershipRow[];
}

interface SessionRow extends HolderRow {
  readonly session_id: string;
  /** Null after a password. */
  readonly provider_factor: boolean | null;
}

interface TokenRow extends HolderRow {
  readonly token_id: string;
  readonly scopes: readonly TokenScope[];
  readonly study_id: number | null;
  readonly second_factor: boolean;
}

const ofToken = { name: 'who-holds', text: 'select * from auth.who_holds($1)' };
const statement = { name: 'who-is', text: `select * from auth.who_is($1, make_interval(mins => $2))` };

/**
 * The holder of a request's session cookie, or of the token in its place, and what is open to that person; null for nobody. One statement, sent to the
 * database each time: an ended session, a disabled account and a removed membership take effect with the next request. A
 * session that was idle for too long is ended by it. To somebody who still has to set up a second factor nothing is open.
 */
export async function whoIs(auth: WhoIsAsked, { headers }: { headers: IncomingHttpHeaders }): Promise<SignedIn | null> {
  // Whoever sends a token asks by it, and by nothing else that the request carries.
  const held = bearerToken(headers.authorization);
  if (held !== null) return whoHolds(auth, held);
  const { cookie, idleMinutes, trustsProvidersFactor } = auth;
  const token = headers.cookie === undefined ? null : sessionToken(headers.cookie, cookie.name, cookie.secret);
  if (token === null) return null;
  const found = await first<SessionRow>(auth, { ...statement, values: [token, idleMinutes] });
  if (!found) return null;
  const { session_id: sessionId, has_second_factor, provider_factor } = found;
  const asker = askerFrom(auth, found, has_second_factor || (trustsProvidersFactor && provider_factor === true));
  return { sessionId, asker: { ...asker, sessionId }, access: accessKeys(found.access) };
}

async function whoHolds(auth: WhoIsAsked, held: string): Promise<SignedIn | null> {
  const found = await first<TokenRow>(auth, { ...ofToken, values: [hashOfToken(held)] });
  if (!found) return null;
  const { token_id: id, scopes, study_id: studyId, second_factor, has_second_factor, access } = found;
  const asker = askerFrom(auth, found, has_second_factor || second_factor);
  const token = { id, scopes, studyId };
  return { sessionId: id, asker: withAccess({ ...asker, token }, asker.studies), access: accessKeys(access) };
}

type WhoIsAsked = Pick<PortalAuth, 'pool' | 'cookie' | 'idleMinutes' | 'secondFactorRule' | 'trustsProvidersFactor'>;

async function first<Row extends object>({ pool }: WhoIsAsked, query: QueryConfig): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(query).catch((error: unknown) => {
    throw isDatabaseAway(error) ? databaseAwayError() : error;
  });
  return rows[0];
}

function askerFrom(
  { secondFactorRule }: WhoIsAsked,
  { user_id, name, email, has_second_factor, runs_portal, access }: HolderRow,
  gaveSecondFactor: boolean,
): Asker {
  const studies = access.map(toAccess);
  const roles = [...studies.map(({ role }) => role), ...(runs_portal ? (['portalAdministrator'] as const) : [])];
  const secondFactorIsDue = !gaveSecondFactor && needsSecondFactor(secondFactorRule, roles);
  return {
    userId: user_id,
    name,
    email,
    studies: secondFactorIsDue ? [] : studies,
    hasSecondFactor: has_second_factor,
    secondFactorIsDue,
  };
}
