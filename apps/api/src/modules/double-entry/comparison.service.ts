import { type ComparisonState, forms } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { lockPatient, type RecordService } from '../patients/index.ts';
import { type StudyService } from '../studies/index.ts';
import {
  agreementOfEntries,
  agreementOfLists,
  type FieldAgreement,
  hasBoth,
  type ListAgreement,
} from './agreement-of-entries.ts';
import {
  type Comparison,
  type ComparisonToResolve,
  formOfComparison,
  formsFor,
  inWords,
  toResolve,
} from './compared-forms.ts';
import { countComparisons, readComparison, readComparisons, storeResolution } from './double-entry.query.ts';
import { chosenOf, type FieldChoice, refuseUndecided, valuesOfChoices } from './field-choices.ts';

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
      const named = inWords(await formsFor(tx, studyId));
      return (await readComparisons(tx, readCentres, states, most)).map(named);
    });
  }

  /** How many records agree, differ and are resolved, and how often each field agreed. @throws as `list`. */
  async agreement(
    ctx: PortalContext,
    study: string,
  ): Promise<{ counts: Record<ComparisonState, number>; fields: FieldAgreement[]; lists: ListAgreement[] }> {
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const counted = await countComparisons(tx, readCentres);
      const of = (state: ComparisonState) => counted.find((one) => one.state === state)?.n ?? 0;
      const known = await formsFor(tx, studyId);
      const entries = (await readComparisons(tx, readCentres, [], mostComparisons)).map(inWords(known));
      return {
        counts: { agreed: of('agreed'), differs: of('differs'), resolved: of('resolved') },
        fields: agreementOfEntries(known, entries.filter(hasBoth)),
        lists: agreementOfLists(known, entries),
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
      const { recordId, second } = comparison;
      if (recordId === null || second === null)
        throw badInput('one person alone has entered this record: it is decided with its list, by resolveEntryList');
      refuseUndecided(comparison.differing, choices);
      const form = await formOfComparison(tx, comparison);
      const base = forms.find(({ name }) => name === form.name) ?? form;
      const fields = valuesOfChoices(form, second, choices);
      await this.records.correctWithin(tx, ctx, base, { id: recordId, fields, reason: why });
      if (!(await storeResolution(tx, { id, version }, { chosen: chosenOf(choices), reason: why, by: asker.name })))
        throw new PortalError('CONFLICT', 'somebody else has resolved this meanwhile: look at it again');
      return toResolve(tx, id);
    });
  }
}
