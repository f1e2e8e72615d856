import pg from 'pg';

/** A statement that the database has answered, without its parameters. */
export interface AnsweredStatement {
  readonly text: string;
  /** From when the connection was free for it until its answer: what waits behind others in one packet is not counted. */
  readonly ms: number;
  readonly hasFailed: boolean;
}

type Listener = (statement: AnsweredStatement) => void;
let listener: Listener | null = null;

/** Hears of every statement that this process sends from now on; null ends it. There is one listener for each process. */
export function onStatements(given: Listener | null): void {
  listener = given;
}

/** A connection whose statements are timed. A COPY is not: its rows come as fast as somebody reads them. */
export class WatchedClient extends pg.Client {
  /** When the last answer came; answers come in the order of the statements. */
  answeredAt = 0;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
type Callback = (error: Error | undefined, result: unknown) => void;
const ofPg = pg.Client.prototype as unknown as { readonly query: Query };

/** In all the ways in which pg's own may be called, whose declaration would have to be repeated for each. */
function watchedQuery(this: WatchedClient, ...given: unknown[]): unknown {
  const text = listener === null ? null : textOf(given[0]);
  if (text === null) return ofPg.query.apply(this, given);
  const sentAt = performance.now();
  const note = (hasFailed: boolean): void => {
    const now = performance.now();
    const ms = now - Math.max(sentAt, this.answeredAt);
    this.answeredAt = now;
    listener?.({ text, ms, hasFailed });
  };
  const callback = given.at(-1);
  if (typeof callback === 'function') {
    const noted: Callback = (error, result) => {
      note(Boolean(error));
      (callback as Callback)(error, result);
    };
    return ofPg.query.apply(this, [...given.slice(0, -1), noted]);
  }
  const result = ofPg.query.apply(this, given);
  if (result instanceof Promise) {
    result.then(
      () => note(false),
      () => note(true),
    );
  }
  return result;
}
Object.defineProperty(WatchedClient.prototype, 'query', { value: watchedQuery, writable: true, configurable: true });

function textOf(query: unknown): string | null {
  if (typeof query === 'string') return query;
  const { text, submit } = (query ?? {}) as { readonly text?: unknown; readonly submit?: unknown };
  return typeof text === 'string' && typeof submit !== 'function' ? text : null;
}
