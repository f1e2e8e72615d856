import { type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { Run } from '../../jobs/run.type.ts';

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
  implements: Run,
  description:
    'How much each patch of a run pushes its score: sensitivity, not attention. Its stage is sensitivity, after those of a run where features are made again. Research use only; with synthetic weights it explains no prediction.',
})
export class PatchSensitivity extends Run {
  @Field(() => ID) inferenceId!: string;
  @Field(() => ID) slideId!: string;
  @Field(() => ID) modelId!: string;
  @Field(() => String, { description: 'Of the version that gave the score and was explained.' }) modelSha256!: string;
  @Field(() => String, { description: 'synthetic: demonstration weights, not a prediction.' }) weights!: string;
  @Field(() => String, { description: 'What a positive value pushes toward.' }) positiveClass!: string;
  @Field(() => [String]) classes!: readonly string[];
  @Field(() => Float, optional) prps!: number | null;
  @Said({ nullable: true }) method!: Statement | null;
  @Field(() => Int, { nullable: true, description: 'Patches of the largest block; 1: each was replaced on its own.' })
  blockPatches!: number | null;
  @Field(() => Int, optional) blockCount!: number | null;
  @Field(() => Float, { nullable: true, description: 'The largest absolute value; the colours reach from - to +.' })
  scale!: number | null;
  @Field(() => String, optional) providerRan!: string | null;
  @Field(() => Boolean, { nullable: true, description: 'False where the features had to be made again.' })
  bagReused!: boolean | null;
  @Field(() => Float, optional) seconds!: number | null;
  @SaidList() warnings!: readonly Statement[];
}
