import { checkRow, type Form, isError, type Issue, type Row, treatmentForm, tumourAssessmentForm } from '@haim/schema';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { readStudyLists } from '../studies/index.ts';
import { contradictionsOf, issuesOf } from './contradictions.ts';
import { deriveResponses } from './derive-responses.ts';
import { addRecords, correctRecords, lockPatients, type PatientKey, type PatientPlace } from './record-writer.ts';
import { recordOf, recordsOf } from './record.query.ts';
import { repeatedKey } from './repeated-key.ts';

export interface SaveRecord {
  readonly patientId: string;
  /** null adds a record. */
  readonly id: string | null;
  /** The version that was read; required where `id` is given. */
  readonly version: number | null;
  readonly values: Row;
  readonly reason: string | null;
}

interface PatientScope extends PatientKey, PatientPlace {
  readonly studyId: number;
}

/**
 * Adds and corrects a record of a form as a person at a screen does: checked, also against what else is stored, then
 * written.
 */
export class RecordService {
  constructor(private readonly db: StudyDb) {}

  /**
   * @throws BAD_USER_INPUT with the faulty fields; NOT_FOUND for a patient or record that is absent or of another
   * centre; FORBIDDEN where the rows are readable and not writable; CONFLICT with what is stored now if the record has
   * changed since, or somebody else's long change holds the study.
   */
  save(ctx: PortalContext, form: Form, request: SaveRecord): Promise<StoredRow> {
    return this.db.write(ctx.asker, request.reason, (tx) => this.saveIn(tx, ctx, form, request)).catch(refuseHeldUp);
  }

  /** Adds a record within a transaction that does more. */
  addTo(tx: WriteTransaction, ctx: PortalContext, form: Form, patientId: string, values: Row): Promise<StoredRow> {
    return this.saveIn(tx, ctx, form, { patientId, id: null, version: null, values, reason: null });
  }

  private async saveIn(tx: WriteTransaction, ctx: PortalContext, form: Form, request: SaveRecord): Promise<StoredRow> {
    const patient = await findPatient(tx, request.patientId);
    if (!ctx.asker.studies.some(({ writeCentres }) => writeCentres.includes(patient.centreId))) {
      throw new PortalError('FORBIDDEN', 'the records of this centre are open to you for reading only');
    }
    const issues = checkRow(form, request.values, await readStudyLists(tx, patient.studyId));
    if (issues.some(isError)) throw refusal(form, issues);
    await lockPatient(tx, patient);
    const repeated = await repeatedKey(tx, form, patient.id, request);
    if (repeated.length) throw refusal(form, repeated);
    // Existing pairs are not a reason to refuse: they are corrected one record at a time.
    const before = await contradictionsOf(tx, [patient.id]);
    const saved =
      request.id === null
        ? await add(tx, form, patient, request.values, ctx.asker.name)
        : await correct(tx, form, patient, request, ctx.asker.name);
    const contradicting = issuesOf(saved.id, before, await contradictionsOf(tx, [patient.id]));
    if (contradicting.length) throw refusal(form, contradicting);
    if (decidesResponses(form)) await deriveResponses(tx, [patient.id]);
    return form.name === tumourAssessmentForm.name ? readRecord(tx, form, saved.id) : saved;
  }
}

export async function findPatient(tx: StudyTransaction, patientId: string): Promise<PatientScope> {
  const [patient] = await tx.rows<PatientScope>(
    `select p.id, p.code, p.centre_id as "centreId", c.study_id as "studyId"
     from portal.patient p join portal.centre c on c.id = p.centre_id where p.id = $1`,
    [patientId],
  );
  if (!patient) throw notFound('patient');
  return patient;
}

/** @throws CONFLICT if an import locks the patient for longer than a person at a form would wait. */
async function lockPatient(tx: StudyTransaction, patient: PatientScope): Promise<void> {
  await tx.rows(`select set_config('lock_timeout', '5s', true)`);
  await lockPatients(tx, [patient]).catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw cause;
    throw new PortalError('CONFLICT', 'an import is writing this patient; save again when it has ended');
  });
}

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The commit waits as long for another writer of the study's rows: a committing import, or a changed cut-off.
 *
 * @throws CONFLICT in its place; anything else as it is.
 */
export function refuseHeldUp(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw cause;
  throw new PortalError(
    'CONFLICT',
    'an import or a changed setting is being stored in this study; save again in a moment',
  );
}

/** A first HAIC gives dated images their study days. */
export function decidesResponses({ name }: Form): boolean {
  return name === tumourAssessmentForm.name || name === treatmentForm.name;
}

async function readRecord(tx: StudyTransaction, form: Form, id: string): Promise<StoredRow> {
  const record = await recordOf(tx, form, id);
  if (!record) throw notFound('record');
  return record;
}

async function add(
  tx: WriteTransaction,
  form: Form,
  patient: PatientScope,
  values: Row,
  updatedBy: string,
): Promise<StoredRow> {
  const [added] = await addRecords(tx, updatedBy, form, [{ patient, values }]);
  if (added) return readRecord(tx, form, added.id);
  const [present] = await recordsOf(tx, form, patient.id);
  throw present ? conflict(form, present) : notFound('record');
}

async function correct(
  tx: WriteTransaction,
  form: Form,
  patient: PatientScope,
  { id, version, values, reason }: SaveRecord,
  updatedBy: string,
): Promise<StoredRow> {
  if (version === null) throw badInput('a correction needs the version that was read');
  if (!reason?.trim()) throw badInput('a correction needs a reason');
  const written = await correctRecords(tx, updatedBy, form, [{ id: id ?? '', version, patient, values }]);
  const stored = await readRecord(tx, form, id ?? '');
  if (stored.patientId !== patient.id) throw notFound('record');
  if (!written.has(stored.id)) throw conflict(form, stored);
  return stored;
}

/** Carries what is stored now, so that the screen can show it beside what was typed. */
function conflict(form: Form, { version, updatedAt, updatedBy, ...record }: StoredRow): PortalError {
  const stored = record as Row;
  const values = Object.fromEntries(Object.keys(form.fields).map((field) => [field, stored[field] ?? null]));
  return new PortalError('CONFLICT', `${form.label.en} was changed by somebody else meanwhile`, {
    current: { id: record.id, version, updatedAt, updatedBy, values },
  });
}

function refusal(form: Form, issues: readonly Issue[]): PortalError {
  const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
  return badInput(`${form.label.en}: ${faults.join('; ')}`, issues);
}
