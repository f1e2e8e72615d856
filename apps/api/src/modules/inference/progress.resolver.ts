import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type InferenceRow } from './inference.query.ts';
import { Inference, toInference } from './inference.type.ts';
import { type RunWatch } from '../../jobs/run-watch.ts';

interface Asked {
  readonly args: { readonly id: string };
  readonly context: PortalContext;
}

/** A factory, because what a subscription listens to is named in a decorator, which sees no instance. */
export function progressResolver(watch: RunWatch<InferenceRow>): object {
  @Resolver()
  class ProgressResolver {
    @Subscription(() => Inference, {
      description: 'Sent at every change of the run, first with its present state; ends with the run.',
      subscribe: ({ args, context }: Asked) => watch.changes(context, args.id),
    })
    inferenceProgress(@Root() run: InferenceRow, @Arg('id', () => ID) _id: string): Inference {
      return toInference(run);
    }
  }
  return new ProgressResolver();
}
