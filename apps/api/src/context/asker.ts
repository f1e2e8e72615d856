import { type IncomingMessage } from 'node:http';
import { PortalError } from './portal-error.ts';

/** A study as a member sees it: the centres whose rows that member may read. */
export interface StudyAccess {
  readonly studyId: number;
  readonly studyCode: string;
  readonly role: 'investigator' | 'staff' | 'administrator';
  readonly readCentres: readonly number[];
  readonly writeCentres: readonly number[];
}

/** Who asks, as read from the session and the memberships, never from the request. */
export interface Asker {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly studies: readonly StudyAccess[];
}

/** Reads session and memberships afresh for each request. */
export type AskerOf = (req: Pick<IncomingMessage, 'headers'>) => Promise<Asker | null>;

/** @throws UNAUTHENTICATED without a signed-in user: only signing in is open to strangers. */
export async function signedIn(askerOf: AskerOf, req: Pick<IncomingMessage, 'headers'>): Promise<Asker> {
  const asker = await askerOf(req);
  if (!asker) throw new PortalError('UNAUTHENTICATED', 'sign in first', { http: { status: 401 } });
  return asker;
}

export function readableCentres({ studies }: Asker): number[] {
  return studies.flatMap(({ readCentres }) => readCentres);
}

export function writableCentres({ studies }: Asker): number[] {
  return studies.flatMap(({ writeCentres }) => writeCentres);
}
