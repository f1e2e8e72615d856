import { enteredBy, type Form, forms, keyOfEntry, type RecordOutcome, type Row } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { lockPatient, type RecordService, type RemovalService } from '../patients/index.ts';
import { type Comparison, type ComparisonToResolve, formOfComparison, listToResolve } from './compared-forms.ts';
import { readComparisonsOfList, type Resolution, storeResolution } from './double-entry.query.ts';
import { chosenOf, differingOf, type FieldChoice, refuseUndecided, valuesOfChoices } from './field-choices.ts';

/** What is decided of one record of a list. */
export interface EntryDecision {
  /** Of the comparison. */
  readonly id: string;
  readonly version: number;
  /** Of the record that was looked at; null where there is none. */
  readonly recordVersion: number | null;
  /** Of a record that one person alone has entered; null of one that both have. */
  readonly outcome: RecordOutcome | null;
  /** With `same`, of a record of the first person: the comparison of the second's. */
  readonly sameAs: string | null;
  /** Of fields that differ, of the two entries or of the two that are the same. */
  readonly choices: readonly FieldChoice[];
}

/** A patient's list as two people have entered it. */
export interface EntryList {
  readonly id: string;
  readonly patientId: string;
  readonly form: Form['name'];
  readonly comparisons: readonly ComparisonToResolve[];
}

/** What a decision is made with. */
interface Deciding {
  readonly tx: WriteTransaction;
  readonly ctx: PortalContext;
  readonly form: Form;
  readonly list: readonly ComparisonToResolve[];
  readonly reason: string;
}

/** The two entries of a patient's whole list, and what somebody decides of its records. */
export class EntryListService {
  constructor(
    private readonly db: StudyDb,
    private readonly records: RecordService,
    private readonly removals: RemovalService,
  ) {}

  /** @throws NOT_FOUND. */
  one({ asker }: PortalContext, id: string): Promise<EntryList> {
    return this.db.read(asker, (tx) => readList(tx, id));
  }

  /**
   * Decides records of a list, all of them or some, for one reason: fields that differ, and what holds of a record that one
   * person alone has entered. Where one decision cannot be stored, none is.
   *
   * @throws NOT_FOUND; STUDY_CLOSED; FORBIDDEN; RECORD_LOCKED; BAD_USER_INPUT naming the record, where a decision is not one
   *   that it takes, or what would be stored does not pass the checks of the form; CONFLICT where a record was decided or
   *   changed meanwhile.
   */
  resolve(
    ctx: PortalContext,
    {
      id,
      decisions,
      reason,
    }: { readonly id: string; readonly decisions: readonly EntryDecision[]; readonly reason: string },
  ): Promise<EntryList> {
    const why = reason.trim();
    if (why === '' || why.length > 500) throw badInput('reason must be 1 to 500 characters');
    if (decisions.length === 0) throw badInput('decisions must decide at least one record');
    return this.db.write(ctx.asker, why, async (tx) => {
      const [before] = isId(id) ? await readComparisonsOfList(tx, id) : [];
      if (!before) throw notFound('list');
      needRightAt(ctx.asker, 'resolveEntries', [before.centreId]);
      await lockPatient(tx, before.patientId);
      const { comparisons: list } = await readList(tx, id);
      refuseStrangers(list, decisions);
      const form = await formOfComparison(tx, before);
      const deciding: Deciding = { tx, ctx, form, list, reason: why };
      // What is removed makes room for what is entered in its place.
      const inOrder = decisions.toSorted((a, b) => Number(b.outcome === 'remove') - Number(a.outcome === 'remove'));
      await inTurn(inOrder, (decision) => this.decide(deciding, decision).catch(namingRecord(deciding, decision)));
      return readList(tx, id);
    });
  }

  private async decide(deciding: Deciding, decision: EntryDecision): Promise<void> {
    const { tx, ctx, list, reason } = deciding;
    const found = ofList(list, decision.id);
    const { comparison, recordVersion } = found;
    if (comparison.state !== 'differs' || comparison.version !== decision.version) throw decidedMeanwhile();
    if (recordVersion !== decision.recordVersion)
      throw new PortalError('CONFLICT', 'the record has changed since it was looked at: compare it again');
    const store = async ({ id, version }: Comparison, resolution: Omit<Resolution, 'reason' | 'by'>) => {
      const whole = { ...resolution, reason, by: ctx.asker.name };
      if (!(await storeResolution(tx, { id, version }, whole))) throw decidedMeanwhile();
    };
    switch (enteredBy(comparison.first, comparison.second)) {
      case 'both':
        if (decision.outcome !== null) throw badInput('both people have entered this record: its fields are decided');
        await this.correct(deciding, found, comparison, decision.choices);
        return store(comparison, { chosen: chosenOf(decision.choices) });
      case 'first': {
        const { outcome } = decision;
        if (outcome === 'same') {
          const { comparison: other } = ofList(list, decision.sameAs ?? '');
          if (other.first !== null) throw badInput('sameAs must be a record that the second person alone has entered');
          if (other.state !== 'differs') throw decidedMeanwhile();
          await this.correct(deciding, found, { first: comparison.first, second: other.second }, decision.choices);
          await store(other, { chosen: {}, outcome, sameAs: comparison.id });
          return store(comparison, { chosen: chosenOf(decision.choices), outcome, sameAs: other.id });
        }
        if (outcome !== 'keep' && outcome !== 'remove')
          throw badInput('of a record that the first person alone has entered, outcome must be keep, remove or same');
        refuseUndecided([], decision.choices);
        if (outcome === 'remove') await this.remove(deciding, found);
        return store(comparison, { chosen: {}, outcome });
      }
      case 'second': {
        const { outcome } = decision;
        if (outcome === 'same') {
          if (found.record === null)
            throw badInput('of a record that the second person alone has entered, same needs a record of its key');
          await this.correct(deciding, found, { first: found.record, second: comparison.second }, decision.choices);
          return store(comparison, { chosen: chosenOf(decision.choices), outcome, recordId: found.storedId });
        }
        if (outcome !== 'enter' && outcome !== 'dismiss')
          throw badInput(
            'of a record that the second person alone has entered, outcome must be enter, dismiss or same',
          );
        refuseUndecided([], decision.choices);
        const recordId = outcome === 'enter' ? await this.add(deciding, comparison) : null;
        return store(comparison, { chosen: {}, outcome, recordId });
      }
    }
  }

  private async correct(
    { tx, ctx, form, reason }: Deciding,
    { storedId }: ComparisonToResolve,
    { first, second }: { readonly first: Row | null; readonly second: Row | null },
    choices: readonly FieldChoice[],
  ): Promise<void> {
    if (storedId === null) throw notFound('record');
    if (first === null || second === null) throw new Error('two entries are corrected by, and one is missing');
    refuseUndecided(differingOf(form, first, second), choices);
    const fields = valuesOfChoices(form, second, choices);
    await this.records.correctWithin(tx, ctx, baseOf(form), { id: storedId, fields, reason });
  }

  private async add({ tx, ctx, form }: Deciding, { patientId, second }: Comparison): Promise<string> {
    const { id } = await this.records.addTo(tx, ctx, baseOf(form), patientId, second ?? {});
    return id;
  }

  private async remove({ tx, ctx, form, reason }: Deciding, found: ComparisonToResolve): Promise<void> {
    const { comparison, storedId, recordVersion } = found;
    if (storedId === null || recordVersion === null) throw notFound('record');
    const given = { patientId: comparison.patientId, form: form.name, id: storedId, version: recordVersion, reason };
    await this.removals.removeWithin(tx, ctx, given);
  }
}

async function readList(tx: StudyTransaction, id: string): Promise<EntryList> {
  const comparisons = await listToResolve(tx, isId(id) ? await readComparisonsOfList(tx, id) : []);
  const [head] = comparisons;
  if (!head) throw notFound('list');
  const { patientId, form } = head.comparison;
  return { id: id.toLowerCase(), patientId, form, comparisons };
}

function baseOf(form: Form): Form {
  return forms.find(({ name }) => name === form.name) ?? form;
}

function ofList(list: readonly ComparisonToResolve[], id: string): ComparisonToResolve {
  const found = list.find(({ comparison }) => comparison.id === id.toLowerCase());
  if (!found) throw notFound('comparison of this list');
  return found;
}

/** @throws BAD_USER_INPUT where a record is decided twice, by being the same as another among them. */
function refuseStrangers(list: readonly ComparisonToResolve[], decisions: readonly EntryDecision[]): void {
  const decided = decisions.flatMap(({ id, outcome, sameAs }) =>
    outcome === 'same' && sameAs !== null ? [id, sameAs] : [id],
  );
  for (const id of decided) ofList(list, id);
  const twice = decided.find((id, i) => decided.indexOf(id) !== i);
  if (twice !== undefined) throw badInput(`decisions must decide a record once: ${twice} is there twice`);
}

function decidedMeanwhile(): PortalError {
  return new PortalError('CONFLICT', 'somebody else has decided this record meanwhile: look at it again');
}

/** A refusal of one record names it: which of a list is at fault. */
function namingRecord({ form, list }: Deciding, { id }: EntryDecision): (cause: unknown) => never {
  return (cause) => {
    if (!(cause instanceof PortalError)) throw cause;
    const { comparison } = ofList(list, id);
    const key = keyOfEntry(form, comparison.first ?? comparison.second ?? {});
    throw new PortalError(cause.code, `${form.label.en} ${key}: ${cause.message}`, {
      ...cause.extensions,
      comparison: id,
    });
  };
}
