import { type Pool } from 'pg';

/** How often open sessions are checked, while anything waits for one to end. */
const INTERVAL_MS = 1_000;

/**
 * Reports when a session ends: by signing out, a new password, a disabled account, or expiry. One statement a second
 * checks all watched sessions, however many; code that ends a session need not notify anyone.
 */
export class SessionWatch {
  private readonly watched = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly pool: Pool,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** @returns a function that ends the watch. */
  onEnd(sessionId: string, ended: () => void): () => void {
    const waiting = this.watched.get(sessionId) ?? new Set();
    waiting.add(ended);
    this.watched.set(sessionId, waiting);
    this.plan();
    return () => {
      waiting.delete(ended);
      if (waiting.size === 0 && this.watched.get(sessionId) === waiting) this.watched.delete(sessionId);
    };
  }

  close(): void {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.timer || this.isClosed || this.watched.size === 0) return;
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        this.timer = null;
        this.plan();
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    const ids = [...this.watched.keys()];
    try {
      const { rows } = await this.pool.query<{ id: string }>(
        `select s.id from session s join "user" u on u.id = s."userId"
         where s.id = any($1) and s."expiresAt" > now() and u."disabledAt" is null`,
        [ids],
      );
      const alive = new Set(rows.map(({ id }) => id));
      for (const id of ids.filter((one) => !alive.has(one))) this.tell(id);
    } catch (error) {
      // Nobody is cut off because the database is unavailable: someone no longer signed in cannot read from it either.
      this.onTrouble(error);
    }
  }

  private tell(id: string): void {
    const waiting = this.watched.get(id);
    this.watched.delete(id);
    for (const ended of waiting ?? []) ended();
  }
}
