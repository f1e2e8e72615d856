import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { oneOfEach } from '../../graphql/load-once.ts';
import { type RunWatch } from '../../jobs/run-watch.ts';
import { Inference } from '../inference/index.ts';
import { type SensitivityRow } from './sensitivity.query.ts';
import { type SensitivityService } from './sensitivity.service.ts';
import { PatchSensitivity, PatchSensitivityMap } from './sensitivity.type.ts';

@Resolver(() => PatchSensitivity)
export class SensitivityResolver {
  private readonly mapOf = oneOfEach(
    (ctx, ids) => this.explanations.maps(ctx, ids),
    ({ id }) => id,
  );

  constructor(private readonly explanations: SensitivityService) {}

  @Query(() => PatchSensitivity)
  patchSensitivity(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<PatchSensitivity> {
    return this.explanations.one(ctx, id);
  }

  @Mutation(() => PatchSensitivity, {
    description:
      "Explains a run's score; an explanation that is made or under way is returned instead of a second one.",
  })
  explainRun(@Arg('inferenceId', () => ID) inferenceId: string, @Ctx() ctx: PortalContext): Promise<PatchSensitivity> {
    return this.explanations.explain(ctx, inferenceId);
  }

  @Mutation(() => PatchSensitivity, { description: 'Ends one that is queued or running; one that is done stays.' })
  cancelPatchSensitivity(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<PatchSensitivity> {
    return this.explanations.cancel(ctx, id);
  }

  @FieldResolver(() => PatchSensitivityMap, { nullable: true, description: 'Null until it is done.' })
  async map(@Root() { id, status }: PatchSensitivity, @Ctx() ctx: PortalContext): Promise<PatchSensitivityMap | null> {
    return status === 'done' ? this.mapOf(ctx, id) : null;
  }
}

@Resolver(() => Inference)
export class SensitivityOfRunResolver {
  private readonly newestOfRun = oneOfEach(
    (ctx, ids) => this.explanations.ofRuns(ctx, ids),
    ({ inferenceId }) => inferenceId,
  );

  constructor(private readonly explanations: SensitivityService) {}

  @FieldResolver(() => PatchSensitivity, {
    nullable: true,
    description: 'The newest explanation of the score; null where nobody asked for one.',
  })
  async patchSensitivity(
    @Root() { id, status }: Inference,
    @Ctx() ctx: PortalContext,
  ): Promise<PatchSensitivity | null> {
    return status === 'done' ? this.newestOfRun(ctx, id) : null;
  }
}

interface Asked {
  readonly args: { readonly id: string };
  readonly context: PortalContext;
}

/** A factory, because what a subscription listens to is named in a decorator, which sees no instance. */
export function sensitivityProgressResolver(watch: RunWatch<SensitivityRow>): object {
  @Resolver()
  class SensitivityProgressResolver {
    @Subscription(() => PatchSensitivity, {
      description: 'Sent at every change, first with its present state; ends with the explanation.',
      subscribe: ({ args, context }: Asked) => watch.changes(context, args.id),
    })
    patchSensitivityProgress(@Root() row: SensitivityRow, @Arg('id', () => ID) _id: string): PatchSensitivity {
      return row;
    }
  }
  return new SensitivityProgressResolver();
}
