import { type ComparisonState, type FormName, type Row } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { Json } from '../../graphql/scalars.ts';
import { type ComparisonService } from './comparison.service.ts';
import {
  ComparisonStateEnum,
  ComparisonToResolve,
  DoubleEntryAgreement,
  DoubleEntryRule,
  EntryComparison,
  EntryDecisionInput,
  EntryList,
  FieldChoiceInput,
  SecondEntryTask,
  toKappa,
} from './double-entry.type.ts';
import { type EntryListService } from './entry-list.service.ts';
import { type FieldChoice } from './field-choices.ts';
import { type SecondEntryService } from './second-entry.service.ts';

@Resolver()
export class DoubleEntryResolver {
  constructor(
    private readonly seconds: SecondEntryService,
    private readonly comparisons: ComparisonService,
    private readonly lists: EntryListService,
  ) {}

  @Query(() => DoubleEntryRule)
  doubleEntryRule(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<DoubleEntryRule> {
    return this.seconds.rule(ctx, study);
  }

  @Query(() => [SecondEntryTask], {
    description: 'What waits for a second entry, and what the viewer has entered; nothing of what is recorded.',
  })
  secondEntryTasks(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<SecondEntryTask[]> {
    return this.seconds.tasks(ctx, study);
  }

  @Query(() => [EntryComparison], { description: 'At the centres that the viewer reads, the oldest first.' })
  entryComparisons(
    @Arg('study', () => String) study: string,
    @Arg('states', () => [ComparisonStateEnum], { nullable: true, description: 'All where left out.' })
    states: ComparisonState[] | null,
    @Arg('first', () => Int, { defaultValue: 200 }) first: number,
    @Ctx() ctx: PortalContext,
  ): Promise<EntryComparison[]> {
    return this.comparisons.list(ctx, study, states ?? [], first);
  }

  @Query(() => ComparisonToResolve)
  entryComparison(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<ComparisonToResolve> {
    return this.comparisons.one(ctx, id);
  }

  @Query(() => EntryList)
  entryList(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<EntryList> {
    return this.lists.one(ctx, id);
  }

  @Query(() => [Json], {
    description:
      'Of a list that waits for the viewer: what was entered a second time before. Nothing of the first entry.',
  })
  secondEntriesBefore(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String) form: string,
    @Ctx() ctx: PortalContext,
  ): Promise<Row[]> {
    return this.seconds.before(ctx, study, { patientId, form });
  }

  @Query(() => DoubleEntryAgreement)
  async doubleEntryAgreement(
    @Arg('study', () => String) study: string,
    @Ctx() ctx: PortalContext,
  ): Promise<DoubleEntryAgreement> {
    const { counts, fields, lists } = await this.comparisons.agreement(ctx, study);
    return { ...counts, lists, fields: fields.map((one) => ({ ...one, kappa: toKappa(one.kappa) })) };
  }

  @Mutation(() => DoubleEntryRule, { description: 'What was entered a second time stays.' })
  setDoubleEntryRule(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('forms', () => [String], { description: 'None: nothing is entered twice.' }) forms: string[],
    @Arg('sharePercent', () => Int) sharePercent: number,
    @Ctx() ctx: PortalContext,
  ): Promise<DoubleEntryRule> {
    return this.seconds.setRule(ctx, study, { forms: forms as FormName[], sharePercent, version });
  }

  @Mutation(() => SecondEntryTask, { description: 'Hands in the second entry of a record; it is fixed from then on.' })
  enterSecond(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String) form: string,
    @Arg('values', () => Json, { description: 'By field, own_ and missing_ among them.' }) values: unknown,
    @Ctx() ctx: PortalContext,
  ): Promise<SecondEntryTask> {
    return this.seconds.enter(ctx, study, { patientId, form, values: rowOf(values) });
  }

  @Mutation(() => SecondEntryTask, {
    description: 'Hands in the second entry of a patient’s whole list; it is fixed from then on.',
  })
  enterSecondList(
    @Arg('study', () => String) study: string,
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String) form: string,
    @Arg('records', () => [Json], { description: 'Each by field; none where the source has none.' }) records: unknown[],
    @Ctx() ctx: PortalContext,
  ): Promise<SecondEntryTask> {
    return this.seconds.enterList(ctx, study, { patientId, form, records: records.map(rowOf) });
  }

  @Mutation(() => ComparisonToResolve, {
    description: 'Decides every field that differs, in one correction of the record.',
  })
  resolveEntryComparison(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('recordVersion', () => Int, { description: 'Of the record that was looked at.' }) recordVersion: number,
    @Arg('choices', () => [FieldChoiceInput]) choices: FieldChoiceInput[],
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ComparisonToResolve> {
    return this.comparisons.resolve(ctx, { id, version, recordVersion, choices: choices.map(toChoice), reason });
  }

  @Mutation(() => EntryList, {
    description: 'Decides records of a list, all of them or some; where one cannot be stored, none is.',
  })
  resolveEntryList(
    @Arg('id', () => ID) id: string,
    @Arg('decisions', () => [EntryDecisionInput]) decisions: EntryDecisionInput[],
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<EntryList> {
    const given = decisions.map(({ choices, recordVersion, outcome, sameAs, ...one }) => ({
      ...one,
      ...{ recordVersion: recordVersion ?? null, outcome: outcome ?? null, sameAs: sameAs ?? null },
      choices: choices.map(toChoice),
    }));
    return this.lists.resolve(ctx, { id, decisions: given, reason });
  }
}

function toChoice({ field, choice, value, missing }: FieldChoiceInput): FieldChoice {
  return { field, choice, value: value ?? null, missing: missing ?? null };
}

function rowOf(values: unknown): Row {
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values as Row;
  throw badInput('values must be an object of fields, each with a plain value');
}
