import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { HeldOutRocs } from './cross-validation.type.ts';
import { TrainingInput } from './training.input.ts';
import { type TrainingService } from './training.service.ts';
import {
  LearningCurve,
  thinned,
  toPreview,
  toTrainingRun,
  TrainingCase,
  TrainingPreview,
  TrainingRun,
} from './training.type.ts';

@Resolver(() => TrainingRun)
export class TrainingResolver {
  constructor(private readonly trainings: TrainingService) {}

  @Query(() => TrainingPreview, { description: 'What a training would take, before it is asked for.' })
  async trainingPreview(
    @Arg('study', () => String) study: string,
    @Arg('input', () => TrainingInput) input: TrainingInput,
    @Ctx() ctx: PortalContext,
  ): Promise<TrainingPreview> {
    return toPreview(await this.trainings.preview(ctx, study, input));
  }

  @Query(() => [TrainingRun], {
    description:
      'The newest first, at most 100. A run is seen by those who may read every centre whose slides take part.',
  })
  async trainingRuns(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<TrainingRun[]> {
    return (await this.trainings.list(ctx, study)).map(toTrainingRun);
  }

  @Query(() => TrainingRun)
  async trainingRun(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<TrainingRun> {
    return toTrainingRun(await this.trainings.one(ctx, id));
  }

  @Mutation(() => TrainingRun, { description: 'Stores the split and queues the training. The result is a candidate.' })
  async startTraining(
    @Arg('study', () => String) study: string,
    @Arg('input', () => TrainingInput) input: TrainingInput,
    @Arg('snapshotId', () => String, { nullable: true, description: 'Of the preview; refused where it has changed.' })
    snapshotId: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<TrainingRun> {
    return toTrainingRun(await this.trainings.start(ctx, study, input, snapshotId ?? null));
  }

  @Mutation(() => TrainingRun, {
    description: 'Ends a run that is queued or running; one that is done stays as it is.',
  })
  async cancelTraining(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<TrainingRun> {
    return toTrainingRun(await this.trainings.cancel(ctx, id));
  }

  @FieldResolver(() => LearningCurve, { nullable: true, description: 'null until the first epochs are written.' })
  async curve(
    @Root() { id, outcome }: TrainingRun,
    @Arg('mostPoints', () => Int, { defaultValue: 400 }) mostPoints: number,
    @Ctx() ctx: PortalContext,
  ): Promise<LearningCurve | null> {
    const curve = await this.trainings.curve(ctx, id);
    return curve && thinned(curve, mostPoints, outcome?.bestEpoch ?? null);
  }

  @FieldResolver(() => HeldOutRocs, { nullable: true, description: 'null without cross-validation.' })
  heldOutCurves(@Root() { id }: TrainingRun, @Ctx() ctx: PortalContext): Promise<HeldOutRocs | null> {
    return this.trainings.heldOutCurves(ctx, id);
  }

  @FieldResolver(() => [TrainingCase], { description: 'The stored list: training, tuning, then test.' })
  cases(@Root() { id }: TrainingRun, @Ctx() ctx: PortalContext): Promise<TrainingCase[]> {
    return this.trainings.cases(ctx, id);
  }
}
