import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { allOfEach, oneOfEach } from '../../graphql/load-once.ts';
import { type Priority as PriorityName } from '../../jobs/priority.ts';
import { Priority } from '../../jobs/run.type.ts';
import { Slide } from '../slides/index.ts';
import { PatchAttention } from './attention.type.ts';
import { type InferenceRow } from './inference.query.ts';
import { type InferenceService } from './inference.service.ts';
import { Inference, JudgedPatches, PatchMap, Provider, toInference, toJudged } from './inference.type.ts';

@Resolver(() => Inference)
export class InferenceResolver {
  private readonly mapOfRun = oneOfEach(
    (ctx, ids) => this.runs.patchMaps(ctx, ids),
    ({ id }) => id,
  );

  private readonly attentionOfRun = oneOfEach(
    (ctx, ids) => this.runs.attentions(ctx, ids),
    ({ id }) => id,
  );

  constructor(private readonly runs: InferenceService) {}

  @Query(() => Inference)
  async inference(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Inference> {
    return toInference(await this.runs.one(ctx, id));
  }

  @Query(() => JudgedPatches, {
    nullable: true,
    description:
      'Patches of a run without a score, as they come: null if there are none after those that were asked from.',
  })
  async judgedPatches(
    @Arg('inferenceId', () => ID) inferenceId: string,
    @Arg('attempt', () => Int, { defaultValue: 0, description: 'Of the last answer; 0 at first.' }) attempt: number,
    @Arg('after', () => Int, { defaultValue: -1, description: 'The last of the last answer; -1 for all.' })
    after: number,
    @Ctx() ctx: PortalContext,
  ): Promise<JudgedPatches | null> {
    return toJudged(await this.runs.judged(ctx, inferenceId, { attempt, last: after }));
  }

  @Mutation(() => Inference, {
    description:
      'Queues a model on a slide; the same run already queued or running is returned instead of a second one.',
  })
  async runInference(
    @Arg('slideId', () => ID) slideId: string,
    @Arg('modelId', () => ID) modelId: string,
    @Arg('provider', () => Provider, { defaultValue: Provider.auto }) provider: InferenceRow['providerAsked'],
    @Arg('priority', () => Priority, { defaultValue: Priority.normal }) priority: PriorityName,
    @Arg('roiIds', () => [ID], { defaultValue: [], description: 'Outlines to confine it to; none: the whole tissue.' })
    roiIds: string[],
    @Ctx() ctx: PortalContext,
  ): Promise<Inference> {
    return toInference(await this.runs.run(ctx, { slideId, modelId, provider, priority, roiIds }));
  }

  @Mutation(() => Inference, { description: 'Ends a run that is queued or running; one that is done stays as it is.' })
  async cancelInference(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Inference> {
    return toInference(await this.runs.cancel(ctx, id));
  }

  @FieldResolver(() => PatchMap, { nullable: true, description: 'Where the patches lay; null until the run is done.' })
  async patchMap(@Root() { id, status }: Inference, @Ctx() ctx: PortalContext): Promise<PatchMap | null> {
    return status === 'done' ? this.mapOfRun(ctx, id) : null;
  }

  @FieldResolver(() => PatchAttention, {
    nullable: true,
    description: 'Where the head looks; null until the run is done, and for a head without attention.',
  })
  async patchAttention(
    @Root() { id, attentionMethod }: Inference,
    @Ctx() ctx: PortalContext,
  ): Promise<PatchAttention | null> {
    return attentionMethod === null ? null : this.attentionOfRun(ctx, id);
  }
}

@Resolver(() => Slide)
export class RunsOfSlideResolver {
  private readonly runsOfSlide = allOfEach(
    (ctx, slideIds) => this.runs.ofSlides(ctx, slideIds),
    ({ slideId }) => slideId,
  );

  constructor(private readonly runs: InferenceService) {}

  @FieldResolver(() => [Inference], { description: 'Runs of models on the slide, the newest first.' })
  async inferences(@Root() { id }: Slide, @Ctx() ctx: PortalContext): Promise<Inference[]> {
    return (await this.runsOfSlide(ctx, id)).map(toInference);
  }
}
