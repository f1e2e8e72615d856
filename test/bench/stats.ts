import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bootstrapRoc,
  coxConcordance,
  coxRegression,
  cumulativeIncidence,
  delongPaired,
  grayTest,
  hazardRatio,
  kaplanMeier,
  lesionSeries,
  logRank,
  propensityWeights,
  schoenfeldResiduals,
  survivalAt,
} from '../../packages/stats/src/index.ts';
import { typescriptLoader } from '../../apps/api/src/typescript-loader.ts';
import { type Cohort, countedGroups, COVARIATES, DAYS, FEWER, groupsOf, makeCohort, SUBJECTS } from './stats-cohort.ts';

export interface StatsBenchRow {
  readonly name: string;
  readonly ours: number;
  /** A bare, checked count per day into typed arrays: what every method has to do first. */
  readonly floor?: number;
  /** The same call in R's survival or pROC, if Rscript is installed. */
  readonly r?: number;
  readonly unit: string;
}

const REPEATS = 5;
/** Runs before timing: a running server has long since compiled these loops. */
const WARM_UP = 3;
const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Median processor time, user and system, in milliseconds; all threads of the process, so garbage collection and
 * compilation are included. On an idle machine it equals wall time; on a busy one it stays the same.
 */
function processorTime(run: () => unknown): number {
  for (let i = 0; i < WARM_UP; i++) run();
  const times = Array.from({ length: REPEATS }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[REPEATS >> 1] ?? NaN;
}

type Groups = ReturnType<typeof groupsOf>;

/** Reads what the methods read, checks what they check (a whole day that is not negative, an event of 0 or 1), counts. */
function bareTally(groups: Groups): number {
  let total = 0;
  for (const { times } of groups) {
    const { days, event } = times;
    const events = new Float64Array(DAYS);
    const all = new Float64Array(DAYS);
    for (let i = 0; i < days.length; i++) {
      const day = days[i] as number;
      const isEvent = event[i] as number;
      if (day >>> 0 !== day || day >= DAYS || (isEvent !== 0 && isEvent !== 1)) throw new Error(`row ${i}`);
      events[day] = (events[day] as number) + isEvent;
      all[day] = (all[day] as number) + 1;
    }
    for (let day = DAYS - 2; day >= 0; day--) all[day] = (all[day] as number) + (all[day + 1] as number);
    total += (all[0] as number) + (events[1] as number);
  }
  return total;
}

interface OfR {
  readonly times: ReadonlyMap<string, number>;
  readonly answers: ReadonlyMap<string, number>;
}

/** R's time and result; null if R or its survival package is not installed. @throws if R stops. */
function askR(data: Cohort): OfR | null {
  const folder = mkdtempSync(join(tmpdir(), 'haim-bench-'));
  try {
    writeFileSync(join(folder, 'days.i32'), data.days);
    writeFileSync(join(folder, 'event.u8'), data.event);
    writeFileSync(join(folder, 'group.u8'), data.group);
    writeFileSync(join(folder, 'age.f64'), data.age);
    writeFileSync(join(folder, 'x.f64'), data.x);
    const sizes = [SUBJECTS, FEWER, COVARIATES, REPEATS].map(String);
    const run = spawnSync('Rscript', [join(root, 'test/bench/stats.R'), folder, ...sizes], { encoding: 'utf8' });
    if (run.error !== undefined || run.status === 3) return null;
    if (run.status !== 0) throw new Error(`R stopped: ${run.stderr}`);
    const lines = run.stdout.split('\n').map((line) => line.trim().split(/\s+/));
    const read = (kind: string) =>
      new Map(lines.filter(([first]) => first === kind).map(([, name = '', value]) => [name, Number(value)]));
    return { times: read('time'), answers: read('answer') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws if a result of ours differs from R's by more than 1e-8: times are comparable only for equal work. */
function requireEqual({ answers }: OfR, name: string, ours: readonly (number | null | undefined)[]): void {
  ours.forEach((value, i) => {
    const ofR = answers.get(`${name}${i + 1}`);
    if (ofR === undefined || typeof value !== 'number' || !(Math.abs(value - ofR) <= 1e-8 * Math.abs(ofR))) {
      throw new Error(`${name}, number ${i + 1}: ${value}, but R has ${ofR}`);
    }
  });
}

/** Largest resident memory in MB of a process that makes the cohort and runs Kaplan-Meier, log-rank and Cox on it. */
function peakMemory(): number {
  const file = fileURLToPath(import.meta.url);
  const run = spawnSync(process.execPath, ['--import', typescriptLoader, file, 'memory'], {
    cwd: root,
    encoding: 'utf8',
  });
  const peak = Number(run.stdout);
  if (run.status !== 0 || !(peak > 0)) throw new Error(`the memory could not be measured: ${run.stderr}`);
  return peak;
}

function methodsOf(data: Cohort, groups: Groups) {
  const [reference, comparison] = groups as [Groups[number], Groups[number]];
  const columns = Array.from({ length: COVARIATES }, (_, k) => ({
    name: `x${k + 1}`,
    values: data.x.subarray(k * FEWER, (k + 1) * FEWER),
  }));
  const few = { days: data.days.subarray(0, FEWER), event: data.event.subarray(0, FEWER) };
  const [scoreA, scoreB] = [data.x.slice(0, FEWER), data.x.slice(FEWER, 2 * FEWER)];
  return {
    kaplanMeier: () => groups.map(({ times }) => kaplanMeier(times)),
    logRank: () => logRank(groups),
    coxGroups: () => hazardRatio(reference.times, comparison.times, { estimator: 'cox' }),
    coxColumn: () => coxRegression({ ...data, covariates: [{ name: 'group', values: data.group }] }),
    cox: () => coxRegression({ ...data, covariates: [{ name: 'age', values: data.age }] }),
    coxMany: () => coxRegression({ ...few, covariates: columns }),
    coxFive: () => coxRegression({ ...few, covariates: columns.slice(0, 5) }),
    weighting: () => {
      const treated = data.group.subarray(0, FEWER);
      const { stabilizedWeights, balance } = propensityWeights(treated, columns.slice(0, 5));
      const group = { name: 'group', values: treated };
      return {
        balance,
        fit: coxRegression({ ...few, covariates: [group], weights: stabilizedWeights }, { robust: true }),
      };
    },
    competing: () => {
      const sides = [0, 1].map((side) => competingOf(data, side));
      return [...sides.map((one) => cumulativeIncidence(one)), grayTest(sides, 1), grayTest(sides, 2)];
    },
    delong: () => delongPaired(scoreA, scoreB, few.event, { direction: 'higher-is-positive' }),
  };
}

/** Every third event is one of the competing kind. */
function competingOf({ days, event, group }: Cohort, side: number) {
  const members = [...group.subarray(0, FEWER).keys()].filter((i) => group[i] === side);
  return {
    days: members.map((i) => days[i] as number),
    cause: members.map((i) => (event[i] === 0 ? 0 : i % 3 === 0 ? 2 : 1)),
  };
}

type Methods = ReturnType<typeof methodsOf>;

function requireAnswersOfR(ofR: OfR, methods: Methods): void {
  const at = methods.kaplanMeier().flatMap((curve) => [100, 1000, 3000].map((day) => survivalAt(curve, day)));
  const values = (fit: ReturnType<Methods['cox']>) => fit.coefficients.map(({ coefficient }) => coefficient);
  requireEqual(
    ofR,
    'survival',
    at.map(({ survival }) => survival),
  );
  requireEqual(
    ofR,
    'lower',
    at.map(({ lower }) => lower),
  );
  requireEqual(ofR, 'chiSquare', [methods.logRank().chiSquare]);
  requireEqual(ofR, 'ratio', [methods.coxGroups().hazardRatio]);
  requireEqual(
    ofR,
    'ratio',
    methods.coxColumn().coefficients.map(({ hazardRatio }) => hazardRatio),
  );
  requireEqual(ofR, 'age', values(methods.cox()));
  requireEqual(ofR, 'x', values(methods.coxMany()));
  if (ofR.times.has('delong')) requireEqual(ofR, 'z', [methods.delong().statistic]);
}

/** Median processor times beside R's and beside a bare tally, on one million subjects with day-resolution ties. */
export async function benchStats(): Promise<{ rows: StatsBenchRow[] }> {
  const data = makeCohort();
  const groups = groupsOf(data);
  const methods = methodsOf(data, groups);
  const ofR = askR(data);
  if (ofR) requireAnswersOfR(ofR, methods);
  const floor = processorTime(() => bareTally(groups));
  const row = (name: string, run: () => unknown, own: { floor?: number; ofR?: string } = {}): StatsBenchRow => {
    const r = own.ofR === undefined ? undefined : ofR?.times.get(own.ofR);
    const beside = { ...(own.floor !== undefined && { floor: own.floor }), ...(r !== undefined && { r }) };
    return { name, ours: processorTime(run), ...beside, unit: 'ms' };
  };
  const { model } = methods.coxFive();
  if (model === null) throw new Error('the Cox model of five covariates was not fitted');
  const counted = countedGroups();
  const [first, second] = counted as [(typeof counted)[number], (typeof counted)[number]];
  return {
    rows: [
      row('Kaplan-Meier with log-log bands, 2 groups, n = 1e6', methods.kaplanMeier, { floor, ofR: 'kaplanMeier' }),
      row('Log-rank, 2 groups, n = 1e6', methods.logRank, { floor, ofR: 'logRank' }),
      row('Cox hazard ratio of the groups, Efron ties, n = 1e6', methods.coxGroups, { floor, ofR: 'coxGroups' }),
      row('Cox regression on the column of 0 and 1, the same', methods.coxColumn, { floor, ofR: 'coxGroups' }),
      row('Cox, 1 continuous covariate, Efron ties, n = 1e6', methods.cox, { floor, ofR: 'cox' }),
      row('the same with its concordance, which coxph includes', () => concordanceOf(methods), { floor, ofR: 'cox' }),
      row(`Cox, ${COVARIATES} covariates, Efron ties, n = 1e5`, methods.coxMany, { ofR: 'coxMany' }),
      row('Cox, 5 covariates, Efron ties, n = 1e5', methods.coxFive),
      row('Scaled Schoenfeld residuals of it, with their curves', () => schoenfeldResiduals(model)),
      row('Propensity of 5 covariates, balance, weighted Cox with sandwich, n = 1e5', methods.weighting),
      row("Cumulative incidence of 2 causes with Gray's tests, 2 groups, n = 1e5", methods.competing),
      row('ROC of 10,000 cases: area and band by 2,000 resamples', () => bootstrapRoc(...scoredCases(10_000))),
      row("DeLong's test of two scores, n = 1e5", methods.delong, { ofR: 'delong' }),
      row('Kaplan-Meier, n = 1e8 counted over 4,000 days, 2 groups', () =>
        counted.map(({ times }) => kaplanMeier(times)),
      ),
      row('Log-rank, the same', () => logRank(counted)),
      row('Cox hazard ratio, the same', () => hazardRatio(first.times, second.times, { estimator: 'cox' })),
      row('mRECIST of 5 lesions over 6 visits, 1e5 patients', lesionsOf(100_000)),
      { name: 'Peak memory of the first five', ours: peakMemory(), unit: 'MB' },
    ],
  };
}

/** Scores without ties, of which higher ones are more often positive. */
function scoredCases(n: number): Parameters<typeof bootstrapRoc> {
  const scores = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
  const positive = Uint8Array.from(scores, (score, i) => Number(((i * 31) % 100) / 100 < score));
  return [scores, positive, { direction: 'higher-is-positive' }];
}

/** Drawn patients with five targets each; their diameters go up and down. */
function lesionsOf(patients: number): () => number {
  const lesions = [0, 1, 2, 3, 4].map((i) => {
    return { id: `T${i}`, role: 'target', organ: `organ ${i >> 1}` } as const;
  });
  const drawn = Array.from({ length: patients }, (_, patient) =>
    Array.from({ length: 6 }, (__, visit) => ({
      day: visit * 42,
      measurementsMm: Object.fromEntries(
        lesions.map(({ id }, i) => [id, 10 + ((patient * 31 + visit * 17 + i * 7) % 90)]),
      ),
      nonTarget: {},
      newLesion: false,
    })),
  );
  return () => drawn.reduce((n, visits) => n + (lesionSeries(lesions, visits).progressionDay ?? 0), 0);
}

function concordanceOf(methods: Methods) {
  const { model } = methods.cox();
  return model && coxConcordance(model);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'memory') {
  const data = makeCohort();
  const { kaplanMeier: km, logRank: test, coxGroups, coxColumn, cox } = methodsOf(data, groupsOf(data));
  for (const run of [km, test, coxGroups, coxColumn, cox]) run();
  console.log(process.resourceUsage().maxRSS / 1024);
}
