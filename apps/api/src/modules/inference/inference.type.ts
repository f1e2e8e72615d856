import { readStatement, type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type Priority as PriorityName, priorityOf } from '../../jobs/priority.ts';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { Priority, Run } from '../../jobs/run.type.ts';
import { type InferenceRow, type JudgedPartRow } from './inference.query.ts';

export const Provider = { auto: 'auto', cuda: 'cuda', webgpu: 'webgpu', cpu: 'cpu' } as const;
registerEnumType(Provider, { name: 'Provider', description: 'auto tries cuda, webgpu and cpu in this order.' });

const optional = { nullable: true } as const;

@ObjectType()
export class PatchDrop {
  @Field(() => String) reason!: string;
  @Field(() => Int) count!: number;
}

@ObjectType({
  description: 'Columns of equal length: level-0 x and y, side in level-0 pixels, reason (null where kept).',
})
export class PatchMap {
  @Field(() => Float) sizePx!: number;
  @Field(() => [Int]) x!: readonly number[];
  @Field(() => [Int]) y!: readonly number[];
  @Field(() => [String], { nullable: 'items' }) reason!: readonly (string | null)[];
}

@ObjectType({
  description:
    'What a run has found of its patches so far; no score follows from it. Kept by a run that was cancelled or failed, replaced by patchMap at the end of one that is done.',
})
export class JudgedPatches {
  @Field(() => Int, { description: 'A later attempt begins with a grid of its own.' }) attempt!: number;
  @Field(() => Int, { description: 'To be asked from next time.' }) last!: number;
  @Field(() => PatchMap, {
    nullable: true,
    description: 'Sent once. A patch without a reason is still to be judged.',
  })
  grid!: PatchMap | null;
  @Field(() => [Int], { description: 'Index in the grid of each patch that was judged since, in that order.' })
  place!: readonly number[];
  @Field(() => [String], { nullable: 'items', description: 'Why it was dropped; null where its features are there.' })
  reason!: readonly (string | null)[];
}

/** @param parts - in their order; null if there are none. */
export function toJudged(parts: readonly JudgedPartRow[]): JudgedPatches | null {
  const last = parts.at(-1);
  if (last === undefined) return null;
  const [first] = parts;
  const later = parts.filter(({ place }) => place !== null);
  return {
    attempt: last.attempt,
    last: last.part,
    grid:
      first?.part === 0
        ? { sizePx: first.sizePx ?? 0, x: first.x ?? [], y: first.y ?? [], reason: first.reason }
        : null,
    place: later.flatMap(({ place }) => place ?? []),
    reason: later.flatMap(({ reason }) => reason),
  };
}

@ObjectType()
export class InferenceRoi {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) name!: string;
}

@ObjectType({
  implements: Run,
  description:
    'One run of a model on a slide, in the stages hashing, tiling, features and score. Research use only; with synthetic weights not a prediction.',
})
export class Inference extends Run {
  @Field(() => ID) slideId!: string;
  @Field(() => ID) modelId!: string;
  @Field(() => String, optional) modelSha256!: string | null;
  @Field(() => String, optional) manifestSha256!: string | null;
  @Field(() => String, { nullable: true, description: 'synthetic: demonstration weights, not a prediction.' })
  weights!: string | null;
  @Field(() => Priority) priority!: PriorityName;
  @Field(() => Provider) providerAsked!: InferenceRow['providerAsked'];
  @Field(() => String, { nullable: true, description: 'The provider that made the features.' })
  providerRan!: string | null;
  @Field(() => Float, { nullable: true, description: 'Probability of the positive class; 0 favours CR/PR, 1 SD/PD.' })
  prps!: number | null;
  @Field(() => Float, optional) threshold!: number | null;
  @Field(() => String, optional) predictedClass!: string | null;
  @Field(() => Int, optional) patchesFound!: number | null;
  @Field(() => Int, optional) patchesKept!: number | null;
  @Field(() => [PatchDrop]) patchesDropped!: readonly PatchDrop[];
  @Field(() => String, { description: 'whole tissue, or the names and versions of the outlines.' }) roi!: string;
  @Field(() => [InferenceRoi], {
    description: 'The outlines that the run was confined to, each in the version it saw.',
  })
  rois!: readonly InferenceRoi[];
  @Field(() => Boolean, { nullable: true, description: 'Features came from an earlier run on the same slide.' })
  bagReused!: boolean | null;
  @Field(() => Float, optional) secondsTotal!: number | null;
  @Field(() => Float, optional) secondsSession!: number | null;
  @Said({ nullable: true }) attentionMethod!: Statement | null;
  @SaidList() warnings!: readonly Statement[];
}

export function toInference({ result, ...row }: InferenceRow): Inference {
  const { patches, bagReused, seconds, warnings, manifestSha256, attentionMethod } = result ?? {};
  return {
    ...row,
    manifestSha256: manifestSha256 ?? null,
    priority: priorityOf(row.priority),
    patchesFound: patches?.found ?? null,
    patchesKept: patches?.kept ?? null,
    patchesDropped: patches?.dropped ?? [],
    roi:
      row.rois.length === 0
        ? 'whole tissue'
        : row.rois.map(({ name, version }) => `${name} (version ${version})`).join(', '),
    bagReused: bagReused ?? null,
    secondsTotal: seconds?.total ?? null,
    secondsSession: seconds?.session ?? null,
    attentionMethod: attentionMethod ? readStatement(attentionMethod) : null,
    // Runs of older versions were stored with sentences.
    warnings: (warnings ?? []).map(readStatement),
  };
}
