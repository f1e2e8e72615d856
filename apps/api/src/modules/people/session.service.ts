import { notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory, type SessionRow } from '../auth/index.ts';

/** A person's own sessions. */
export class SessionService {
  constructor(
    private readonly db: StudyDb,
    private readonly accounts: AccountDirectory,
  ) {}

  list({ asker }: PortalContext): Promise<SessionRow[]> {
    return this.accounts.sessionsOf(asker.userId);
  }

  /** @throws NOT_FOUND for a session that has ended or is somebody else's. */
  async end(ctx: PortalContext, id: string): Promise<string> {
    const ended = await this.accounts.endSessions(ctx.asker.userId, id);
    if (ended === 0) throw notFound('session');
    await this.record(ctx, ended);
    return id;
  }

  /** All but the one that asks. @returns how many ended. */
  async endOthers(ctx: PortalContext): Promise<number> {
    const { userId, sessionId = null } = ctx.asker;
    const ended = await this.accounts.endSessions(userId, null, sessionId);
    if (ended > 0) await this.record(ctx, ended);
    return ended;
  }

  private record({ asker }: PortalContext, sessions: number): Promise<void> {
    return this.db.write(asker, null, (tx) =>
      recordEvent(tx, { kind: 'sessionsEnded', details: { user_id: asker.userId, sessions } }),
    );
  }
}
