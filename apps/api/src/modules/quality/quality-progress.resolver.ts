import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type RunWatch } from '../../jobs/run-watch.ts';
import { toQualityRun } from './quality.resolver.ts';
import { QualityRun } from './quality.type.ts';
import { type QualityRunRow } from './quality-run.query.ts';

interface Asked {
  readonly args: { readonly id: string };
  readonly context: PortalContext;
}

/** A factory, because what a subscription listens to is named in a decorator, which sees no instance. */
export function qualityProgressResolver(watch: RunWatch<QualityRunRow>): object {
  @Resolver()
  class QualityProgressResolver {
    @Subscription(() => QualityRun, {
      description: 'Sent at every change of the run, first with its present state; ends with the run.',
      subscribe: ({ args, context }: Asked) => watch.changes(context, args.id),
    })
    qualityProgress(@Root() run: QualityRunRow, @Arg('id', () => ID) _id: string): QualityRun {
      return toQualityRun(run);
    }
  }
  return new QualityProgressResolver();
}
