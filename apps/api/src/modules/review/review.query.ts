import { type HoldKind, type SignatureMeaning } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface HoldRow {
  readonly id: string;
  readonly centreId: number;
  readonly centre: string;
  readonly patientId: string | null;
  readonly recordId: string | null;
  readonly form: string | null;
  readonly kind: HoldKind;
  readonly reason: string;
  readonly setAt: Date;
  readonly setBy: string;
}

const holdColumns = `h.id, h.centre_id as "centreId", c.code as centre, h.patient_id as "patientId", h.record_id as "recordId", h.form,
  h.kind, h.reason, h.set_at as "setAt", h.set_by as "setBy"`;

/** The holds on a patient: their own, those of their records and those of their centre. */
export function readHoldsOf(tx: StudyTransaction, patient: PatientPlace): Promise<HoldRow[]> {
  return tx.rows<HoldRow>(
    `select ${holdColumns} from portal.record_hold h join portal.centre c on c.id = h.centre_id
     where h.lifted_at is null and h.centre_id = $1 and (h.patient_id is null or h.patient_id = $2) order by h.set_at, h.id`,
    [patient.centreId, patient.id],
  );
}

/** The holds on whole centres. */
export function readHoldsOfCentres(tx: StudyTransaction, centreIds: readonly number[]): Promise<HoldRow[]> {
  return tx.rows<HoldRow>(
    `select ${holdColumns} from portal.record_hold h join portal.centre c on c.id = h.centre_id
     where h.lifted_at is null and h.patient_id is null and h.centre_id = any ($1) order by c.code, h.kind`,
    [centreIds],
  );
}

/** Those that are in force. */
export function readHolds(tx: StudyTransaction, ids: readonly string[]): Promise<HoldRow[]> {
  return tx.rows<HoldRow>(
    `select ${holdColumns} from portal.record_hold h join portal.centre c on c.id = h.centre_id
     where h.lifted_at is null and h.id = any ($1::uuid[]) order by c.code, h.id`,
    [ids],
  );
}

export interface PatientPlace {
  readonly id: string;
  readonly centreId: number;
}

export async function findPatient(tx: StudyTransaction, id: string): Promise<PatientPlace | undefined> {
  const [patient] = await tx.rows<PatientPlace>(
    'select id, centre_id as "centreId" from portal.patient where id = $1',
    [id],
  );
  return patient;
}

/** The patient who has this record, by the table of its form. */
export async function findPlaceOf(
  tx: StudyTransaction,
  table: string,
  id: string,
  patientId: string,
): Promise<PatientPlace | undefined> {
  const [patient] = await tx.rows<PatientPlace>(
    `select p.id, p.centre_id as "centreId" from portal.patient p
     join portal."${table}" r on r.centre_id = p.centre_id and r.patient_id = p.id where p.id = $2 and r.id = $1`,
    [id, patientId],
  );
  return patient;
}

/** Whether a patient has this record, by the table of its form. */
export async function hasRecord(tx: StudyTransaction, table: string, id: string, patient: PatientPlace) {
  const rows = await tx.rows(`select from portal."${table}" where id = $1 and centre_id = $2 and patient_id = $3`, [
    id,
    patient.centreId,
    patient.id,
  ]);
  return rows.length > 0;
}

export interface NewHold {
  readonly centreId: number;
  readonly patientId: string | null;
  readonly recordId: string | null;
  readonly form: string | null;
  readonly kind: HoldKind;
  readonly reason: string;
}

/** @returns ids of the holds; of one that is in force already, none. */
export async function insertHolds(tx: WriteTransaction, holds: readonly NewHold[], by: string): Promise<string[]> {
  const added = await tx.rows<{ id: string }>(
    `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, updated_by)
     select w.centre_id, w.patient_id, w.record_id, w.form, w.kind, w.reason, $2, $2
     from jsonb_to_recordset($1::jsonb) as w(centre_id int, patient_id uuid, record_id uuid, form text, kind text, reason text)
     order by w.centre_id on conflict do nothing returning id`,
    [
      JSON.stringify(
        holds.map(({ centreId, patientId, recordId, ...hold }) => ({
          ...hold,
          centre_id: centreId,
          patient_id: patientId,
          record_id: recordId,
        })),
      ),
      by,
    ],
  );
  return added.map(({ id }) => id);
}

/** @returns whether it was in force until now. */
export async function liftHold(tx: WriteTransaction, id: string, reason: string, by: string): Promise<boolean> {
  const lifted = await tx.rows(
    `update portal.record_hold set lifted_at = now(), lifted_by = $3, lift_reason = $2, version = version + 1,
       updated_at = now(), updated_by = $3
     where id = $1 and lifted_at is null returning id`,
    [id, reason, by],
  );
  return lifted.length > 0;
}

export interface SignatureRow {
  readonly id: string;
  readonly recordId: string;
  readonly form: string;
  readonly meaning: SignatureMeaning;
  readonly recordVersion: number;
  readonly sha256: string;
  readonly signedAt: Date;
  readonly signedBy: string;
  readonly voidedAt: Date | null;
  readonly voidedBy: string | null;
  readonly voidReason: string | null;
}

const signatureColumns = `id, record_id as "recordId", form, meaning, record_version as "recordVersion", sha256,
  signed_at as "signedAt", signed_by as "signedBy", voided_at as "voidedAt", voided_by as "voidedBy", void_reason as "voidReason"`;

/** Signatures on records of a patient, void ones too, the newest first. */
export function readSignaturesOf(tx: StudyTransaction, patient: PatientPlace): Promise<SignatureRow[]> {
  return tx.rows<SignatureRow>(
    `select ${signatureColumns} from portal.record_signature where centre_id = $1 and patient_id = $2
     order by signed_at desc, id`,
    [patient.centreId, patient.id],
  );
}

/** What was signed is stated by the database. @returns undefined where the same person has signed it in this sense. */
export async function insertSignature(
  tx: WriteTransaction,
  patient: PatientPlace,
  signed: {
    readonly recordId: string;
    readonly form: string;
    readonly meaning: SignatureMeaning;
    readonly by: string;
  },
): Promise<SignatureRow | undefined> {
  const [signature] = await tx.rows<SignatureRow>(
    `insert into portal.record_signature (centre_id, patient_id, record_id, form, meaning, signed_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing returning ${signatureColumns}`,
    [patient.centreId, patient.id, signed.recordId, signed.form, signed.meaning, signed.by],
  );
  return signature;
}
