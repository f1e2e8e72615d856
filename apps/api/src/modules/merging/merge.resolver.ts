import { type Label, type Row } from '@haim/schema';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Json } from '../../graphql/scalars.ts';
import { type FormPlan } from './merge-plan.ts';
import { type StoredRecord } from './merge.query.ts';
import { type MergePreview, type MergeService } from './merge.service.ts';

@ObjectType({ description: 'One of two patients who are to be merged.' })
class MergedPatient {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => Boolean, { description: 'Whether identifying fields are on record; not what they say.' })
  isIdentified!: boolean;
}

@ObjectType({ description: 'A record that goes to the patient who stays.' })
class MovingRecord {
  @Field(() => ID) id!: string;
  @Field(() => String) form!: string;
  @Field(() => Json, { description: 'By field, those of the study beginning with own_.' }) values!: Row;
}

@ObjectType({ description: 'The same record of both patients: the form that exists once, or the same visit or day.' })
class MergePair {
  @Field(() => String) form!: string;
  @Field(() => ID, { description: 'Of the patient who stays.' }) recordId!: string;
  @Field(() => ID, { description: 'Of the other: it is given up, and kept among the removed records.' })
  otherId!: string;
  @Field(() => Json) kept!: Row;
  @Field(() => Json) other!: Row;
  @Field(() => [String], { description: 'The fields to be chosen; none where the two are equal.' })
  differing!: readonly string[];
}

@ObjectType({ description: 'What is expected before the two can be merged.' })
class MergeObstacle {
  @Field(() => String, { description: 'arms, held, slide, blindReading, twice or identity.' }) code!: string;
  @Field(() => String, { nullable: true }) form!: string | null;
  @Field(() => ID, { nullable: true }) recordId!: string | null;
  @Field(() => String) en!: Label['en'];
  @Field(() => String) zh!: Label['zh'];
}

@ObjectType({ description: 'What a merge would do with the records of two patients.' })
class PatientMerge {
  @Field(() => MergedPatient) kept!: MergedPatient;
  @Field(() => MergedPatient) other!: MergedPatient;
  @Field(() => [MovingRecord]) moves!: MovingRecord[];
  @Field(() => [MergePair]) pairs!: MergePair[];
  @Field(() => [MergeObstacle]) obstacles!: readonly MergeObstacle[];
  @Field(() => Int, { description: 'Queries on the other that are not closed; they come along.' }) queries!: number;
  @Field(() => String, { description: 'To be stated by the merge: nothing may have changed since.' }) state!: string;
}

@InputType({ description: 'From whom a field is taken in which the two differ.' })
class MergeChoiceInput {
  @Field(() => ID, { description: 'The record of the patient who stays.' }) recordId!: string;
  @Field(() => String) field!: string;
  @Field(() => Boolean, { description: 'From the patient who goes.' }) takesOther!: boolean;
}

@InputType({ description: 'The same for an identifying field.' })
class IdentityChoiceInput {
  @Field(() => String) field!: string;
  @Field(() => Boolean) takesOther!: boolean;
}

@Resolver()
export class MergeResolver {
  constructor(private readonly merges: MergeService) {}

  @Query(() => PatientMerge, {
    description:
      'Compares two patients of a centre who may be one, for those who enter records there; changes nothing.',
  })
  async patientMerge(
    @Arg('keptId', () => ID) keptId: string,
    @Arg('otherId', () => ID) otherId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<PatientMerge> {
    return previewOf(await this.merges.preview(ctx, { keptId, otherId }));
  }

  @Mutation(() => ID, {
    description:
      'Makes one patient of two, for a reason. The one who goes stays among the removed patients and leads to the other.',
  })
  async mergePatients(
    @Arg('keptId', () => ID) keptId: string,
    @Arg('otherId', () => ID) otherId: string,
    @Arg('state', () => String) state: string,
    @Arg('choices', () => [MergeChoiceInput]) choices: MergeChoiceInput[],
    @Arg('identity', () => [IdentityChoiceInput]) identity: IdentityChoiceInput[],
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<string> {
    await this.merges.merge(ctx, { keptId, otherId, state, choices, identity, reason });
    return keptId;
  }
}

function previewOf({ kept, other, plans, ...preview }: MergePreview): PatientMerge {
  return {
    ...preview,
    kept,
    other,
    moves: plans.flatMap(({ form, moves }) =>
      moves.map((record) => ({ id: record.id, form: form.name, values: valuesIn(form, record) })),
    ),
    pairs: plans.flatMap(({ form, pairs }) =>
      pairs.map((pair) => ({
        form: form.name,
        recordId: pair.kept.id,
        otherId: pair.other.id,
        kept: valuesIn(form, pair.kept),
        other: valuesIn(form, pair.other),
        differing: pair.differing,
      })),
    ),
  };
}

/** The fields alone, without what was missing. */
function valuesIn({ fields }: FormPlan['form'], record: StoredRecord): Row {
  return Object.fromEntries(
    Object.entries(record).filter(([field, value]) => field in fields && (value ?? null) !== null),
  );
}
