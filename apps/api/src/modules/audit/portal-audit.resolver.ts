import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { Viewer } from '../studies/index.ts';
import { type AuditService } from './audit.service.ts';

/** Whether the audit of the portal is open to the viewer, who may be a member of no study at all. */
@Resolver(() => Viewer)
export class PortalAuditResolver {
  constructor(private readonly audit: AuditService) {}

  @FieldResolver(() => Boolean)
  mayReadPortalAudit(@Ctx() ctx: PortalContext): Promise<boolean> {
    return this.audit.mayReadPortal(ctx);
  }
}
