import { outputOf, takesRows } from '@haim/ml';
import { binomialInterval } from '@haim/stats';
import { Arg, Ctx, Field, Float, ID, Int, Mutation, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { type Asker, hasRight } from '../../context/asker.ts';
import { withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { ModelStatusEnum } from './model.resolver.ts';
import {
  type Actor,
  type ModelAction,
  type ModelEventRow,
  type ModelMetrics,
  type ModelStatus,
} from './model-store.ts';
import { type HeldVersion, inWords, LARGEST_SCORE_DIFFERENCE, type ModelService } from './model.service.ts';
import { inputInWords, outputInWords } from './graph-in-words.ts';
import { outcomesAreOpenTo } from './open-outcomes.ts';

const optional = { nullable: true } as const;
const closed = { nullable: true, description: 'null where the outcomes of the version are not open to the viewer.' };

const ModelActionEnum = {
  registered: 'registered',
  activated: 'activated',
  retired: 'retired',
  rolledBack: 'rolled back',
} as const;
registerEnumType(ModelActionEnum, { name: 'ModelAction' });

@ObjectType({ description: 'What was measured of a version when it was made.' })
class ModelEvaluation {
  @Field(() => String, { description: 'Which cases: tuning, test, internal, external, or a centre.' }) set!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => Float, optional) threshold!: number | null;
  @Field(() => Float, optional) sensitivity!: number | null;
  @Field(() => Float, { ...optional, description: 'Wilson, 95 %, as of the other limits.' }) sensitivityLower!:
    | number
    | null;
  @Field(() => Float, optional) sensitivityUpper!: number | null;
  @Field(() => Float, optional) specificity!: number | null;
  @Field(() => Float, optional) specificityLower!: number | null;
  @Field(() => Float, optional) specificityUpper!: number | null;
}

@ObjectType()
class ModelTrainingSet {
  @Field(() => String) snapshotId!: string;
  @Field(() => Int) n!: number;
  @Field(() => [String]) centres!: readonly string[];
}

@ObjectType({ description: 'One graph of the pair: features or head.' })
class ModelGraph {
  @Field(() => String) role!: string;
  @Field(() => String) file!: string;
  @Field(() => String) sha256!: string;
  @Field(() => String) weights!: string;
  @Field(() => String, { description: 'float32, float16 or int8: what it computes in.' }) precision!: string;
  @Field(() => String, closed) provenance!: string | null;
  @Field(() => String) licence!: string;
  @Field(() => String, { description: 'Name, type and shape, as the graph takes it.' }) input!: string;
  @Field(() => [String]) outputs!: readonly string[];
}

@ObjectType({ description: 'How far a form of lower precision is from its original, on slides of a study.' })
class ModelAgreement {
  @Field(() => Int) slides!: number;
  @Field(() => Int) patches!: number;
  @Field(() => String, { description: 'cpu, cuda or webgpu: what both ran on.' }) provider!: string;
  @Field(() => Float, { description: 'Root mean square of the difference of the features over that of the features.' })
  featureError!: number;
  @Field(() => Float, { description: 'Of PRPS.' }) meanScoreDifference!: number;
  @Field(() => Float, { description: 'Of PRPS.' }) largestScoreDifference!: number;
  @Field(() => Int, { description: 'Slides on the other side of the threshold.' }) classesChanged!: number;
  @Field(() => Float, { description: 'A line runs no form by default whose largest difference is above it.' })
  largestAllowed!: number;
}

@ObjectType({ description: 'The float32 model that a version is the float16 or int8 form of.' })
class ModelOriginal {
  @Field(() => String, { description: 'Its folder.' }) modelId!: string;
  @Field(() => String) modelSha256!: string;
  @Field(() => ModelAgreement, { nullable: true, description: 'null where scores were not compared, or are not open.' })
  agreement!: ModelAgreement | null;
}

@ObjectType({
  description:
    'A model as it was registered: these files and no others. Kept after the files have gone, so that results stay explained.',
})
export class ModelVersion {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'The family of versions.' }) line!: string;
  @Field(() => Int) version!: number;
  @Field(() => String, { description: 'The folder of the model.' }) modelId!: string;
  @Field(() => ModelStatusEnum) status!: ModelStatus;
  @Field(() => String, { description: 'Over both graphs and their external files.' }) modelSha256!: string;
  @Field(() => String) manifestSha256!: string;
  @Field(() => String, { description: 'synthetic: demonstration weights, not a prediction.' }) weights!: string;
  @Field(() => String, { description: 'folder: put there by the operator; training: made by this portal.' })
  origin!: string;
  @Field(() => [String]) classes!: readonly string[];
  @Field(() => String) positiveClass!: string;
  @Field(() => Float) threshold!: number;
  @Field(() => String, closed) thresholdProvenance!: string | null;
  @Field(() => Int) patchPx!: number;
  @Field(() => Float) patchMicronsPerPixel!: number;
  @Field(() => [Int], { description: 'Height and width that the feature network takes.' })
  inputSize!: readonly number[];
  @Field(() => Int, {
    description: 'Squares of a patch that the network sees, their features averaged; 1: a single one.',
  })
  cropsPerPatch!: number;
  @Field(() => [Int], {
    description: 'Height and width of the image that the bag becomes; empty for a head that takes the rows themselves.',
  })
  bagSize!: readonly number[];
  @Field(() => Int, {
    nullable: true,
    description: 'Channels that the bag image is repeated to; null without an image.',
  })
  bagChannels!: number | null;
  @Field(() => String, { description: 'How the head takes the bag: NHWC or NCHW an image, ND or 1ND its rows.' })
  bagLayout!: string;
  @Field(() => Int, { nullable: true, description: 'A bag of more rows is refused; null: of any number.' })
  bagMaxRows!: number | null;
  @Field(() => Boolean, { description: 'Whether its head has an attention to show.' }) hasAttention!: boolean;
  @Field(() => Int, { description: 'One for each class, or a single one, of the positive class.' }) logitCount!: number;
  @Field(() => String, { description: 'Order of the rows of the bag.' }) bagOrder!: string;
  @Field(() => [ModelGraph]) graphs!: readonly ModelGraph[];
  @Field(() => ModelOriginal, { nullable: true, description: 'null of a model that was not converted.' })
  convertedFrom!: ModelOriginal | null;
  @Field(() => ModelTrainingSet, optional) trainedOn!: ModelTrainingSet | null;
  @Field(() => [ModelEvaluation], { description: 'Empty where nothing was measured at registration.' })
  evaluations!: readonly ModelEvaluation[];
  @Field(() => String, optional) note!: string | null;
  @Field(() => DateTime) registeredAt!: Date;
  @Field(() => String, closed) registeredBy!: string | null;
  @Field(() => Boolean, {
    description:
      'Whether what was measured, on whom and by whom is told: to those who may read all centres of the training.',
  })
  outcomesAreOpen!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it cannot run now although it is no retired version.' })
  refusal!: string | null;
}

@ObjectType({ description: 'Written in the transaction of the change itself; never changed, never removed.' })
class ModelEvent {
  @Field(() => ID) id!: string;
  @Field(() => DateTime) at!: Date;
  @Field(() => String, closed) by!: string | null;
  @Field(() => ModelActionEnum) action!: ModelAction;
  @Field(() => String) line!: string;
  @Field(() => ID) versionId!: string;
  @Field(() => Int) version!: number;
  @Field(() => Int, { nullable: true, description: 'The version that was active until then.' })
  previousVersion!: number | null;
  @Field(() => String, closed) reason!: string | null;
}

@Resolver(() => ModelVersion)
export class ModelVersionResolver {
  constructor(private readonly models: ModelService) {}

  @Query(() => [ModelVersion], { description: 'By line, the newest version first.' })
  async modelVersions(
    @Arg('line', () => String, { nullable: true }) line: string | null,
    @Ctx() { asker }: PortalContext,
  ): Promise<ModelVersion[]> {
    const versions = await this.models.versions();
    return versions
      .filter((version) => !line || version.line === line)
      .map((version) => toModelVersion(version, asker));
  }

  @Query(() => [ModelEvent], { description: 'What was decided about models, the newest first.' })
  async modelEvents(
    @Arg('line', () => String, { nullable: true }) line: string | null,
    @Ctx() { asker }: PortalContext,
  ): Promise<ModelEvent[]> {
    return (await this.models.events(line ?? null)).map((event) => toModelEvent(event, asker));
  }

  @Query(() => Boolean, { description: 'Whether the viewer may activate, retire and roll back models.' })
  mayDecideOnModels(@Ctx() { asker }: PortalContext): boolean {
    return hasRight(asker, 'decideOnModels', null);
  }

  @Mutation(() => ModelVersion, {
    description: 'Makes a version of the files that a changed model folder holds now; it waits as a candidate.',
  })
  async registerModel(
    @Arg('modelId', () => String) modelId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ModelVersion> {
    const { id } = await this.models.register(modelId, decider(ctx), reason);
    return toModelVersion(await this.models.version(id), ctx.asker);
  }

  @Mutation(() => ModelVersion, { description: 'Its line runs it by default from now on; the one before is retired.' })
  async activateModel(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ModelVersion> {
    return toModelVersion(await this.models.activate(id, decider(ctx), reason), ctx.asker);
  }

  @Mutation(() => ModelVersion, { description: 'Runs of it are refused from now on.' })
  async retireModel(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ModelVersion> {
    return toModelVersion(await this.models.retire(id, decider(ctx), reason), ctx.asker);
  }

  @Mutation(() => ModelVersion, { description: 'Gives the line back the version that was active before.' })
  async rollbackModel(
    @Arg('line', () => String) line: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<ModelVersion> {
    return toModelVersion(await this.models.rollback(line, decider(ctx), reason), ctx.asker);
  }
}

/** Models belong to the portal: its administrators decide on them. @throws FORBIDDEN for others. */
function decider({ asker }: PortalContext): Actor {
  if (!hasRight(asker, 'decideOnModels', null)) throw withoutRight('decideOnModels');
  return { userId: asker.userId, name: asker.name };
}

function toModelEvent({ by, reason, origin, outcomeCentres, ...event }: ModelEventRow, asker: Asker): ModelEvent {
  const isOpen = outcomesAreOpenTo(asker, { origin, outcomeCentres });
  return { ...event, by: isOpen ? by : null, reason: isOpen ? reason : null };
}

function toModelVersion(
  { manifest, metrics, note, registeredBy, ...version }: HeldVersion,
  asker: Asker,
): ModelVersion {
  const { bag, classes, graphs, patch, positiveClass, threshold, trainedOn } = manifest;
  const [height, width] = graphs.features.input.size;
  const outcomesAreOpen = outcomesAreOpenTo(asker, version);
  return {
    ...version,
    classes,
    positiveClass,
    threshold: threshold.value,
    patchPx: patch.px,
    patchMicronsPerPixel: patch.micronsPerPixel,
    inputSize: [height, width],
    cropsPerPatch: (patch.crops?.perSide ?? 1) ** 2,
    bagSize: bag.resize ? [bag.resize.height, bag.resize.width] : [],
    bagChannels: bag.channels ?? null,
    bagLayout: graphs.head.input.layout,
    bagMaxRows: takesRows(graphs.head.input) ? (graphs.head.input.maxRows ?? null) : null,
    logitCount: outputOf(graphs.head, 'logits')?.width ?? classes.length,
    hasAttention: outputOf(graphs.head, 'attention') !== undefined,
    bagOrder: bag.order,
    graphs: (['features', 'head'] as const).map((role) => {
      const { file, sha256, weights, precision = 'float32', licence, input, outputs } = graphs[role];
      const told = outputs.map(outputInWords);
      const taken = inputInWords(input);
      const provenance = outcomesAreOpen ? graphs[role].provenance : null;
      return { role, file, sha256, weights, precision, provenance, licence, input: taken, outputs: told };
    }),
    outcomesAreOpen,
    convertedFrom: originalOf(manifest.convertedFrom, outcomesAreOpen),
    thresholdProvenance: outcomesAreOpen ? inWords(threshold) : null,
    trainedOn: outcomesAreOpen ? trainedOn : null,
    evaluations: outcomesAreOpen ? (metrics?.evaluations ?? []).map(withLimits) : [],
    note: outcomesAreOpen ? note : null,
    registeredBy: outcomesAreOpen ? registeredBy : null,
  };
}

/** A version keeps shares, which so many cases can have; how sure they are follows from both. */
function withLimits(measured: ModelMetrics['evaluations'][number]): ModelEvaluation {
  const { n, nPositive, sensitivity, specificity } = measured;
  const [ofPositive, ofNegative] = [limitsOf(sensitivity, nPositive), limitsOf(specificity, n - nPositive)];
  return {
    ...measured,
    ...{ sensitivityLower: ofPositive?.lower ?? null, sensitivityUpper: ofPositive?.upper ?? null },
    ...{ specificityLower: ofNegative?.lower ?? null, specificityUpper: ofNegative?.upper ?? null },
  };
}

function limitsOf(share: number | null, of: number) {
  return share === null || of === 0 ? null : binomialInterval(Math.round(share * of), of, { method: 'wilson' });
}

function originalOf(from: HeldVersion['manifest']['convertedFrom'], isOpen: boolean): ModelOriginal | null {
  if (!from) return null;
  const { id, modelSha256, agreement } = from;
  const told = isOpen && agreement ? { ...agreement, largestAllowed: LARGEST_SCORE_DIFFERENCE } : null;
  return { modelId: id, modelSha256, agreement: told };
}
