import { randomUUID } from 'node:crypto';
import {
  type Form,
  forms,
  isOwnKey,
  checkRow,
  formsOfStudy,
  type Issue,
  type Row,
  spreadOwn,
  withReasons,
} from '@haim/schema';
import { type Asker, centresWith, hasRight } from '../../../context/asker.ts';
import { isId } from '../../../context/id.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../../context/portal-error.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { tableOf } from '../../../db/entity-from-form.ts';
import { inTurn, type StudyDb, type StudyTransaction, type WriteTransaction } from '../../../db/study-db.ts';
import { holdFields, readOwnFields } from '../../fields/index.ts';
import {
  type Contradiction,
  contradictionsOf,
  correctRecords,
  decidesResponses,
  deriveResponses,
  describePair,
  fault,
  lockPatientsOf,
  newPairs,
  recordsById,
  refuseAttached,
  refuseHeldUp,
  type Removal,
  removePatientsAmong,
  removeRecordsAmong,
} from '../../patients/index.ts';
import { readStudyLists, type StudyService } from '../../studies/index.ts';
import { LONGEST_COMMIT, lockImports } from '../import-lock.ts';
import {
  type DataImport,
  dataImport,
  dataImportsOf,
  markUndone,
  type PartName,
  partsOf,
  PATIENTS,
  storedPart,
  type StoredPart,
  UNDO_HOURS,
} from './data-import.query.ts';
import { obstaclesOf } from './import-obstacles.query.ts';
import { type Obstacle, wordsOf } from './obstacle.ts';

/** More than anybody looks through. */
const MOST_IMPORTS = 50;
/** What a refusal carries; the preview has more of them. */
const MOST_ISSUES = 20;
/** Patients looked at in one statement. */
const BATCH = 2_000;

export interface ListedImport extends DataImport {
  /** Whether the asker may undo it now. */
  readonly mayUndo: boolean;
}

export interface UndoPreview {
  readonly obstacles: readonly Obstacle[];
  /** Of all kinds, those among them that are not named. */
  readonly obstaclesTotal: number;
}

/** Takes back what an import of a file did, as one, within a day. */
export class ImportUndoService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** The newest of a study, of those that wrote to centres that the asker reads alone. @throws NOT_FOUND. */
  list(ctx: PortalContext, study: string): Promise<ListedImport[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const found = await dataImportsOf(tx, studyId, MOST_IMPORTS);
      return found.map((one) => ({ ...one, mayUndo: whyNot(ctx.asker, one) === null }));
    });
  }

  /** What is in the way of an undo, as things are now. @throws as `undo`, but for the reason. */
  preview({ asker }: PortalContext, id: string): Promise<UndoPreview> {
    return this.db.read(asker, async (tx) => {
      await undoable(tx, asker, id);
      return obstaclesIn(tx, id, await partsOf(tx, id));
    });
  }

  /**
   * Removes the records and patients that the import added, and gives those that it changed the values back that they had:
   * all of it, or nothing.
   *
   * @throws BAD_USER_INPUT without a reason; NOT_FOUND; STUDY_CLOSED; FORBIDDEN; CONFLICT where it was undone, is older than a day, or something rests on it:
   *   the patients, forms and what has happened since are named.
   */
  async undo({ asker }: PortalContext, given: { readonly id: string; readonly reason: string }): Promise<ListedImport> {
    const reason = given.reason.trim();
    if (reason === '' || reason.length > 500) throw badInput('a reason is needed, of at most 500 characters');
    return this.db
      .write(asker, reason, async (tx) => {
        const found = await undoable(tx, asker, given.id);
        await lockImports(tx, found.studyId);
        // Somebody else may have undone it before the lock was free.
        await undoable(tx, asker, given.id);
        await tx.rows(`select set_config('statement_timeout', $1, true)`, [LONGEST_COMMIT]);
        await undoIn(tx, found, { id: randomUUID(), by: asker.name, reason });
        if (!(await markUndone(tx, found.id, asker.name, reason))) throw tooLate(found);
        return { ...((await dataImport(tx, found.id)) ?? found), mayUndo: false };
      })
      .catch(refuseHeldUp);
  }
}

/** @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN, CONFLICT where it cannot be undone by the asker. */
async function undoable(tx: StudyTransaction, asker: Asker, id: string): Promise<DataImport> {
  const found = isId(id) ? await dataImport(tx, id) : undefined;
  if (!found) throw notFound('import');
  const refusal = whyNot(asker, found);
  if (refusal) throw refusal;
  return found;
}

/**
 * Who imported a file may undo that, and who manages the study; both have to be able to enter records in all of its centres,
 * since records are removed and corrected there.
 */
function whyNot(asker: Asker, found: DataImport): PortalError | null {
  const { study, centreIds, userId, undoneAt, undoneBy, isExpired } = found;
  if (asker.studies.some(({ studyCode, isClosed }) => studyCode === study && isClosed)) return studyClosed(study);
  const writable = centresWith(asker, 'enterRecords');
  if (!centreIds.every((centre) => writable.includes(centre))) return withoutRight('enterRecords');
  if (userId !== asker.userId && !hasRight(asker, 'manageStudy', study)) {
    return new PortalError(
      'FORBIDDEN',
      'an import is undone by whoever made it, or by an administrator of the study who may enter records in its centres',
    );
  }
  if (undoneAt) return new PortalError('CONFLICT', `this import was undone by ${undoneBy} already`);
  return isExpired ? tooLate(found) : null;
}

function tooLate({ fileName }: DataImport): PortalError {
  return new PortalError(
    'CONFLICT',
    `an import can be undone for ${UNDO_HOURS} hours, and that of ${fileName} is older: remove or correct its records one by one`,
  );
}

async function undoIn(tx: WriteTransaction, { id, studyId }: DataImport, removal: Removal): Promise<void> {
  await holdFields(tx, studyId);
  await lockPatientsOf(tx, patientsOfImport, [id]);
  const names = await partsOf(tx, id);
  refuseObstacles(await obstaclesIn(tx, id, names));
  const studyForms = formsOfStudy(await readOwnFields(tx, studyId)).map(withReasons);
  const lists = await readStudyLists(tx, studyId);
  const corrected = names.filter(({ isNew }) => !isNew);
  const added = names.filter(({ isNew, form }) => isNew && form !== PATIENTS);
  const touched = new TouchedByUndo();
  const before = await contradictionsIn(tx, id, corrected);
  for (const name of corrected) {
    const part = await storedPart(tx, id, name);
    touched.note(part);
    await putBack(tx, removal.by, formIn(studyForms, part.form), part, lists);
  }
  for (const name of added) {
    const part = await storedPart(tx, id, name);
    touched.note(part);
    const form = formIn(studyForms, part.form);
    const removed = await removeRecordsAmong(tx, removal, form, { centreId: part.centreId, ids: part.recordIds }).catch(
      refuseAttached,
    );
    if (removed !== part.recordIds.length) throw changedMeanwhile();
  }
  for (const name of names.filter(({ form }) => form === PATIENTS)) {
    const { centreId, recordIds: ids } = await storedPart(tx, id, name);
    touched.forget(ids);
    const removed = await removePatientsAmong(tx, removal, { centreId, ids }).catch(refuseAttached);
    if (removed !== ids.length) throw changedMeanwhile();
  }
  await deriveResponses(tx, touched.assessed);
  await refuseContradictions(tx, newPairs(before, await contradictionsIn(tx, id, corrected)));
}

/** Gives records the values back that the import replaced. */
async function putBack(
  tx: WriteTransaction,
  by: string,
  form: Form,
  { centreId, patientIds, recordIds, was }: StoredPart,
  lists: Parameters<typeof checkRow>[2],
): Promise<void> {
  const stored = new Map(
    (await recordsById(tx, form, recordIds)).map((row) => [row.id, spreadOwn(row as unknown as Row)]),
  );
  const records = recordIds.map((id, i) => ({
    // As it is by now: nobody but imports that were undone has written it since.
    ...{ id, version: Number(stored.get(id)?.['version'] ?? 0), patient: { id: patientIds[i] ?? '', centreId } },
    values: { ...stored.get(id), ...was?.[i] },
  }));
  const faulty = records.filter(({ values }, i) => isNotAllowed(form, values, was?.[i] ?? {}, lists));
  if (faulty.length > 0) {
    const codes = await codesOf(
      tx,
      faulty.map(({ patient }) => patient.id),
    );
    refuseObstacles({
      obstacles: codes.map((patient) => ({
        code: 'notAllowed',
        form: form.name,
        patient,
        by: null,
        at: null,
        ...wordsOf('notAllowed'),
      })),
      obstaclesTotal: faulty.length,
    });
  }
  const written = await correctRecords(tx, by, form, records);
  if (written.size !== recordIds.length) throw changedMeanwhile();
}

/** A field or code of the study may have been taken away since, when no record had such a value. */
function isNotAllowed(form: Form, values: Row, was: Row, lists: Parameters<typeof checkRow>[2]): boolean {
  const own = Object.keys(was).filter(isOwnKey);
  if (own.length === 0) return false;
  if (own.some((field) => (was[field] ?? null) !== null && !Object.hasOwn(form.fields, field))) return true;
  return checkRow(form, values, lists).some(
    ({ field, severity, problem }) => own.includes(field) && severity === 'error' && problem !== 'required',
  );
}

/** Whose responses are derived anew, once patients who go are left out. */
class TouchedByUndo {
  private readonly ids = new Set<string>();

  note({ form, patientIds }: StoredPart): void {
    if (!decidesResponses(formIn(forms, form))) return;
    for (const id of patientIds) this.ids.add(id);
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.ids.delete(id);
  }

  get assessed(): string[] {
    return [...this.ids];
  }
}

async function obstaclesIn(tx: StudyTransaction, id: string, names: readonly PartName[]): Promise<UndoPreview> {
  const tables = [...new Set(names.map(({ form }) => form))].filter((form) => form !== PATIENTS);
  const { found, total } = await obstaclesOf(tx, id, tables);
  const obstacles = found.map(({ code, table, patient, by, at }): Obstacle => {
    const form = forms.find((one) => tableOf(one) === table || one.name === table)?.name ?? null;
    return { code, form, patient, by, at, ...wordsOf(code) };
  });
  return { obstacles, obstaclesTotal: total };
}

/** Of the patients of whom it changed records. */
async function contradictionsIn(
  tx: StudyTransaction,
  id: string,
  corrected: readonly PartName[],
): Promise<Contradiction[]> {
  const ids = new Set<string>();
  for (const name of corrected) for (const one of (await storedPart(tx, id, name)).patientIds) ids.add(one);
  const all = [...ids];
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) =>
    all.slice(i * BATCH, (i + 1) * BATCH),
  );
  return (await inTurn(batches, (batch) => contradictionsOf(tx, batch))).flat();
}

async function refuseContradictions(tx: StudyTransaction, pairs: readonly Contradiction[]): Promise<void> {
  const obstacles = await inTurn(pairs.slice(0, MOST_ISSUES), async (pair): Promise<Obstacle> => {
    const [patient = ''] = await codesOf(tx, [pair.patientId]);
    const { en, zh } = wordsOf('contradicts');
    const words = describePair(pair);
    return {
      ...{ code: 'contradicts', form: pair.record.form, patient, by: null, at: null },
      en: `${en} (${words.en})`,
      zh: `${zh}（${words.zh}）`,
    };
  });
  refuseObstacles({ obstacles, obstaclesTotal: pairs.length });
}

async function codesOf(tx: StudyTransaction, ids: readonly string[]): Promise<string[]> {
  const found = await tx.rows<{ code: string }>(
    'select code from portal.patient where id = any ($1::uuid[]) order by code',
    [ids],
  );
  return found.map(({ code }) => code);
}

function refuseObstacles({ obstacles, obstaclesTotal }: UndoPreview): void {
  if (obstacles.length === 0) return;
  const named = obstacles.slice(0, MOST_ISSUES).map((one): Issue => {
    const label = forms.find(({ name }) => name === one.form)?.label;
    const by = one.by === null ? { en: '', zh: '' } : { en: ` by ${one.by}`, zh: `（${one.by}）` };
    return fault('import', 'rule', {
      en: `${[one.patient, ...(label ? [label.en] : [])].join(', ')}: ${one.en}${by.en}`,
      zh: `${[one.patient, ...(label ? [label.zh] : [])].join('，')}：${one.zh}${by.zh}`,
    });
  });
  const [first, second, third] = named.map(({ expected }) => expected.en);
  const words = [first, second, third].filter((one) => one !== undefined).join('; ');
  const more = obstaclesTotal > 3 ? `; and ${obstaclesTotal - 3} more` : '';
  throw new PortalError('CONFLICT', `nothing was undone, because something rests on this import: ${words}${more}`, {
    issues: named,
  });
}

function changedMeanwhile(): PortalError {
  return new PortalError('CONFLICT', 'a record of this import was changed meanwhile: nothing was undone; try again');
}

function formIn(known: readonly Form[], table: string): Form {
  const form = known.find((one) => tableOf(one) === table);
  if (!form) throw badInput(`the portal has no form ${table} any more`);
  return form;
}

/** Whom an import has records of, and whom it added. */
const patientsOfImport = `select p.centre_id, u.id from portal.data_import_part p cross join lateral unnest(p.patient_ids) as u(id)
  where p.import_id = $1`;
