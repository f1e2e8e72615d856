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
  /** Of the request that is answered, for the audit trail; the command line and the worker have none. */
  readonly requestId?: string;
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

/** Studies whose audit the asker's role opens; the database leaves out those of which a centre is closed to the asker. */
export function auditableStudies({ studies }: Asker): number[] {
  return studies.flatMap(({ role, studyId }) => (role === 'administrator' ? [studyId] : []));
}
