import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { OwnSession, toOwnSession } from './people.type.ts';
import { type SessionService } from './session.service.ts';

@Resolver(() => OwnSession)
export class SessionResolver {
  constructor(private readonly sessions: SessionService) {}

  @Query(() => [OwnSession], { description: 'The newest first.' })
  async mySessions(@Ctx() ctx: PortalContext): Promise<OwnSession[]> {
    return (await this.sessions.list(ctx)).map((session) => toOwnSession(session, ctx.asker.sessionId));
  }

  @Mutation(() => ID)
  endMySession(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<string> {
    return this.sessions.end(ctx, id);
  }

  @Mutation(() => Int, { description: 'All but the one that asks. Returns how many ended.' })
  endMyOtherSessions(@Ctx() ctx: PortalContext): Promise<number> {
    return this.sessions.endOthers(ctx);
  }
}
