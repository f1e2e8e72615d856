import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coxConcordance, coxRegression, kaplanMeier, logRank } from '../../packages/stats/src/index.ts';

export interface StatsBenchRow {
  readonly name: string;
  readonly ours: number;
  /** A bare count per day into typed arrays: what any method has to do first. */
  readonly floor?: number;
  /** The same call of R's survival package, where Rscript is installed. */
  readonly r?: number;
  readonly unit: string;
}

const SUBJECTS = 1_000_000;
const REPEATS = 5;

/** Day-resolution follow-up in two groups: ten years, exponential times, a third censored. */
function cohort(n: number) {
  let state = 20240229;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const columns = {
    days: new Int32Array(n),
    event: new Uint8Array(n),
    group: new Uint8Array(n),
    age: new Float64Array(n),
  };
  for (let i = 0; i < n; i++) {
    const age = 40 + 40 * random();
    const group = random() < 0.5 ? 0 : 1;
    const hazard = 0.0008 * Math.exp(0.02 * (age - 60) - 0.3 * group);
    const death = -Math.log(random()) / hazard;
    const censoring = 3650 * random() ** 0.5;
    columns.days[i] = Math.ceil(Math.min(death, censoring));
    columns.event[i] = death <= censoring ? 1 : 0;
    columns.group[i] = group;
    columns.age[i] = age;
  }
  return columns;
}

type Cohort = ReturnType<typeof cohort>;

function median(run: () => unknown): number {
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[REPEATS >> 1] ?? NaN;
}

/** Counts per group and day, then sums from the last day: no checks, no results. */
function bareTally({ days, event, group }: Cohort): number {
  const events = new Float64Array(2 * 4096);
  const all = new Float64Array(2 * 4096);
  for (let i = 0; i < days.length; i++) {
    const at = 4096 * (group[i] as number) + (days[i] as number);
    events[at] = (events[at] as number) + (event[i] as number);
    all[at] = (all[at] as number) + 1;
  }
  for (let at = 2 * 4096 - 2; at >= 0; at--) all[at] = (all[at] as number) + (all[at + 1] as number);
  return (all[0] as number) + (events[0] as number);
}

/** Milliseconds by method as R measures itself, and two of its answers; empty where Rscript is missing. */
function timesOfR(data: Cohort): Map<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'haim-bench-'));
  try {
    writeFileSync(join(folder, 'days.i32'), data.days);
    writeFileSync(join(folder, 'event.u8'), data.event);
    writeFileSync(join(folder, 'group.u8'), data.group);
    writeFileSync(join(folder, 'age.f64'), data.age);
    const script = fileURLToPath(new URL('stats.R', import.meta.url));
    const run = spawnSync('Rscript', [script, folder, String(SUBJECTS), String(REPEATS)], { encoding: 'utf8' });
    if (run.status !== 0) return new Map();
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    return new Map(lines.map(([name = '', time]) => [name, Number(time)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One million subjects with day-resolution ties, medians of five, beside R's survival package and a bare tally. */
export async function benchStats(): Promise<{ rows: StatsBenchRow[] }> {
  const data = cohort(SUBJECTS);
  const r = timesOfR(data);
  const groups = [0, 1].map((wanted) => {
    const times: { days: number; event: boolean }[] = [];
    data.days.forEach((days, i) => {
      if (data.group[i] === wanted) times.push({ days, event: data.event[i] === 1 });
    });
    return { label: String(wanted), times };
  });
  const covariates = [{ name: 'age', values: data.age }];
  const floor = median(() => bareTally(data));
  const row = (name: string, run: () => unknown, ofR: string): StatsBenchRow => {
    const time = r.get(ofR);
    return { name, ours: median(run), floor, ...(time !== undefined && { r: time }), unit: 'ms' };
  };
  const fit = () => coxRegression({ days: data.days, event: asFlags(data.event), covariates });
  requireEqual('Cox coefficient', fit().coefficients[0]?.coefficient, r.get('coefficient'));
  requireEqual('log-rank chi-square', logRank(groups).chiSquare, r.get('chiSquare'));
  return {
    rows: [
      row(
        'Kaplan-Meier with log-log bands, 2 groups, n = 1e6',
        () => groups.map(({ times }) => kaplanMeier(times)),
        'kaplanMeier',
      ),
      row('Log-rank, 2 groups, n = 1e6', () => logRank(groups), 'logRank'),
      row('Cox, Efron ties, 1 continuous covariate, n = 1e6', fit, 'cox'),
      row(
        'Cox with concordance (coxph always computes it), n = 1e6',
        () => {
          const { model } = fit();
          return model && coxConcordance(model);
        },
        'cox',
      ),
    ],
  };
}

/** Times are worth comparing only between equal answers. */
function requireEqual(what: string, ours: number | null | undefined, ofR: number | undefined): void {
  if (ofR === undefined) return;
  if (typeof ours !== 'number' || Math.abs(ours - ofR) > 1e-8 * Math.abs(ofR)) {
    throw new Error(`${what}: ${ours}, but R has ${ofR}`);
  }
}

/** A column of bytes 0 and 1 is a column of outcomes. */
function asFlags(column: Uint8Array): ArrayLike<0 | 1> {
  return column as unknown as ArrayLike<0 | 1>;
}
