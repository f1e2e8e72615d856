import { type EventKind } from '@haim/schema';
import { requestIdOfScope } from '../log-scope.ts';

/** Something that happened and changed no row. */
export interface AuditEvent {
  readonly kind: EventKind;
  /** Who did it; within a transaction that knows its asker, that one if left out. Null for somebody without an account. */
  readonly actor?: { readonly userId: string; readonly name: string } | null;
  /** Left out for an event of the portal as a whole, such as a sign-in. A centre implies its study. */
  readonly studyId?: number | null;
  readonly centreId?: number | null;
  readonly patientId?: string | null;
  /** Left out, the request in whose course it happens. */
  readonly requestId?: string | null;
  readonly reason?: string | null;
  /** Never a password or a token; of a patient the code and nothing else. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** What an event is written with: a transaction of `StudyDb`, or the like of one. */
interface Transaction {
  readonly rows: (sql: string, values: unknown[]) => Promise<unknown>;
}

/** Writes the event in the given transaction: if that is rolled back, it did not happen. */
export async function recordEvent({ rows }: Transaction, event: AuditEvent): Promise<void> {
  await rows('select portal.record_event($1, $2, $3, $4, $5, $6, $7, $8, $9)', valuesOf(event));
}

/** What runs a statement as the role of sign-in. */
interface AuthConnection {
  readonly query: (sql: string, values: unknown[]) => Promise<unknown>;
}

/** The same over the connections of sign-in, which reach no study. It has no asker: the actor has to be named. */
export async function recordEventOfSignIn(
  connection: AuthConnection,
  event: AuditEvent & Required<Pick<AuditEvent, 'actor'>>,
): Promise<void> {
  await connection.query('select auth.record_event($1, $2, $3, $4, $5, $6, $7, $8, $9)', valuesOf(event));
}

const nobody = { userId: 'nobody', name: 'nobody' };

function valuesOf({ kind, actor, studyId, centreId, patientId, requestId, reason, details }: AuditEvent): unknown[] {
  const { userId, name } = (actor === null ? nobody : actor) ?? { userId: null, name: null };
  return [
    kind,
    userId,
    name,
    studyId ?? null,
    centreId ?? null,
    patientId ?? null,
    requestId || requestIdOfScope() || null,
    reason ?? null,
    details ? JSON.stringify(details) : null,
  ];
}
