import {
  checkRow,
  type Form,
  formOfStudy,
  isError,
  fieldOfReason,
  isOwnKey,
  hasOtherName,
  isReasonKey,
  type Issue,
  type Row,
  spreadOwn,
  storedNames,
  type StudyLists,
  treatmentForm,
  tumourAssessmentForm,
  withReasons,
} from '@haim/schema';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, studyClosed } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { learnImportedTerms } from '../ctcae/index.ts';
import { holdFieldsOf, readOwnFieldsEverOf, readOwnFieldsOf } from '../fields/index.ts';
import { readStudyListsOf } from '../studies/index.ts';
import {
  type ConfirmedValueRow,
  type DoubtReason,
  readConfirmedValues,
  storeConfirmedValues,
} from './confirmed-value.query.ts';
import {
  contradictionsOfPatient,
  issuesOf,
  mayContradict,
  outlookOf,
  storedContradictionsOf,
} from './contradictions.ts';
import { deriveResponses } from './derive-responses.ts';
import { addRecord, correctRecord, lockPatient, type PatientPlace } from './record-writer.ts';
import { recordOf, recordsOf } from './record.query.ts';
import { repeatedKey } from './repeated-key.ts';
import { noteSave, recordOfSave } from './saved-once.query.ts';

export interface SaveRecord {
  readonly patientId: string;
  /** null adds a record. */
  readonly id: string | null;
  /** The version that was read; required where `id` is given. */
  readonly version: number | null;
  /** The fields of the portal and those of the study beside each other (`spreadOwn`). */
  readonly values: Row;
  readonly reason: string | null;
  /** Why values are right that the check of this record doubts. */
  readonly doubts?: readonly DoubtReason[];
  /** Of a record that is put back, with `id` null: what it was when it was removed. */
  readonly restored?: { readonly id: string; readonly version: number };
  /** By which this save is known where it is sent again: what it has stored is answered, and nothing is written. */
  readonly saveKey?: string | null;
  /** Records that were stored beside each other before come back together, as an import may bring them. */
  readonly keepsContradictions?: true;
}

/**
 * Adds and corrects a record of a form as a person at a screen does: checked, also against what else is stored, then
 * written.
 */
export class RecordService {
  constructor(private readonly db: StudyDb) {}

  /**
   * @throws BAD_USER_INPUT with the faulty fields; NOT_FOUND for a patient or record that is absent or of another
   * centre; STUDY_CLOSED; FORBIDDEN where the rows are readable and not writable; CONFLICT with what is stored now if the record has
   * changed since, or somebody else's long change holds the study.
   */
  save(ctx: PortalContext, form: Form, request: SaveRecord): Promise<StoredRow> {
    return this.db.write(ctx.asker, request.reason, (tx) => this.saveIn(tx, ctx, form, request)).catch(refuseHeldUp);
  }

  /** Why doubtful values of a patient are right. @throws NOT_FOUND for the patient. */
  confirmedValues({ asker }: PortalContext, patientId: string): Promise<ConfirmedValueRow[]> {
    return this.db.read(asker, async (tx) => {
      const patient = isId(patientId) ? await findPatient(tx, patientId) : undefined;
      if (!patient) throw notFound('patient');
      return readConfirmedValues(tx, patient);
    });
  }

  /** Adds a record within a transaction that does more. */
  addTo(tx: WriteTransaction, ctx: PortalContext, form: Form, patientId: string, values: Row): Promise<StoredRow> {
    return this.saveIn(tx, ctx, form, { patientId, id: null, version: null, values, reason: null });
  }

  /** Puts a removed record back within a transaction that does more: by the checks of a new one. */
  restoreIn(
    tx: WriteTransaction,
    ctx: PortalContext,
    form: Form,
    removed: Pick<SaveRecord, 'patientId' | 'values' | 'keepsContradictions'> & Required<Pick<SaveRecord, 'restored'>>,
  ): Promise<StoredRow> {
    return this.saveIn(tx, ctx, form, { ...removed, id: null, version: null, reason: null });
  }

  /** Corrects the named fields of a record within a transaction that does more; nothing where they have these values. */
  async correctWithin(
    tx: WriteTransaction,
    ctx: Pick<PortalContext, 'asker'>,
    form: Form,
    { id, fields, reason }: { readonly id: string; readonly fields: Row; readonly reason: string },
  ): Promise<void> {
    const record = await recordOf(tx, form, id);
    if (!record) throw notFound('record');
    const { patientId, version } = record;
    const stored = spreadOwn(record as unknown as Row);
    if (Object.entries(fields).every(([field, value]) => (stored[field] ?? null) === value)) return;
    const { fields: declared } = formOfStudy(form, await readOwnFieldsOf(tx, form.name, patientId));
    const kept = Object.fromEntries(
      // Why another field has no value stays as well; that of a field that gets one does not.
      Object.entries(stored).filter(
        ([name]) => name in declared || (isReasonKey(name) && !(fieldOfReason(name) in fields)),
      ),
    );
    await this.saveIn(tx, ctx, form, { patientId, id, version, values: { ...kept, ...fields }, reason });
  }

  /**
   * Three trips to the database, the commit among them: a first one finds and locks the patient, a second one asks what
   * could speak against the record, writes it, and asks what it contradicts. What is refused is not kept.
   */
  private async saveIn(
    tx: WriteTransaction,
    ctx: Pick<PortalContext, 'asker'>,
    base: Form,
    asked: SaveRecord,
  ): Promise<StoredRow> {
    // A text that is not a name may be one of a standard that was imported since this process began.
    if (hasOtherName(base, asked.values)) await learnImportedTerms(tx);
    const request = { ...asked, values: storedNames(base, asked.values) };
    const { patientId } = request;
    const keyed = request.saveKey ? { patientId, saveKey: request.saveKey } : null;
    if (keyed && !isId(keyed.saveKey)) throw badInput('saveKey must be a UUID');
    // Sent after the lock: a save that is on its way twice finds what the first has stored, and no death is added meanwhile.
    const [{ patient, lists, form }, known, outlook] = await Promise.all([
      approach(tx, ctx, base, patientId, request.restored !== undefined),
      keyed && recordOfSave(tx, base, keyed),
      outlookOf(tx, patientId),
    ]);
    if (known !== null) return readRecord(tx, form, known);
    if (request.id === null && patient.unusedForms.includes(tableOf(form))) {
      throw badInput(
        `this study does not use the form ${form.name}: an administrator may use it in the settings of the study`,
      );
    }
    const issues = checkRow(form, request.values, lists).filter(
      // What the study has come to require since a record was removed would keep it away for good.
      ({ field, problem }) => !(request.restored && problem === 'required' && isOwnKey(field)),
    );
    if (issues.some(isError)) throw refusal(form, issues);
    const unfounded = unfoundedDoubts(request.doubts ?? [], issues);
    if (unfounded.length > 0) throw refusal(form, unfounded);
    const [repeated, before, saved, after] = await Promise.all([
      repeatedKey(tx, form, patient, request),
      // Existing pairs are not a reason to refuse: they are corrected one record at a time.
      outlook.isContradictory ? storedContradictionsOf(tx, patientId) : [],
      write(tx, form, patient, request, ctx.asker.name),
      mayContradict(form, request.values, outlook) ? contradictionsOfPatient(tx, patientId) : [],
      keyed && noteSave(tx, form, { ...keyed, centreId: patient.centreId }),
    ]);
    if (repeated.length && !request.keepsContradictions) throw refusal(form, repeated);
    if (!saved) throw await unwritten(tx, form, patient, request);
    const contradicting = issuesOf(saved.id, before, after);
    if (contradicting.length && !request.keepsContradictions) throw refusal(form, contradicting);
    if (request.doubts?.length) await storeConfirmedValues(tx, form, patient, saved, request.doubts, ctx.asker.name);
    if (decidesResponses(form)) await deriveResponses(tx, [patientId]);
    return form.name === tumourAssessmentForm.name ? readRecord(tx, form, saved.id) : saved;
  }
}

/**
 * What every change of a patient's records begins with, in one trip: the patient is found and locked, and asked whether
 * the asker may write there.
 *
 * @param withRetired - whether the form has the fields that the study asks for no more.
 * @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN; CONFLICT where somebody else holds the patient.
 */
export async function approach(
  tx: WriteTransaction,
  ctx: Pick<PortalContext, 'asker'>,
  base: Form,
  patientId: string,
  withRetired = false,
): Promise<{ patient: PatientInStudy; lists: StudyLists; form: Form }> {
  // In this order: what the study is does not change between the hold and the commit.
  const [, , patient, lists, own] = await Promise.all([
    tx.rows(patience),
    holdFieldsOf(tx, patientId),
    findPatient(tx, patientId),
    hasStudyCode(base) ? readStudyListsOf(tx, patientId) : noLists,
    withRetired ? readOwnFieldsEverOf(tx, base.name, patientId) : readOwnFieldsOf(tx, base.name, patientId),
    lockPatient(tx, patientId),
  ]).catch(refuseLocked);
  if (!patient) throw notFound('patient');
  if (patient.isClosed) throw studyClosed(patient.study);
  if (!ctx.asker.studies.some(({ writeCentres }) => writeCentres.includes(patient.centreId))) {
    throw new PortalError('FORBIDDEN', 'the records of this centre are open to you for reading only');
  }
  return { patient, lists, form: withReasons(formOfStudy(base, own)) };
}

/** Of a form without a field that takes codes which only the study knows. */
const noLists: StudyLists = { arm: [] };

function hasStudyCode({ fields }: Form): boolean {
  return Object.values(fields).some(({ kind }) => kind === 'studyCode');
}

export interface PatientInStudy extends PatientPlace {
  readonly code: string;
  readonly version: number;
  /** Tables of the forms that the patient's study does not use. */
  readonly unusedForms: readonly string[];
  readonly study: string;
  readonly isClosed: boolean;
}

async function findPatient(tx: StudyTransaction, patientId: string): Promise<PatientInStudy | undefined> {
  const [patient] = await tx.rows<PatientInStudy>(placeOfPatient, [patientId]);
  return patient;
}

const placeOfPatient = {
  name: 'place of a patient',
  text: `select p.id, p.code, p.version, p.centre_id as "centreId", s.unused_forms as "unusedForms", s.code as study, s.closed_at is not null as "isClosed"
    from portal.patient p join portal.centre c on c.id = p.centre_id join portal.study s on s.id = c.study_id where p.id = $1`,
};

/** A lock is waited for no longer than a person at a form would wait. */
const patience = { name: 'patience of a form', text: `select set_config('lock_timeout', '5s', true)` };

/** @throws CONFLICT if an import locks the patient for longer, or somebody who changes the study's fields waits for one. */
function refuseLocked(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw cause;
  throw new PortalError('CONFLICT', 'an import is writing this patient; save again when it has ended');
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

/** @returns the record as stored; undefined if it was not written. */
function write(
  tx: WriteTransaction,
  form: Form,
  patient: PatientPlace,
  { id, version, values, reason, restored }: SaveRecord,
  updatedBy: string,
): Promise<StoredRow | undefined> {
  if (restored) {
    return addRecord(tx, updatedBy, form, { patient, values, id: restored.id, version: restored.version + 1 });
  }
  if (id === null) return addRecord(tx, updatedBy, form, { patient, values });
  if (version === null) throw badInput('a correction needs the version that was read');
  if (!reason?.trim()) throw badInput('a correction needs a reason');
  return correctRecord(tx, updatedBy, form, { id, version, patient, values });
}

/** Why a record was not written: it is not there, or another version of it is. */
export async function unwritten(
  tx: WriteTransaction,
  form: Form,
  patient: PatientPlace,
  { id }: { readonly id: string | null },
): Promise<PortalError> {
  const stored = id === null ? (await recordsOf(tx, form, patient.id))[0] : await recordOf(tx, form, id);
  return stored?.patientId === patient.id ? conflict(form, stored) : notFound('record');
}

/** Carries what is stored now, so that the screen can show it beside what was typed. */
function conflict(form: Form, { version, updatedAt, updatedBy, ...record }: StoredRow): PortalError {
  const stored = spreadOwn(record as Row);
  const values = Object.fromEntries(Object.keys(form.fields).map((field) => [field, stored[field] ?? null]));
  return new PortalError('CONFLICT', `${form.label.en} was changed by somebody else meanwhile`, {
    current: { id: record.id, version, updatedAt, updatedBy, values },
  });
}

/** Reasons for what no check doubts, or without words. */
function unfoundedDoubts(doubts: readonly DoubtReason[], issues: readonly Issue[]): Issue[] {
  return doubts.flatMap(({ field, reason }): Issue[] => {
    const fault = (problem: Issue['problem'], en: string, zh: string): Issue[] => [
      { field, problem, severity: 'error', expected: { en, zh } },
    ];
    if (!issues.some((issue) => issue.field === field)) {
      return fault('rule', 'a field that a check doubts, if a reason is given', '被检查存疑的字段，方可填写原因');
    }
    const { length } = reason.trim();
    if (length >= 1 && length <= LONGEST_REASON) return [];
    return fault(
      'required',
      `right for a reason of 1 to ${LONGEST_REASON} characters`,
      `须填写 1 至 ${LONGEST_REASON} 个字符的原因`,
    );
  });
}

const LONGEST_REASON = 500;

function refusal(form: Form, issues: readonly Issue[]): PortalError {
  const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
  return badInput(`${form.label.en}: ${faults.join('; ')}`, issues);
}
