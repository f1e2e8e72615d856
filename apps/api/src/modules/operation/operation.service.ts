import { withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { queueState, seenWorkers } from '../../jobs/queue-state.ts';
import { type AnsweredRoute } from '../../metrics.ts';
import { type Checked } from '../../watching/health.ts';
import { type SlowStatement } from '../../watching/slow-statements.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { mayWatch, readRefusedSignIns } from './operation.query.ts';

/** What the process that answers knows of itself and of what it depends on. */
export interface ProcessState {
  readonly release: string;
  readonly startedAt: Date;
  readonly checks: () => Promise<readonly Checked[]>;
  readonly requests: () => Promise<readonly AnsweredRoute[]>;
  readonly slowFromMs: number;
  readonly slowStatements: () => readonly SlowStatement[];
}

export class OperationService {
  constructor(
    private readonly db: StudyDb,
    private readonly accounts: AccountDirectory,
    private readonly state: ProcessState,
  ) {}

  mayWatch(ctx: PortalContext): Promise<boolean> {
    return this.db.read(ctx.asker, mayWatch);
  }

  /** @throws FORBIDDEN without the right to see how the portal runs. */
  async look(ctx: PortalContext) {
    const { state } = this;
    const read = await this.db.read(ctx.asker, async (tx) => {
      if (!(await mayWatch(tx))) throw withoutRight('watchPortal');
      return {
        refusedSignIns: await readRefusedSignIns(tx),
        queue: await queueState(tx.rows),
        workers: await seenWorkers(tx.rows),
      };
    });
    return {
      ...read,
      release: state.release,
      startedAt: state.startedAt,
      checks: await state.checks(),
      openSessions: await this.accounts.openSessions(),
      requests: await state.requests(),
      slowFromMs: state.slowFromMs,
      slowStatements: state.slowStatements(),
    };
  }
}
