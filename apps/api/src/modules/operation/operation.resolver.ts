import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { kindNameOf } from '../../jobs/kind-names.ts';
import { Viewer } from '../studies/index.ts';
import { type OperationService } from './operation.service.ts';
import { Operation } from './operation.type.ts';

@Resolver(() => Operation)
export class OperationResolver {
  constructor(private readonly operation: OperationService) {}

  @Query(() => Operation, { name: 'operation', description: 'How the portal runs, for whoever runs it.' })
  async look(@Ctx() ctx: PortalContext): Promise<Operation> {
    const seen = await this.operation.look(ctx);
    return {
      ...seen,
      checks: seen.checks.map((one) => ({ amount: null, of: null, at: null, ...one })),
      queue: seen.queue.map((one) => ({ ...one, kind: kindNameOf(one.kind) })),
      workers: seen.workers.map((one) => ({
        ...one,
        kinds: one.kinds.map(kindNameOf),
        runKind: one.runKind && kindNameOf(one.runKind),
      })),
    };
  }
}

/** Whether that is open to the viewer, who may be a member of no study at all. */
@Resolver(() => Viewer)
export class OperationOfViewerResolver {
  constructor(private readonly operation: OperationService) {}

  @FieldResolver(() => Boolean)
  mayWatchPortal(@Ctx() ctx: PortalContext): Promise<boolean> {
    return this.operation.mayWatch(ctx);
  }
}
