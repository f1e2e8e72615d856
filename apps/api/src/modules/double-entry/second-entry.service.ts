import {
  checkRow,
  type Form,
  formOfStudy,
  forms,
  formsForTwoEntries,
  isError,
  type Row,
  storedNames,
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
import { toColumns } from './entry-columns.ts';

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
      throw badInput(`forms must be of ${formsForTwoEntries.join(', ')}, each once: a patient has one record of them`);
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
        const task = await taskOf(tx, studyId, { patientId, form: name });
        if (!task || task.enteredAt !== null) throw notFound('record that waits for a second entry');
        const form = await formOf(tx, studyId, name);
        const row = storedNames(form, values);
        const issues = checkRow(form, row, await readStudyLists(tx, studyId));
        if (issues.some(isError)) {
          const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
          throw badInput(`${form.label.en}: ${faults.join('; ')}`, issues);
        }
        await insertSecondEntry(tx, task, toColumns(form, row), ctx.asker.name);
        const entered = await taskOf(tx, studyId, { patientId, form: name });
        if (!entered) throw notFound('record that waits for a second entry');
        return entered;
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
  return (await readTasks(tx, studyId)).find((task) => task.patientId === id && task.form === form);
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
