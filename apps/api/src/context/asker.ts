import { type IncomingMessage } from 'node:http';
import {
  armBlindRights,
  blindRights,
  type CentreRight,
  readingRights,
  type Right,
  rightsOfScopes,
  type Role,
  roleMay,
  type TokenScope,
} from '@haim/schema';
import { PortalError, secondFactorFirst, studyClosed, withoutRight } from './portal-error.ts';

/** A membership: one role in one study, with the centres whose rows that role may read and write there. */
export interface StudyAccess {
  readonly studyId: number;
  readonly studyCode: string;
  readonly role: Role;
  readonly readCentres: readonly number[];
  /** None in a closed study. */
  readonly writeCentres: readonly number[];
  readonly isClosed?: boolean;
  /** Where the role reads no record, the centres whose cases it may be assigned. */
  readonly blindCentres?: readonly number[];
  /** Where a program asks with a token, the rights that it has of the role's. */
  readonly only?: ReadonlySet<Right>;
}

/** The token by which a program asks for its holder. */
export interface AskingToken {
  readonly id: string;
  readonly scopes: readonly TokenScope[];
  /** The one study that it is for; null for every study of its holder. */
  readonly studyId: number | null;
}

/** Who asks, as read from the session and the memberships, never from the request. */
export interface Asker {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly studies: readonly StudyAccess[];
  /** The session by which they ask; the command line and the worker have none. */
  readonly sessionId?: string;
  /** In the place of a session, where a program asks. */
  readonly token?: AskingToken;
  /** Of the request that is answered, for the audit trail; the command line and the worker have none. */
  readonly requestId?: string;
  readonly hasSecondFactor?: boolean;
  /** Of a question that changes nothing: aborted once nobody waits for the answer any more. */
  readonly gone?: AbortSignal;
  /** Whether they must set up a second factor before anything is open to them; `studies` is empty until then. */
  readonly secondFactorIsDue?: boolean;
}

/** An asker to whom this is open, as far as the token goes by which a program may ask. */
export function withAccess(asker: Asker, studies: readonly StudyAccess[]): Asker {
  return { ...asker, studies: asker.token ? limitedTo(asker.token, studies) : studies };
}

/** Of what is open to the holder of a token, what it opens. Blind cases are shown to people alone. */
function limitedTo(token: AskingToken, studies: readonly StudyAccess[]): StudyAccess[] {
  const only = rightsOfScopes(token.scopes);
  return studies
    .filter(({ studyId }) => token.studyId === null || studyId === token.studyId)
    .map((access) => ({
      ...access,
      only,
      readCentres: only.has('readRecords') ? access.readCentres : [],
      writeCentres: only.has('enterRecords') ? access.writeCentres : [],
      blindCentres: [],
    }));
}

const may = ({ role, only }: StudyAccess, right: Right): boolean => roleMay(role, right) && (only?.has(right) ?? true);

/** Reads session and memberships afresh for each request. */
export type AskerOf = (req: AskingRequest) => Promise<Asker | null>;

/** What says who asks, and, of a route, what is asked of it. */
export type AskingRequest = Pick<IncomingMessage, 'headers'> & Partial<Pick<IncomingMessage, 'method' | 'url'>>;

/**
 * @throws UNAUTHENTICATED without a signed-in user: only signing in is open to strangers. FORBIDDEN while a second factor is
 *   due.
 */
export async function signedIn(askerOf: AskerOf, req: AskingRequest): Promise<Asker> {
  const asker = await askerOf(req);
  if (!asker) throw new PortalError('UNAUTHENTICATED', 'sign in first', { http: { status: 401 } });
  if (asker.secondFactorIsDue) throw secondFactorFirst();
  return asker;
}

/**
 * The centres for which somebody has a right. Whoever may not read a centre has no right there but the blind ones, which end
 * where one may read records by another role, those of readers also where one enters forms a second time. Of a closed study all rights but reading end.
 */
export function centresWith({ studies }: Pick<Asker, 'studies'>, right: CentreRight): number[] {
  if (right === 'enterRecords') return studies.flatMap(({ writeCentres }) => writeCentres);
  if (blindRights.includes(right)) {
    const tells = ({ readCentres, role }: StudyAccess) =>
      readCentres.length > 0 || (armBlindRights.includes(right) && roleMay(role, 'enterSecond'));
    const seen = new Set(studies.filter(tells).map(({ studyId }) => studyId));
    return studies
      .filter((access) => may(access, right) && !access.isClosed && !seen.has(access.studyId))
      .flatMap(({ blindCentres }) => blindCentres ?? []);
  }
  return studies
    .filter((access) => may(access, right) && (readingRights.includes(right) || !access.isClosed))
    .flatMap(({ readCentres }) => readCentres);
}

/** @throws STUDY_CLOSED where one of the centres is of a closed study. The database refuses such a change as well. */
export function needOpenStudy({ studies }: Pick<Asker, 'studies'>, centreIds: readonly number[]): void {
  const closed = studies.find(
    ({ isClosed, readCentres }) => isClosed && centreIds.some((id) => readCentres.includes(id)),
  );
  if (closed) throw studyClosed(closed.studyCode);
}

export function readableCentres({ studies }: Asker): number[] {
  return studies.flatMap(({ readCentres }) => readCentres);
}

export function writableCentres(asker: Asker): number[] {
  return centresWith(asker, 'enterRecords');
}

/** Whether somebody has a right by any role in a study, or with null in any study. */
export function hasRight({ studies }: Pick<Asker, 'studies'>, right: Right, studyCode: string | null): boolean {
  return studies.some((one) => (studyCode === null || one.studyCode === studyCode) && may(one, right));
}

/** @throws STUDY_CLOSED as `needOpenStudy`; FORBIDDEN where the row's centre is readable and the right is missing there. */
export function needRightAt(asker: Asker, right: CentreRight, centreIds: readonly number[]): void {
  if (!readingRights.includes(right)) needOpenStudy(asker, centreIds);
  const allowed = centresWith(asker, right);
  if (!centreIds.every((id) => allowed.includes(id))) throw withoutRight(right);
}

/** Studies whose audit the asker's role opens; the database leaves out those of which a centre is closed to the asker. */
export function auditableStudies({ studies }: Asker): number[] {
  return studies.flatMap((access) => (may(access, 'readAudit') ? [access.studyId] : []));
}
