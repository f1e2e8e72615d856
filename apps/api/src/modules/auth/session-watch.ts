import { type Pool } from 'pg';
import { type MembershipRow } from '../studies/index.ts';
import { accessKeys } from './access-keys.ts';

/** How often open sessions are checked, while anything waits for one to end. */
const INTERVAL_MS = 1_000;

interface Watched {
  readonly sessionId: string;
  /** What was open to its holder when the wait began: see access-keys.ts. */
  readonly access: ReadonlySet<string>;
  readonly isTransfer: boolean;
}

interface Watcher extends Watched {
  readonly ended: () => void;
}

interface AliveRow {
  readonly session_id: string;
  readonly access: readonly MembershipRow[];
}

/**
 * Reports when a session ends, by signing out, a new password, a disabled account, idleness or expiry, and when something
 * that was open to its holder is taken away. One statement a second checks all watched sessions, however many; code that
 * ends a session or a membership need not notify anyone.
 */
export class SessionWatch {
  private readonly watchers = new Set<Watcher>();
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly pool: Pool,
    private readonly idleMinutes: number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** @returns a function that ends the watch. */
  onEnd(watched: Watched, ended: () => void): () => void {
    const watcher = { ...watched, ended };
    this.watchers.add(watcher);
    this.plan();
    return () => void this.watchers.delete(watcher);
  }

  close(): void {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.timer || this.isClosed || this.watchers.size === 0) return;
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        this.timer = null;
        this.plan();
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    // Of now: who begins to wait during the statement is looked at by the next one.
    const watchers = [...this.watchers];
    const ids = (some: readonly Watcher[]) => [...new Set(some.map(({ sessionId }) => sessionId))];
    try {
      const { rows } = await this.pool.query<AliveRow>({
        name: 'sessions-alive',
        text: 'select * from auth.sessions_alive($1, $2, make_interval(mins => $3))',
        values: [ids(watchers), ids(watchers.filter(({ isTransfer }) => isTransfer)), this.idleMinutes],
      });
      const open = new Map(rows.map(({ session_id, access }) => [session_id, accessKeys(access)]));
      for (const watcher of watchers) if (!hasAll(open.get(watcher.sessionId), watcher)) this.end(watcher);
    } catch (error) {
      // Nobody is cut off because the database is unavailable: someone no longer signed in cannot read from it either.
      this.onTrouble(error);
    }
  }

  private end(watcher: Watcher): void {
    if (this.watchers.delete(watcher)) watcher.ended();
  }
}

function hasAll(open: ReadonlySet<string> | undefined, { access }: Watcher): boolean {
  return open !== undefined && [...access].every((key) => open.has(key));
}
