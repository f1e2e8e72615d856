import {
  type Form,
  formOfStudy,
  forms,
  formsForTwoEntries,
  mostRecordsOfList,
  type Row,
  withReasons,
} from '@haim/schema';
import { centresWith, hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { readStudyLists, type StudyScope, type StudyService } from '../studies/index.ts';
import {
  type DoubleEntryRule,
  insertSecondEntry,
  readRule,
  readTasks,
  type SecondEntryTaskRow,
  writeRule,
} from './double-entry.query.ts';
import { checked, refuseRepeated } from './check-entries.ts';
import { fromColumns, toColumns } from './entry-columns.ts';
import { insertSecondList, readEntriesBefore } from './entry-list.query.ts';

const REFUSED_BY_TRIGGER = '55000';
const UNIQUE_VIOLATION = '23505';

/** Which records are entered twice, and the second entry of those who may not see the first. */
export class SecondEntryService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN without the right to read records. */
  rule(ctx: PortalContext, study: string): Promise<DoubleEntryRule> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readRule(tx, studyId));
  }

  /**
   * Names the forms that are entered twice and the share of patients; without forms nothing is. What was entered a second
   * time stays.
   *
   * @throws as `rule`; STUDY_CLOSED; FORBIDDEN without the right to manage the study; BAD_USER_INPUT naming the setting;
   *   CONFLICT if it was changed meanwhile.
   */
  async setRule(ctx: PortalContext, study: string, rule: DoubleEntryRule): Promise<DoubleEntryRule> {
    const { studyId, isClosed } = this.studies.scopeWith(ctx, study, 'readRecords');
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (isClosed) throw studyClosed(study);
    const wrong = rule.forms.find((name) => !formsForTwoEntries.includes(name));
    if (wrong !== undefined || new Set(rule.forms).size < rule.forms.length) {
      throw badInput(`forms must be of ${formsForTwoEntries.join(', ')}, each once`);
    }
    const { sharePercent } = rule;
    if (!Number.isInteger(sharePercent) || sharePercent < 1 || sharePercent > 100)
      throw badInput('sharePercent must be a whole number from 1 to 100');
    return this.db.write(ctx.asker, null, async (tx) => {
      if (!(await writeRule(tx, studyId, rule, ctx.asker.name)))
        throw new PortalError('CONFLICT', 'the rule was changed meanwhile: look at it again');
      return readRule(tx, studyId);
    });
  }

  /**
   * What waits for a second entry: of those who enter it, what they may enter and what they have; of those who read
   * records, what waits for anybody.
   *
   * @throws NOT_FOUND for the study; STUDY_CLOSED; FORBIDDEN without either right.
   */
  tasks(ctx: PortalContext, study: string): Promise<SecondEntryTaskRow[]> {
    const scope = this.studies.scope(ctx, study);
    if (scope.readCentres.length === 0) this.needSecondEntry(ctx, scope);
    return this.db.read(ctx.asker, (tx) => readTasks(tx, scope.studyId));
  }

  /**
   * Hands in the second entry of a record; the database compares it with the first. It cannot be changed afterwards.
   *
   * @param values - by field, own fields and reasons for missing values beside the others.
   * @throws as `tasks`; BAD_USER_INPUT with the faulty fields; NOT_FOUND where no record of the patient waits for the asker;
   *   CONFLICT where somebody else was quicker.
   */
  async enter(
    ctx: PortalContext,
    study: string,
    { patientId, form: name, values }: { readonly patientId: string; readonly form: string; readonly values: Row },
  ): Promise<SecondEntryTaskRow> {
    const scope = this.studies.scope(ctx, study);
    this.needSecondEntry(ctx, scope);
    const { studyId } = scope;
    return this.db
      .write(ctx.asker, null, async (tx) => {
        const task = await waiting(tx, studyId, { patientId, form: name });
        const form = await formOf(tx, studyId, name);
        if (form.repeats) throw badInput(`${form.name} is entered as a list, by enterSecondList`);
        const row = checked(form, values, await readStudyLists(tx, studyId));
        await insertSecondEntry(tx, task, toColumns(form, row), ctx.asker.name);
        return handedIn(tx, studyId, { patientId, form: name });
      })
      .catch(refuseSecond);
  }

  /**
   * What was entered a second time of a list that waits for the asker again, the first handed in first; nothing of the first
   * entry. Empty where it waits for the first time.
   *
   * @throws as `enter`.
   */
  before(
    ctx: PortalContext,
    study: string,
    place: { readonly patientId: string; readonly form: string },
  ): Promise<Row[]> {
    const scope = this.studies.scope(ctx, study);
    this.needSecondEntry(ctx, scope);
    return this.db.read(ctx.asker, async (tx) => {
      const task = await waiting(tx, scope.studyId, place);
      const form = await formOf(tx, scope.studyId, place.form);
      return (await readEntriesBefore(tx, scope.studyId, task)).map((entry) => fromColumns(form, entry));
    });
  }

  /**
   * Hands in what the source has of a patient's list and was not entered a second time before; nothing, where it has none.
   * The database pairs it with the first entry. It cannot be changed afterwards.
   *
   * @throws as `enter`; the faulty record is named by its place from 1, and in `extensions.record` by its place from 0.
   */
  async enterList(
    ctx: PortalContext,
    study: string,
    {
      patientId,
      form: name,
      records,
    }: { readonly patientId: string; readonly form: string; readonly records: readonly Row[] },
  ): Promise<SecondEntryTaskRow> {
    const scope = this.studies.scope(ctx, study);
    this.needSecondEntry(ctx, scope);
    const { studyId } = scope;
    if (records.length > mostRecordsOfList) throw badInput(`records must be at most ${mostRecordsOfList}`);
    return this.db
      .write(ctx.asker, null, async (tx) => {
        const task = await waiting(tx, studyId, { patientId, form: name });
        const form = await formOf(tx, studyId, name);
        if (!form.repeats) throw badInput(`${form.name} is one record of a patient, entered by enterSecond`);
        const lists = await readStudyLists(tx, studyId);
        const rows = records.map((values, place) => checked(form, values, lists, place));
        const before = (await readEntriesBefore(tx, studyId, task)).map((entry) => fromColumns(form, entry));
        refuseRepeated(form, before, rows);
        await insertSecondList(
          tx,
          task,
          rows.map((row) => toColumns(form, row)),
          ctx.asker.name,
        );
        return handedIn(tx, studyId, { patientId, form: name });
      })
      .catch(refuseSecond);
  }

  private needSecondEntry({ asker }: PortalContext, { studyId, code, isClosed }: StudyScope): void {
    if (!hasRight(asker, 'enterSecond', code)) throw withoutRight('enterSecond');
    if (isClosed) throw studyClosed(code);
    const own = asker.studies.filter((one) => one.studyId === studyId).flatMap(({ blindCentres = [] }) => blindCentres);
    if (centresWith(asker, 'enterSecond').some((id) => own.includes(id))) return;
    const why =
      'you may read records of this study by another role, so that a second entry of yours would not be blind';
    throw new PortalError('FORBIDDEN', why);
  }
}

async function taskOf(
  tx: StudyTransaction,
  studyId: number,
  { patientId, form }: { readonly patientId: string; readonly form: string },
): Promise<SecondEntryTaskRow | undefined> {
  if (!isId(patientId)) return undefined;
  const id = patientId.toLowerCase();
  // What waits comes first: a list may have been handed in before.
  return (await readTasks(tx, studyId)).find((task) => task.patientId === id && task.form === form);
}

/** @throws NOT_FOUND where nothing of this form of the patient waits for the asker. */
async function waiting(
  tx: StudyTransaction,
  studyId: number,
  place: { readonly patientId: string; readonly form: string },
): Promise<SecondEntryTaskRow> {
  const task = await taskOf(tx, studyId, place);
  if (!task || task.enteredAt !== null) throw notFound('record that waits for a second entry');
  return task;
}

async function handedIn(
  tx: StudyTransaction,
  studyId: number,
  place: { readonly patientId: string; readonly form: string },
): Promise<SecondEntryTaskRow> {
  const task = await taskOf(tx, studyId, place);
  if (!task) throw notFound('record that waits for a second entry');
  return task;
}

/** The form as it is entered in the study. @throws BAD_USER_INPUT for a form that is not entered twice. */
export async function formOf(tx: StudyTransaction, studyId: number, name: string): Promise<Form> {
  const base = forms.find((one) => one.name === name);
  if (!base || !formsForTwoEntries.includes(base.name))
    throw badInput(`form must be one of ${formsForTwoEntries.join(', ')}`);
  const own = await readOwnFields(tx, studyId);
  return withReasons(
    formOfStudy(
      base,
      own.filter((one) => one.form === name),
    ),
  );
}

/** @throws CONFLICT where the record no longer waits by the time that it is handed in. */
function refuseSecond(cause: unknown): never {
  const { code } = cause as { code?: unknown };
  if (code !== REFUSED_BY_TRIGGER && code !== UNIQUE_VIOLATION) throw cause;
  throw new PortalError(
    'CONFLICT',
    'this record does not wait any more: somebody else has entered it, or it was removed',
  );
}
