import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';

type Listener = () => void;

const LONGEST_PAUSE_MS = 10_000;

/**
 * Hears from PostgreSQL which run changed, and tells those who asked about that run. A notice carries the id alone and
 * passes row-level security: whoever hears it reads the row under the asker's own rights.
 */
export class InferenceNotices {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: Client | null = null;
  private isClosed = false;

  constructor(
    private readonly appUrl: string,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Returns when the first connection listens. */
  async open(): Promise<void> {
    await this.connect();
  }

  /** @returns what ends the listening. */
  onChange(inferenceId: string, listener: Listener): () => void {
    const known = this.listeners.get(inferenceId) ?? new Set();
    known.add(listener);
    this.listeners.set(inferenceId, known);
    return () => {
      known.delete(listener);
      if (known.size === 0 && this.listeners.get(inferenceId) === known) this.listeners.delete(inferenceId);
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({ connectionString: this.appUrl, keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('notification', ({ payload }) => this.tell(payload));
    client.on('error', (error) => this.onTrouble(error));
    await client.connect();
    await client.query('listen inference');
    this.client = client;
    client.once('end', () => void this.reconnect());
  }

  private async reconnect(): Promise<void> {
    for (let pauseMs = 100; !this.isClosed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.connect();
        // What changed while nobody listened is not known: everyone looks again.
        for (const id of this.listeners.keys()) this.tell(id);
        return;
      } catch (error) {
        this.onTrouble(error);
        await wait(pauseMs, undefined, { ref: false });
      }
    }
  }

  private tell(inferenceId: string | undefined): void {
    for (const listener of this.listeners.get(inferenceId ?? '') ?? []) listener();
  }
}
