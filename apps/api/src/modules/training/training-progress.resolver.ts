import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type RunWatch } from '../../jobs/run-watch.ts';
import { type TrainingRow } from './training.query.ts';
import { toTrainingRun, TrainingRun } from './training.type.ts';

interface Asked {
  readonly args: { readonly id: string };
  readonly context: PortalContext;
}

/** A factory, because what a subscription listens to is named in a decorator, which sees no instance. */
export function trainingProgressResolver(watch: RunWatch<TrainingRow>): object {
  @Resolver()
  class TrainingProgressResolver {
    @Subscription(() => TrainingRun, {
      description: 'Sent at every change of the run, first with its present state; ends with the run.',
      subscribe: ({ args, context }: Asked) => watch.changes(context, args.id),
    })
    trainingProgress(@Root() run: TrainingRow, @Arg('id', () => ID) _id: string): TrainingRun {
      return toTrainingRun(run);
    }
  }
  return new TrainingProgressResolver();
}
