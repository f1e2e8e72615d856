import { type Row } from '@haim/schema';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { IdentityChoiceInput, MergeChoiceInput } from './merge.input.ts';
import { type FormPlan } from './merge-plan.ts';
import { type StoredRecord } from './merge.query.ts';
import { type MergePreview, type MergeService } from './merge.service.ts';
import { PatientMerge } from './merge.type.ts';

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
