import {
  compareEntries,
  type ComparisonState,
  type EntryChoice,
  entryChoices,
  entryOf,
  type Form,
  formOfStudy,
  forms,
  reasonKey,
  type Row,
  spreadOwn,
  withReasons,
} from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { lockPatient, recordOf, type RecordService } from '../patients/index.ts';
import { type StudyService } from '../studies/index.ts';
import { agreementOfEntries, type FieldAgreement } from './agreement-of-entries.ts';
import {
  type ComparisonRow,
  countComparisons,
  readComparison,
  readComparisons,
  storeResolution,
} from './double-entry.query.ts';
import { fromColumns } from './entry-columns.ts';

/** A comparison with the names of the declaration. */
export interface Comparison extends ComparisonRow {
  /** Fields that were compared, and those of them that differ. */
  readonly compared: number;
  readonly differing: readonly string[];
}

/** With the record as it is stored now; null where it was removed. */
export interface ComparisonToResolve {
  readonly comparison: Comparison;
  readonly record: Row | null;
  readonly recordVersion: number | null;
}

/** What holds of a field that differs; with `other`, a value or the reason for which there is none. */
export interface FieldChoice {
  readonly field: string;
  readonly choice: EntryChoice;
  readonly value: unknown;
  readonly missing: string | null;
}

export interface Resolving {
  readonly id: string;
  readonly version: number;
  /** Of the record that was looked at. */
  readonly recordVersion: number;
  readonly choices: readonly FieldChoice[];
  readonly reason: string;
}

/** More than this the page and its file do not list at once. */
export const mostComparisons = 10_000;

/** Two entries of a record beside each other, and what somebody decides where they differ. */
export class ComparisonService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly records: RecordService,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN without the right to read records, BAD_USER_INPUT. */
  async list(
    ctx: PortalContext,
    study: string,
    states: readonly ComparisonState[],
    most: number,
  ): Promise<Comparison[]> {
    if (most < 1 || most > mostComparisons) throw badInput(`first must be 1 to ${mostComparisons}`);
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const named = await namesOf(tx, studyId);
      return (await readComparisons(tx, readCentres, states, most)).map(named);
    });
  }

  /** How many records agree, differ and are resolved, and how often each field agreed. @throws as `list`. */
  async agreement(
    ctx: PortalContext,
    study: string,
  ): Promise<{ counts: Record<ComparisonState, number>; fields: FieldAgreement[] }> {
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const counted = await countComparisons(tx, readCentres);
      const of = (state: ComparisonState) => counted.find((one) => one.state === state)?.n ?? 0;
      const named = await namesOf(tx, studyId);
      const entries = (await readComparisons(tx, readCentres, [], mostComparisons)).map(named);
      return {
        counts: { agreed: of('agreed'), differs: of('differs'), resolved: of('resolved') },
        fields: agreementOfEntries(await formsFor(tx, studyId), entries),
      };
    });
  }

  /** @throws NOT_FOUND. */
  one({ asker }: PortalContext, id: string): Promise<ComparisonToResolve> {
    return this.db.read(asker, (tx) => toResolve(tx, id));
  }

  /**
   * Decides every field that differs. What the record then says is one correction of it, with the reason; where the first
   * entry holds throughout, the record is not touched.
   *
   * @throws NOT_FOUND; STUDY_CLOSED; FORBIDDEN; RECORD_LOCKED; BAD_USER_INPUT where a field is not decided, is not one that
   *   differs, or does not pass the checks of the form; CONFLICT where it was resolved, or the record changed, meanwhile.
   */
  resolve(
    ctx: PortalContext,
    { id, version, recordVersion, choices, reason }: Resolving,
  ): Promise<ComparisonToResolve> {
    const why = reason.trim();
    if (why === '' || why.length > 500) throw badInput('reason must be 1 to 500 characters');
    return this.db.write(ctx.asker, why, async (tx) => {
      const { asker } = ctx;
      const before = isId(id) ? await readComparison(tx, id) : undefined;
      if (!before) throw notFound('comparison');
      needRightAt(asker, 'resolveEntries', [before.centreId]);
      await lockPatient(tx, before.patientId);
      const { comparison, recordVersion: stored } = await toResolve(tx, id);
      if (comparison.state !== 'differs' || comparison.version !== version)
        throw new PortalError('CONFLICT', 'somebody else has resolved this meanwhile: look at it again');
      if (stored === null) throw notFound('record');
      if (stored !== recordVersion)
        throw new PortalError('CONFLICT', 'the record has changed since it was looked at: compare it again');
      refuseUndecided(comparison, choices);
      const form = (await formsFor(tx, await studyOf(tx, comparison.centreId))).find(
        (one) => one.name === comparison.form,
      );
      if (!form) throw notFound('form');
      const fields = Object.assign({}, ...choices.map((choice) => chosenValues(form, comparison, choice))) as Row;
      const base = forms.find(({ name }) => name === form.name) ?? form;
      await this.records.correctWithin(tx, ctx, base, { id: comparison.recordId, fields, reason: why });
      const chosen = Object.fromEntries(choices.map(({ field, choice }) => [field, choice]));
      if (!(await storeResolution(tx, { id, version }, { chosen, reason: why, by: asker.name })))
        throw new PortalError('CONFLICT', 'somebody else has resolved this meanwhile: look at it again');
      return toResolve(tx, id);
    });
  }
}

async function toResolve(tx: StudyTransaction, id: string): Promise<ComparisonToResolve> {
  const found = isId(id) ? await readComparison(tx, id) : undefined;
  if (!found) throw notFound('comparison');
  const comparison = (await namesOf(tx, await studyOf(tx, found.centreId)))(found);
  const form = forms.find(({ name }) => name === found.form);
  const record = form && (await recordOf(tx, form, found.recordId));
  if (!record) return { comparison, record: null, recordVersion: null };
  const stored = spreadOwn(record as unknown as Row);
  const asked = Object.keys(comparison.second);
  return {
    comparison,
    record: Object.fromEntries(asked.map((field) => [field, stored[field] ?? null])),
    recordVersion: record.version,
  };
}

async function studyOf(tx: StudyTransaction, centreId: number): Promise<number> {
  const [centre] = await tx.rows<{ studyId: number }>('select study_id as "studyId" from portal.centre where id = $1', [
    centreId,
  ]);
  if (!centre) throw notFound('centre');
  return centre.studyId;
}

/** Every form of the study as its records are entered. */
async function formsFor(tx: StudyTransaction, studyId: number): Promise<Form[]> {
  const own = await readOwnFields(tx, studyId);
  return forms.map((form) =>
    withReasons(
      formOfStudy(
        form,
        own.filter((one) => one.form === form.name),
      ),
    ),
  );
}

async function namesOf(tx: StudyTransaction, studyId: number): Promise<(row: ComparisonRow) => Comparison> {
  const known = await formsFor(tx, studyId);
  return (row) => {
    const form = known.find(({ name }) => name === row.form);
    if (!form) throw new Error(`a comparison of ${row.form}, which is not a form`);
    const [first, second] = [fromColumns(form, row.first), fromColumns(form, row.second)];
    const fields = compareEntries(form, first, second);
    const differing = fields.filter(({ agrees }) => !agrees).map(({ field }) => field);
    return { ...row, first, second, compared: fields.length, differing };
  };
}

/** @throws BAD_USER_INPUT naming a field that is not decided, or that does not differ. */
function refuseUndecided({ differing }: Comparison, choices: readonly FieldChoice[]): void {
  const wrong = choices.find(({ choice }) => !entryChoices.includes(choice));
  if (wrong) throw badInput(`choice of ${wrong.field} must be one of ${entryChoices.join(', ')}`);
  const decided = choices.map(({ field }) => field);
  const stranger = decided.find((field, i) => !differing.includes(field) || decided.indexOf(field) !== i);
  if (stranger !== undefined) throw badInput(`choices must name fields that differ, each once: ${stranger} is not one`);
  const open = differing.filter((field) => !decided.includes(field));
  if (open.length > 0) throw badInput(`choices must decide every field that differs: ${open.join(', ')} is open`);
}

/** The values that a choice gives the record; none where the first entry holds. */
function chosenValues(form: Form, { second }: Comparison, { field, choice, value, missing }: FieldChoice): Row {
  if (choice === 'first') return {};
  if (choice === 'other' && (value ?? null) === null && missing === null)
    throw badInput(`${field} must have a value, or a reason why it is missing`);
  const given =
    choice === 'second' ? entryOf(second, field) : entryOf({ [field]: value, [reasonKey(field)]: missing }, field);
  return Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(form.fields, key)));
}
