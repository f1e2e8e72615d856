import { log } from '../log.ts';
import { type AnsweredStatement } from '../db/watched-client.ts';

/** One statement that took too long, however often it did. */
export interface SlowStatement {
  /** Without its parameters, which it never had here, and without literals. */
  readonly text: string;
  readonly times: number;
  readonly longestMs: number;
  readonly lastAt: Date;
  /** How the database carries it out for any parameters; null where it was not asked, or did not say. */
  readonly plan: string | null;
}

/** @returns the lines of `EXPLAIN (GENERIC_PLAN)`, which runs nothing; null where the database does not know it. */
export type Explain = (text: string) => Promise<string | null>;

const MOST_KEPT = 50;
const LONGEST_TEXT = 4_000;
/** The same statement is a line of the log at most this often. */
const TOLD_AGAIN_MS = 600_000;

/** A text between quotation marks may be somebody's: a code, a name. What it is compared with tells enough. */
export const withoutLiterals = (sql: string): string => sql.replaceAll(/'(?:[^']|'')*'/g, "'…'");

/** One statement whose plan there is: what follows a semicolon would be run instead of explained. */
const isExplained = (text: string): boolean =>
  /^\s*(?:select|insert|update|delete|merge|with)\b/i.test(text) && !/;\s*\S/.test(text);

/**
 * The statements of this process that took longer than a threshold: the last of them are kept for the page of whoever
 * runs the portal, and each is a line of the log with its plan.
 */
export class SlowStatements {
  private readonly kept = new Map<string, SlowStatement & { toldAt: number }>();
  private explaining: Promise<void> = Promise.resolve();

  /** @param thresholdMs - 0 for every statement. */
  constructor(
    private readonly thresholdMs: number,
    private readonly explain: Explain,
  ) {}

  note({ text, ms }: AnsweredStatement): void {
    if (ms < this.thresholdMs || /^\s*explain\b/i.test(text)) return;
    const shown = withoutLiterals(text.replaceAll(/\s+/g, ' ').trim()).slice(0, LONGEST_TEXT);
    const before = this.kept.get(shown);
    const now = Date.now();
    const isTold = before === undefined || now - before.toldAt > TOLD_AGAIN_MS;
    // Put last again: what was slow longest ago is forgotten first.
    this.kept.delete(shown);
    this.kept.set(shown, {
      text: shown,
      times: (before?.times ?? 0) + 1,
      longestMs: Math.max(ms, before?.longestMs ?? 0),
      lastAt: new Date(now),
      plan: before?.plan ?? null,
      toldAt: isTold ? now : before.toldAt,
    });
    const [first] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && first !== undefined) this.kept.delete(first);
    // One at a time: a database that is slow already is not asked for fifty plans at once.
    if (isTold) this.explaining = this.explaining.then(() => this.tell(shown, text, ms));
  }

  /** The slowest first. */
  list(): SlowStatement[] {
    return [...this.kept.values()].toSorted((a, b) => b.longestMs - a.longestMs);
  }

  /** Resolves once every line is written. */
  async settled(): Promise<void> {
    await this.explaining;
  }

  private async tell(shown: string, text: string, ms: number): Promise<void> {
    const plan = isExplained(text) ? await this.explain(text).catch(() => null) : null;
    const told = plan === null ? null : withoutLiterals(plan).slice(0, LONGEST_TEXT);
    const kept = this.kept.get(shown);
    if (kept) this.kept.set(shown, { ...kept, plan: told });
    log('warn', 'database: a statement took long', { ms: Math.round(ms), statement: shown, plan: told });
  }
}
