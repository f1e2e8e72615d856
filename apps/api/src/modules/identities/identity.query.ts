import { type AuditKind, columnOf, fieldsOf, identityForm, type IdentityRow, type Row } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

/*
 * The application reads no identifying column itself. `show_identity` and `find_identity` return them and record who
 * looked (migrations/1764000000070).
 */

export interface StoredIdentity {
  readonly id: string;
  readonly patientId: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface IdentityEventRow {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly action: AuditKind;
  readonly reason: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly oldValue: string | null;
    readonly newValue: string | null;
  }[];
}

export interface ShownIdentityRow {
  readonly identity: (StoredIdentity & IdentityRow) | null;
  readonly history: readonly IdentityEventRow[];
}

export interface FoundPatientRow {
  readonly id: string;
  readonly code: string;
  readonly centre: string;
}

interface Shown {
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly history: readonly {
    readonly id: number;
    readonly at: string;
    readonly by: string;
    readonly action: AuditKind;
    readonly reason: string | null;
    readonly changes: Readonly<Record<string, readonly [string | null, string | null]>>;
  }[];
}

const fields = fieldsOf(identityForm).map(([field]) => field);
const columns = fields.map((field) => columnOf(field));

/** The centre of a patient whom the asker reads. */
export async function centreOfPatient(tx: StudyTransaction, patientId: string): Promise<number | null> {
  const [patient] = await tx.rows<{ centreId: number }>(
    'select centre_id as "centreId" from portal.patient where id = $1',
    [patientId],
  );
  return patient?.centreId ?? null;
}

/** The first day that the records and the screening log have of a patient, `YYYY-MM-DD`; null without any. */
export async function firstDayOf(tx: StudyTransaction, patientId: string): Promise<string | null> {
  const [found] = await tx.rows<{ day: string | null }>(
    `select least(
       (select min(enrolled_on) from portal.demographics where patient_id = $1),
       (select min(started_on) from portal.treatment where patient_id = $1),
       (select min(screened_on) from portal.screening where patient_id = $1))::text as day`,
    [patientId],
  );
  return found?.day ?? null;
}

/** Recorded in the trail. @returns null without the right at the patient's centre. */
export async function showIdentity(tx: WriteTransaction, patientId: string): Promise<ShownIdentityRow | null> {
  const [row] = await tx.rows<{ shown: Shown | null }>('select portal.show_identity($1) as shown', [patientId]);
  return row?.shown ? readShown(patientId, row.shown) : null;
}

/** Recorded in the trail, without the number. */
export function findIdentity(
  tx: WriteTransaction,
  studyId: number,
  hospitalNumber: string,
): Promise<FoundPatientRow[]> {
  return tx.rows('select * from portal.find_identity($1, $2)', [studyId, hospitalNumber]);
}

/** @returns undefined if the patient has an identity already. */
export async function insertIdentity(
  tx: WriteTransaction,
  { patientId, centreId }: { patientId: string; centreId: number },
  values: Row,
  author: string,
): Promise<StoredIdentity | undefined> {
  const places = columns.map((_, i) => `$${i + 4}`);
  const [stored] = await tx.rows<StoredIdentity>(
    `insert into portal.patient_identity (patient_id, centre_id, updated_by, ${columns.join(', ')})
     values ($1, $2, $3, ${places.join(', ')}) on conflict (centre_id, patient_id) do nothing returning ${kept}`,
    [patientId, centreId, author, ...valuesOf(values)],
  );
  return stored;
}

/** @returns undefined if there is none, or in another version. */
export async function updateIdentity(
  tx: WriteTransaction,
  { patientId, centreId, version }: { patientId: string; centreId: number; version: number },
  values: Row,
  author: string,
): Promise<StoredIdentity | undefined> {
  const sets = columns.map((column, i) => `${column} = $${i + 5}`);
  const [stored] = await tx.rows<StoredIdentity>(
    `update portal.patient_identity set ${sets.join(', ')}, version = version + 1, updated_at = now(), updated_by = $4
     where patient_id = $1 and centre_id = $2 and version = $3 returning ${kept}`,
    [patientId, centreId, version, author, ...valuesOf(values)],
  );
  return stored;
}

/** @returns whether it was there in this version. */
export async function deleteIdentity(
  tx: WriteTransaction,
  { patientId, centreId, version }: { patientId: string; centreId: number; version: number },
): Promise<boolean> {
  const removed = await tx.rows(
    'delete from portal.patient_identity where patient_id = $1 and centre_id = $2 and version = $3 returning version',
    [patientId, centreId, version],
  );
  return removed.length > 0;
}

const kept = `patient_id as id, patient_id as "patientId", version, updated_at as "updatedAt", updated_by as "updatedBy"`;

const valuesOf = (values: Row): unknown[] => fields.map((field) => values[field] ?? null);

function readShown(patientId: string, { identity, history }: Shown): ShownIdentityRow {
  return {
    identity: identity && {
      ...(Object.fromEntries(fields.map((field) => [field, identity[columnOf(field)] ?? null])) as IdentityRow),
      id: patientId,
      patientId,
      version: Number(identity['version']),
      updatedAt: new Date(String(identity['updated_at'])),
      updatedBy: String(identity['updated_by']),
    },
    history: history.map(({ id, at, changes, ...event }) => ({
      ...event,
      id: String(id),
      at: new Date(at),
      changes: fields.flatMap((field) => {
        const [oldValue, newValue] = changes[columnOf(field)] ?? [];
        return oldValue === undefined || newValue === undefined ? [] : [{ field, oldValue, newValue }];
      }),
    })),
  };
}
