import { type IncomingMessage } from 'node:http';

/** A study as a member sees it: the centres whose rows are open to that member. */
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

export function readableCentres({ studies }: Asker): number[] {
  return studies.flatMap(({ readCentres }) => readCentres);
}

export function writableCentres({ studies }: Asker): number[] {
  return studies.flatMap(({ writeCentres }) => writeCentres);
}
