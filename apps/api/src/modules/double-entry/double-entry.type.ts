import {
  comparisonStates,
  type ComparisonState,
  type EntryChoice,
  entryChoices,
  type FormName,
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
  @Field(() => ID) recordId!: string;
  @Field(() => String) form!: FormName;
  @Field(() => ComparisonStateEnum) state!: ComparisonState;
  @Field(() => Int, { description: 'Fields.' }) compared!: number;
  @Field(() => [String], { description: 'Fields, a reason for a missing value with its field.' })
  differing!: readonly string[];
  @Field(() => Json, { description: 'By field, those of the study and reasons for missing values beside the others.' })
  first!: Row;
  @Field(() => Json) second!: Row;
  @Field(() => Int, { description: 'Of the record, when it was compared.' }) firstVersion!: number;
  @Field(() => String) firstBy!: string;
  @Field(() => String) secondBy!: string;
  @Field(() => DateTime) comparedAt!: Date;
  @Field(() => Json, { nullable: true, description: 'By field, first, second or other.' }) chosen!: Row | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => DateTime, { nullable: true }) resolvedAt!: Date | null;
  @Field(() => String, { nullable: true }) resolvedBy!: string | null;
  @Field(() => Int) version!: number;
}

@ObjectType({ description: 'A comparison beside the record as it is stored now.' })
export class ComparisonToResolve {
  @Field(() => EntryComparison) comparison!: EntryComparison;
  @Field(() => Json, { nullable: true, description: 'Null: it was removed.' }) record!: Row | null;
  @Field(() => Int, { nullable: true }) recordVersion!: number | null;
}

@InputType({ description: 'What holds of a field that differs.' })
export class FieldChoiceInput {
  @Field(() => String) field!: string;
  @Field(() => EntryChoiceEnum) choice!: EntryChoice;
  @Field(() => Json, { nullable: true, description: 'With other: the value.' }) value?: unknown;
  @Field(() => String, { nullable: true, description: 'With other: or why it is missing.' }) missing?: string | null;
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
  @Field(() => [EntryAgreement]) fields!: EntryAgreement[];
}

export function toKappa(result: KappaResult | null): EntriesKappa | null {
  return result && Object.assign(new EntriesKappa(), result);
}
