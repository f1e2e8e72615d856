import { countedRecords, extensibleForms, type OwnField, ownKey, ownKinds, usualKnown } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, Json } from '../../graphql/scalars.ts';
import { type FieldVersion, type StudyField as FieldRow } from './field.query.ts';

@ObjectType('Wording', { description: 'A text in both languages.' })
@InputType('WordingInput', { description: 'A text in both languages.' })
export class Wording {
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

@ObjectType('FieldCode')
@InputType('FieldCodeInput')
export class FieldCode {
  @Field(() => String) code!: string;
  @Field(() => Wording) label!: Wording;
}

@ObjectType({ description: 'A field that a study adds to a form.' })
export class StudyField {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'Its name in records, files and addresses: own_ and its name.' }) key!: string;
  @Field(() => String) form!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: ownKinds.join(', ') }) kind!: string;
  @Field(() => Wording) label!: Wording;
  @Field(() => Wording, { nullable: true }) help!: Wording | null;
  @Field(() => Boolean) required!: boolean;
  @Field(() => String, { nullable: true }) unit!: string | null;
  @Field(() => Float, { nullable: true, description: 'Null where that end of the range is open.' }) lowest!:
    | number
    | null;
  @Field(() => Float, { nullable: true }) highest!: number | null;
  @Field(() => [FieldCode]) codes!: FieldCode[];
  @Field(() => String, {
    nullable: true,
    description:
      'timeZero or outcome, which decides what analyses may do with it; null if it is no variable of analysis.',
  })
  known!: string | null;
  @Field(() => String, {
    nullable: true,
    description: `Of a variable on a form with several records, which of them counts: ${countedRecords.join(', ')}`,
  })
  counts!: string | null;
  @Field(() => String, { description: 'draft, published or retired; records are checked by published ones.' })
  state!: string;
  @Field(() => Int, { description: 'To be named by the next change.' }) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
}

@ObjectType({ description: 'A version of a field that records were entered under.' })
export class StudyFieldVersion {
  @Field(() => Int) version!: number;
  @Field(() => DateTime) publishedAt!: Date;
  @Field(() => String) publishedBy!: string;
  @Field(() => Json, { description: 'As it was declared, by the names of the columns.' })
  declaration!: Readonly<Record<string, unknown>>;
}

@InputType()
export class StudyFieldInput {
  @Field(() => String, { description: extensibleForms.join(', ') }) form!: string;
  @Field(() => String, { description: 'Lower case with underscores, unique in the study.' }) name!: string;
  @Field(() => String, { description: ownKinds.join(', ') }) kind!: string;
  @Field(() => Wording) label!: Wording;
  @Field(() => Wording, { nullable: true }) help?: Wording | null;
  @Field(() => Boolean, { nullable: true }) required?: boolean | null;
  @Field(() => String, { nullable: true }) unit?: string | null;
  @Field(() => Float, { nullable: true }) lowest?: number | null;
  @Field(() => Float, { nullable: true }) highest?: number | null;
  @Field(() => [FieldCode], { nullable: true }) codes?: FieldCode[] | null;
  @Field(() => String, {
    nullable: true,
    description:
      'timeZero, outcome, or null for what is no variable; left out, timeZero for demographics, eligibility and baseline.',
  })
  known?: string | null;
  @Field(() => String, { nullable: true, description: countedRecords.join(', ') }) counts?: string | null;
}

export function toStudyField(row: FieldRow): StudyField {
  return { ...row, key: ownKey(row), codes: [...row.codes] };
}

export function toVersion(row: FieldVersion): StudyFieldVersion {
  return row;
}

/** Words of a list (kind, known, counts) are checked with the rest, by `checkOwnField`. */
export function toOwnField(field: StudyFieldInput) {
  const { form, name, kind, label, help, required, unit, lowest, highest, codes, known, counts } = field;
  return {
    form,
    name,
    kind: kind as OwnField['kind'],
    label: { ...label },
    help: help ? { ...help } : null,
    required: required ?? false,
    unit: unit ?? null,
    lowest: lowest ?? null,
    highest: highest ?? null,
    codes: (codes ?? []).map(({ code, label: words }) => ({ code, label: { ...words } })),
    known: known === undefined ? usualKnown(form) : (known as OwnField['known']),
    counts: (counts ?? null) as OwnField['counts'],
  } satisfies OwnField;
}
