import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { allOfEach } from '../../graphql/load-once.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { type Priority as PriorityName, priorityOf } from '../../jobs/priority.ts';
import { type RunWatch } from '../../jobs/run-watch.ts';
import { Priority } from '../../jobs/run.type.ts';
import { CohortInput } from '../cohort/index.ts';
import { type BatchFailureRow, type BatchRow } from './batch.query.ts';
import { type BatchService } from './batch.service.ts';
import { type InferenceRow } from './inference.query.ts';
import { Provider } from './inference.type.ts';

@ObjectType({ description: 'Slides of a cohort, of those that the viewer may read.' })
class BatchPlan {
  @Field(() => Int) slides!: number;
  @Field(() => Int) withImage!: number;
  @Field(() => Int, { description: 'With an image, and scored by this version of the model.' }) scored!: number;
  @Field(() => Int, { description: 'With an image, and a run of the model queued or running.' }) underWay!: number;
  @Field(() => Int, {
    description: 'Further ones, of patients whom the study leaves out as not eligible: they are not run.',
  })
  leftOut!: number;
}

@ObjectType()
class BatchFailure {
  @Field(() => ID) inferenceId!: string;
  @Field(() => ID) slideId!: string;
  @Field(() => String) barcode!: string;
  @Field(() => String, { nullable: true }) errorCode!: string | null;
  @Field(() => String, { nullable: true }) errorMessage!: string | null;
}

@ObjectType({ description: 'One model on the slides of a cohort. Counts are of the runs that the viewer may read.' })
export class Batch {
  @Field(() => ID) id!: string;
  @Field(() => ID) modelId!: string;
  @Field(() => String, { description: 'The version of the model when the batch was asked for.' }) modelSha256!: string;
  @Field(() => Provider) providerAsked!: InferenceRow['providerAsked'];
  @Field(() => Priority) priority!: PriorityName;
  @Field(() => Boolean) onlyUnscored!: boolean;
  @Field(() => Int) total!: number;
  @Field(() => Int) queued!: number;
  @Field(() => Int) running!: number;
  @Field(() => Int) done!: number;
  @Field(() => Int) failed!: number;
  @Field(() => Int) cancelled!: number;
  @Field(() => Float, { description: 'Of the runs under way, the computed share of their patches, summed.' })
  partly!: number;
  @Field(() => String) requestedBy!: string;
  @Field(() => DateTime) queuedAt!: Date;
  @Field(() => DateTime, { nullable: true }) startedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Null until every run is over.' }) finishedAt!: Date | null;
  @Field(() => DateTime, { nullable: true }) cancelledAt!: Date | null;
}

const toBatch = (row: BatchRow): Batch => ({ ...row, priority: priorityOf(row.priority) });

@Resolver(() => Batch)
export class BatchResolver {
  private readonly failuresOf = allOfEach(
    (ctx, ids) => this.service.failures(ctx, ids),
    ({ batchId }) => batchId,
  );

  constructor(private readonly service: BatchService) {}

  @Query(() => BatchPlan, { description: 'What a batch of this model over this cohort would meet.' })
  batchPlan(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('modelId', () => ID) modelId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<BatchPlan> {
    return this.service.plan(ctx, study, cohort, modelId);
  }

  @Query(() => Batch)
  async batch(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Batch> {
    return toBatch(await this.service.one(ctx, id));
  }

  @Query(() => [Batch], { description: 'The newest batches of the study, the newest first.' })
  async batches(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<Batch[]> {
    return (await this.service.list(ctx, study)).map(toBatch);
  }

  @Mutation(() => Batch, {
    description:
      'Queues a model on every slide of the cohort with an image. Runs under way are waited for and not doubled.',
  })
  async runBatch(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('modelId', () => ID) modelId: string,
    @Arg('provider', () => Provider, { defaultValue: Provider.auto }) provider: InferenceRow['providerAsked'],
    @Arg('onlyUnscored', () => Boolean, { defaultValue: true }) onlyUnscored: boolean,
    @Arg('priority', () => Priority, { defaultValue: Priority.low }) priority: PriorityName,
    @Ctx() ctx: PortalContext,
  ): Promise<Batch> {
    return toBatch(await this.service.run(ctx, study, { cohort, modelId, provider, onlyUnscored }, priority));
  }

  @Mutation(() => Batch, { description: 'Ends the runs that the batch added and that nobody else waits for.' })
  async cancelBatch(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<Batch> {
    return toBatch(await this.service.cancel(ctx, id));
  }

  @FieldResolver(() => [BatchFailure])
  failures(@Root() { id }: Batch, @Ctx() ctx: PortalContext): Promise<BatchFailureRow[]> {
    return this.failuresOf(ctx, id);
  }
}

interface Asked {
  readonly args: { readonly id: string };
  readonly context: PortalContext;
}

/** A factory, because what a subscription listens to is named in a decorator, which sees no instance. */
export function batchProgressResolver(watch: RunWatch<BatchRow>): object {
  @Resolver()
  class BatchProgressResolver {
    @Subscription(() => Batch, {
      description: 'Sent when a run of the batch begins or ends, first with the present state; ends with the batch.',
      subscribe: ({ args, context }: Asked) => watch.changes(context, args.id),
    })
    batchProgress(@Root() batch: BatchRow, @Arg('id', () => ID) _id: string): Batch {
      return toBatch(batch);
    }
  }
  return new BatchProgressResolver();
}
