import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PortalError } from '../context/portal-error.ts';
import { log } from '../log.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { findR, type FoundR, type RPlace } from './find-r.ts';
import { type Agreed, type Difference, readAgreed } from './read-agreed.ts';
import { runR, type RunEnd, type RunLimits } from './run-r.ts';

/** A script and the data that it reads, both written by this server. */
export interface Checked {
  /** Of the data, without extension, as the script names it. */
  readonly name: string;
  readonly data: string;
  readonly rows: number;
  readonly script: string;
}

export const outcomes = [
  'agrees',
  'differs',
  'nothing',
  'lacksPackage',
  'failed',
  'tooLong',
  'tooLarge',
  'notAvailable',
] as const;

export interface RCheck {
  /** `nothing`: the script compares no number, because there are no patients or nothing could be estimated. */
  readonly outcome: (typeof outcomes)[number];
  readonly engine: 'server' | 'webAssembly' | null;
  readonly rVersion: string | null;
  /** Used beyond base R, with their versions. */
  readonly packages: readonly string[];
  readonly lacks: readonly string[];
  /** By what an analysis was repeated more than once, such as base R and survival; each number counts once. */
  readonly engines: readonly string[];
  readonly total: number;
  readonly agreed: number;
  /** The first of them. */
  readonly differences: readonly Difference[];
  /** Where it failed, what R reported last. */
  readonly reason: string | null;
}

export interface RCheckLimits extends RunLimits {
  readonly perHourAndAsker: number;
  readonly waiting: number;
}

const usual: RCheckLimits = { seconds: 120, bytes: 2 * 2 ** 30, perHourAndAsker: 60, waiting: 8 };
const hourMs = 3_600_000;
const mostDifferences = 50;
const longestReason = 300;
const unknown = {
  rVersion: null,
  packages: [],
  lacks: [],
  engines: [],
  total: 0,
  agreed: 0,
  differences: [],
  reason: null,
};

/** Runs scripts that repeat the portal's numbers in R, one at a time. */
export class RChecks {
  private found: Promise<FoundR | null> | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  /** When each asker's checks of the last hour began. */
  private readonly begun = new Map<string, number[]>();
  private readonly closing = new AbortController();

  constructor(
    private readonly place: RPlace,
    private readonly limits: RCheckLimits = usual,
  ) {}

  /**
   * @param asker - their id, by whom checks are counted.
   * @param gone - aborts when nobody waits for the answer any more.
   * @throws TOO_MANY_REQUESTS past the limit of an hour or of those who wait; UNAVAILABLE where it was stopped.
   */
  async check(asker: string, files: Checked, gone: AbortSignal): Promise<RCheck> {
    const r = await this.r();
    if (!r) return { ...unknown, outcome: 'notAvailable', engine: null };
    const engine = r.kind === 'webr' ? 'webAssembly' : 'server';
    if (files.rows === 0) return { ...unknown, outcome: 'nothing', engine };
    this.count(asker);
    const signal = AbortSignal.any([gone, this.closing.signal]);
    const { end, agreed } = await this.inTurn(signal, () => this.run(r, files, signal));
    if (end.how === 'stopped') throw stopped();
    return { ...outcomeOf(end, agreed), engine };
  }

  /** Stops what runs and what waits. */
  close(): void {
    this.closing.abort();
  }

  /** Looked for anew while there is none: it may be installed while the portal runs. */
  private async r(): Promise<FoundR | null> {
    this.found ??= findR(this.place);
    const found = await this.found;
    if (!found) this.found = null;
    return found;
  }

  private count(asker: string): void {
    const since = Date.now() - hourMs;
    for (const [one, times] of this.begun) if ((times.at(-1) ?? 0) < since) this.begun.delete(one);
    const recent = (this.begun.get(asker) ?? []).filter((time) => time >= since);
    if (recent.length >= this.limits.perHourAndAsker)
      throw new PortalError('TOO_MANY_REQUESTS', `at most ${this.limits.perHourAndAsker} checks with R an hour`);
    if (this.waiting >= this.limits.waiting)
      throw new PortalError('TOO_MANY_REQUESTS', 'too many checks with R are waiting: try again in a minute');
    this.begun.set(asker, [...recent, Date.now()]);
  }

  private async inTurn<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const before = this.last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.last = before.then(() => promise);
    this.waiting += 1;
    try {
      await Promise.race([before, aborted(signal)]);
      if (signal.aborted) throw stopped();
      return await work();
    } finally {
      this.waiting -= 1;
      resolve();
    }
  }

  private run(r: FoundR, { name, data, script }: Checked, signal: AbortSignal) {
    return withTemporaryFolder(this.place.home, 'r-check', async (folder) => {
      await writeFile(path.join(folder, 'script.R'), script);
      await writeFile(path.join(folder, `${path.basename(name)}.csv`), data);
      const end = await runR(r, folder, this.limits, signal);
      const text = await readFile(path.join(folder, 'agreed'), 'utf8').catch(() => '');
      return { end, agreed: readAgreed(text) };
    });
  }
}

function outcomeOf({ how, said }: RunEnd, agreed: Agreed | null): Omit<RCheck, 'engine'> {
  const none = { version: null, total: 0, agreed: 0, differences: [], packages: [], lacks: [], engines: [] };
  const { version, differences, ...found } = agreed ?? none;
  const { total, lacks } = found;
  const counted = { ...found, rVersion: version, differences: differences.slice(0, mostDifferences) };
  if (how !== 'done') {
    if (lacks.length > 0) return { ...counted, outcome: 'lacksPackage', reason: null };
    if (how === 'failed') log('warn', 'api: a script stopped in R', { version, compared: total });
    return {
      ...counted,
      outcome: how === 'stopped' ? 'failed' : how,
      reason: how === 'failed' ? reasonOf(said) : null,
    };
  }
  const outcome = total === 0 ? 'nothing' : differences.length > 0 ? 'differs' : 'agrees';
  return { ...counted, outcome, reason: null };
}

/** The last error of R, without the lines that follow every one. */
function reasonOf(said: string): string | null {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^(Execution halted|Calls: )/.test(line));
  return lines.join(' ').slice(-longestReason) || null;
}

function stopped(): PortalError {
  return new PortalError('UNAVAILABLE', 'the check with R was stopped');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
