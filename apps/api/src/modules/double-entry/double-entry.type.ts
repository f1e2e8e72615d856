import {
  comparisonStates,
  type ComparisonState,
  type EnteredBy,
  enteredByOneOf,
  type EntryChoice,
  entryChoices,
  type FormName,
  type RecordOutcome,
  recordOutcomes,
  type Row,
  type Statement,
} from '@haim/schema';
import { type KappaResult } from '@haim/stats';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, Json } from '../../graphql/scalars.ts';
import { Said, SaidList } from '../../graphql/statement.type.ts';

const enumOf = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const ComparisonStateEnum = enumOf<ComparisonState>(comparisonStates);
registerEnumType(ComparisonStateEnum, { name: 'ComparisonState' });
const EntryChoiceEnum = enumOf<EntryChoice>(entryChoices);
registerEnumType(EntryChoiceEnum, { name: 'EntryChoice' });
const EnteredByEnum = enumOf<EnteredBy>(enteredByOneOf);
registerEnumType(EnteredByEnum, { name: 'EnteredBy' });
const RecordOutcomeEnum = enumOf<RecordOutcome>(recordOutcomes);
registerEnumType(RecordOutcomeEnum, { name: 'RecordOutcome' });

@ObjectType({ description: 'Which forms are entered twice, and of what share of the patients.' })
export class DoubleEntryRule {
  @Field(() => [String]) forms!: readonly FormName[];
  @Field(() => Int, {
    description:
      'A patient is drawn whose first 32 bits of SHA-256 of CODE:id, code of the study, are below this share.',
  })
  sharePercent!: number;
  @Field(() => Int, { description: 'To be named by the next change; 0 where none is stored.' }) version!: number;
}

@ObjectType({ description: 'A record that waits for a second entry, or that the viewer has entered.' })
export class SecondEntryTask {
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) centre!: string;
  @Field(() => String) form!: FormName;
  @Field(() => DateTime, { nullable: true, description: 'Null: it waits.' }) enteredAt!: Date | null;
}

@ObjectType({ description: 'Two entries of a record, as they were compared.' })
export class EntryComparison {
  @Field(() => ID) id!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) centre!: string;
  @Field(() => ID, { nullable: true, description: 'Null: the second person alone has entered it.' })
  recordId!: string | null;
  @Field(() => String) form!: FormName;
  @Field(() => ID, { nullable: true, description: 'The second entry of a list that it is of.' }) listId!: string | null;
  @Field(() => EnteredByEnum) enteredBy!: EnteredBy;
  @Field(() => ComparisonStateEnum) state!: ComparisonState;
  @Field(() => Int, { description: 'Fields.' }) compared!: number;
  @Field(() => [String], { description: 'Fields, a reason for a missing value with its field.' })
  differing!: readonly string[];
  @Field(() => Json, {
    nullable: true,
    description:
      'By field, those of the study and reasons for missing values beside the others; null where this person has not entered it.',
  })
  first!: Row | null;
  @Field(() => Json, { nullable: true }) second!: Row | null;
  @Field(() => Int, { nullable: true, description: 'Of the record, when it was compared.' })
  firstVersion!: number | null;
  @Field(() => String, { nullable: true }) firstBy!: string | null;
  @Field(() => String) secondBy!: string;
  @Field(() => DateTime) comparedAt!: Date;
  @Field(() => Json, { nullable: true, description: 'By field, first, second or other.' }) chosen!: Row | null;
  @Field(() => RecordOutcomeEnum, {
    nullable: true,
    description: 'Once decided: what holds of a record that one person alone has entered.',
  })
  outcome!: RecordOutcome | null;
  @Field(() => ID, { nullable: true, description: 'With same: the comparison of the other’s record.' })
  sameAs!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => DateTime, { nullable: true }) resolvedAt!: Date | null;
  @Field(() => String, { nullable: true }) resolvedBy!: string | null;
  @Field(() => Int) version!: number;
}

@ObjectType({ description: 'A comparison beside the record as it is stored now.' })
export class ComparisonToResolve {
  @Field(() => EntryComparison) comparison!: EntryComparison;
  @Field(() => Json, {
    nullable: true,
    description:
      'Null: it was removed. Of one that the second person alone has entered: the record of its key that was added meanwhile.',
  })
  record!: Row | null;
  @Field(() => Int, { nullable: true }) recordVersion!: number | null;
}

@ObjectType({ description: 'A patient’s list of one form as two people have entered it.' })
export class EntryList {
  @Field(() => ID) id!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) form!: string;
  @Field(() => [ComparisonToResolve], { description: 'Of records that both have entered first.' })
  comparisons!: readonly ComparisonToResolve[];
}

@InputType({ description: 'What holds of a field that differs.' })
export class FieldChoiceInput {
  @Field(() => String) field!: string;
  @Field(() => EntryChoiceEnum) choice!: EntryChoice;
  @Field(() => Json, { nullable: true, description: 'With other: the value.' }) value?: unknown;
  @Field(() => String, { nullable: true, description: 'With other: or why it is missing.' }) missing?: string | null;
}

@InputType({ description: 'What is decided of one record of a list.' })
export class EntryDecisionInput {
  @Field(() => ID, { description: 'Of the comparison.' }) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => Int, { nullable: true, description: 'Of the record that was looked at; null where there is none.' })
  recordVersion?: number | null;
  @Field(() => RecordOutcomeEnum, {
    nullable: true,
    description:
      'Of a record that the first person alone has entered: keep, remove or same; the second alone: enter, dismiss, or same as one that was added meanwhile. Null of one that both have entered.',
  })
  outcome?: RecordOutcome | null;
  @Field(() => ID, { nullable: true, description: 'With same: the comparison of the second person’s record.' })
  sameAs?: string | null;
  @Field(() => [FieldChoiceInput], { defaultValue: [], description: 'Of every field that differs.' })
  choices!: FieldChoiceInput[];
}

@ObjectType({ description: 'How many records of the lists of a form both people have entered, and one of them alone.' })
export class ListAgreement {
  @Field(() => String) form!: FormName;
  @Field(() => Int) both!: number;
  @Field(() => Int) first!: number;
  @Field(() => Int) second!: number;
}

@ObjectType({ description: 'Cohen’s kappa of two entries, unweighted.' })
export class EntriesKappa {
  @Field(() => Int) n!: number;
  @Field(() => Float, { nullable: true }) kappa!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: Statement[];
}

@ObjectType({ description: 'How often two entries of a field agree.' })
export class EntryAgreement {
  @Field(() => String) form!: FormName;
  @Field(() => String) field!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int) agreed!: number;
  @Field(() => EntriesKappa, {
    nullable: true,
    description: 'Of a field with codes, over pairs that both have a value.',
  })
  kappa!: EntriesKappa | null;
}

@ObjectType({ description: 'How far two entries agree, over the centres whose records the viewer may read.' })
export class DoubleEntryAgreement {
  @Field(() => Int) agreed!: number;
  @Field(() => Int) differs!: number;
  @Field(() => Int) resolved!: number;
  @Field(() => [EntryAgreement], { description: 'Of records that both people have entered.' })
  fields!: EntryAgreement[];
  @Field(() => [ListAgreement]) lists!: ListAgreement[];
}

export function toKappa(result: KappaResult | null): EntriesKappa | null {
  return result && Object.assign(new EntriesKappa(), result);
}
