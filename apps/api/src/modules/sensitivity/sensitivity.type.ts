import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { type RunStatus as RunStatusName } from '../../jobs/run-status.ts';
import { RunStatus } from '../../jobs/run.type.ts';

const optional = { nullable: true } as const;

@ObjectType({
  description:
    'Columns of equal length over the patches that were scored: level-0 x and y, change of PRPS, and the block that was replaced at once.',
})
export class PatchSensitivityMap {
  @Field(() => Float, { description: 'Side of a patch in level-0 pixels.' }) sizePx!: number;
  @Field(() => [Int]) x!: readonly number[];
  @Field(() => [Int]) y!: readonly number[];
  @Field(() => [Int]) block!: readonly number[];
  @Field(() => [Float], {
    nullable: true,
    description: 'Positive pushes toward the positive class. Null where a single patch leaves nothing to compare.',
  })
  value!: readonly number[] | null;
}

@ObjectType({
  description:
    'How much each patch of a run pushes its score: sensitivity, not attention. Research use only; with synthetic weights it explains no prediction.',
})
export class PatchSensitivity {
  @Field(() => ID) id!: string;
  @Field(() => ID) inferenceId!: string;
  @Field(() => ID) slideId!: string;
  @Field(() => ID) modelId!: string;
  @Field(() => String, { description: 'Of the version that gave the score and was explained.' }) modelSha256!: string;
  @Field(() => String, { description: 'synthetic: demonstration weights, not a prediction.' }) weights!: string;
  @Field(() => String, { description: 'What a positive value pushes toward.' }) positiveClass!: string;
  @Field(() => [String]) classes!: readonly string[];
  @Field(() => RunStatus) status!: RunStatusName;
  @Field(() => String, { nullable: true, description: 'sensitivity while running; before it the stages of a run.' })
  stage!: string | null;
  @Field(() => Int, optional) done!: number | null;
  @Field(() => Int, optional) total!: number | null;
  @Field(() => Int) attempts!: number;
  @Field(() => Float, optional) prps!: number | null;
  @Field(() => String, { nullable: true, description: 'What was measured, in words.' }) method!: string | null;
  @Field(() => Int, { nullable: true, description: 'Patches of the largest block; 1: each was replaced on its own.' })
  blockPatches!: number | null;
  @Field(() => Int, optional) blockCount!: number | null;
  @Field(() => Float, { nullable: true, description: 'The largest absolute value; the colours reach from - to +.' })
  scale!: number | null;
  @Field(() => String, optional) providerRan!: string | null;
  @Field(() => Boolean, { nullable: true, description: 'False where the features had to be made again.' })
  bagReused!: boolean | null;
  @Field(() => Float, optional) seconds!: number | null;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => String, optional) errorCode!: string | null;
  @Field(() => String, optional) errorMessage!: string | null;
  @Field(() => DateTime) queuedAt!: Date;
  @Field(() => DateTime, optional) startedAt!: Date | null;
  @Field(() => DateTime, optional) finishedAt!: Date | null;
  @Field(() => String) requestedBy!: string;
}
