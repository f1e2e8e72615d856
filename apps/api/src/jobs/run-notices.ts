import { setTimeout as wait } from 'node:timers/promises';
import { type Client } from 'pg';
import { newClient } from '../db/connections.ts';
import { type Job } from './job-queue.ts';

type Listener = () => void;

const LONGEST_PAUSE_MS = 10_000;
const everyKind = '*';

/**
 * Receives from PostgreSQL which run changed, and notifies the listeners of that run. A notice carries only kind and id
 * and bypasses row-level security: the listener reads the row under the asker's own rights.
 */
export class RunNotices {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: Client | null = null;
  private isClosed = false;

  constructor(
    private readonly appUrl: string,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Returns once the first connection is listening. */
  async open(): Promise<void> {
    await this.connect();
  }

  /** @returns a function that stops listening. */
  onChange(run: Job, listener: Listener): () => void {
    const key = `${run.kind}:${run.id}`;
    const known = this.listeners.get(key) ?? new Set();
    known.add(listener);
    this.listeners.set(key, known);
    return () => {
      known.delete(listener);
      if (known.size === 0 && this.listeners.get(key) === known) this.listeners.delete(key);
    };
  }

  /** Whatever changes, and where notices may have been missed. @returns a function that stops listening. */
  onAnyChange(listener: Listener): () => void {
    return this.onChange({ kind: everyKind, id: '' }, listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = newClient({ connectionString: this.appUrl });
    client.on('notification', ({ payload }) => this.tell(payload));
    client.on('error', (error) => this.onTrouble(error));
    try {
      await client.connect();
      await client.query('listen run');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    client.once('end', () => void this.reconnect());
  }

  private async reconnect(): Promise<void> {
    for (let pauseMs = 100; !this.isClosed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.connect();
        // Changes made while nothing was listening are unknown: every listener rereads.
        for (const key of this.listeners.keys()) this.tell(key);
        return;
      } catch (error) {
        this.onTrouble(error);
        await wait(pauseMs, undefined, { ref: false });
      }
    }
  }

  private tell(key: string | undefined): void {
    for (const listener of this.listeners.get(key ?? '') ?? []) listener();
    for (const listener of this.listeners.get(`${everyKind}:`) ?? []) listener();
  }
}
