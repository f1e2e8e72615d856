import { fromNodeHeaders } from 'better-auth/node';
import { type IncomingHttpHeaders } from 'node:http';
import { databaseAwayError } from '../../context/portal-error.ts';
import { databaseAnswers } from '../../db/connections.ts';
import { type PortalAuth } from './create-auth.ts';

export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
}

/**
 * Who holds the session cookie of a request; null for nobody. Asked of the database each time, so a session that is
 * ended or an account that is disabled is gone with the next request.
 */
export async function whoIs(
  { auth, pool }: Pick<PortalAuth, 'auth' | 'pool'>,
  { headers }: { headers: IncomingHttpHeaders },
): Promise<SignedIn | null> {
  if (!headers.cookie) return null;
  const found = await auth.api.getSession({ headers: fromNodeHeaders(headers) }).catch(async (error: unknown) => {
    // The library does not say why it could not look.
    throw (await databaseAnswers(pool)) ? error : databaseAwayError();
  });
  if (!found) return null;
  const { user, session } = found;
  return { userId: user.id, name: user.name, email: user.email, sessionId: session.id };
}
