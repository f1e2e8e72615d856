import type { LateEntry } from './late-entry.ts';
import { StatsInputError } from './errors.ts';
import { groupByDay, readDays } from './tally.ts';
import { type Outcome, readOutcome } from './scored.ts';

/** One column of the covariate matrix. */
export interface Covariate {
  readonly name: string;
  /** [n] finite. */
  readonly values: ArrayLike<number>;
  /** The variable this column codes a level of; columns of one term are tested together. Default: the name. */
  readonly term?: string;
}

/** What a Cox model is fitted to: columns of equal length n. */
export interface CoxData {
  /** Days from time zero, >= 0; with `start`, the day on which the row's interval closes. */
  readonly days: ArrayLike<number>;
  /**
   * Day on which the row's interval (start, days] opens, >= 0 and before `days`: for covariates that change, one row per
   * value with the event in the last, and for subjects who come under observation late.
   */
  readonly start?: ArrayLike<number>;
  readonly event: Outcome;
  readonly covariates: readonly Covariate[];
  /** Each stratum has its own baseline hazard. */
  readonly strata?: ArrayLike<string | number>;
  /** Case weights, > 0. */
  readonly weights?: ArrayLike<number>;
  /** Subjects of one cluster are correlated; asks for the robust variance. */
  readonly cluster?: ArrayLike<string | number>;
}

/** The same, sorted by stratum and day, in blocks of equal day within a stratum. */
export interface CoxDesign {
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  readonly terms: readonly string[];
  /** [n, p] covariates minus `centre`. */
  readonly x: Float64Array;
  readonly centre: Float64Array;
  readonly event: Uint8Array;
  readonly weight: Float64Array;
  readonly hasWeights: boolean;
  /** Cluster number per row, or null. */
  readonly cluster: Uint32Array | null;
  /** [blocks + 1] first row of each block. */
  readonly blockStart: Uint32Array;
  /** [blocks] */
  readonly blockStratum: Uint32Array;
  readonly blockDay: Float64Array;
  /** [blocks] the day's place among all distinct times. */
  readonly blockPosition: Uint32Array;
  /** null where all rows are at risk from time zero. */
  readonly entry: LateEntry | null;
  readonly strata: readonly string[];
  readonly eventTotal: number;
}

/** Log partial likelihood with derivatives at one beta. */
export interface Likelihood {
  readonly logLikelihood: number;
  /** [p] */
  readonly score: Float64Array;
  /** [p, p] row by row; observed information. */
  readonly information: Float64Array;
}

/** Checks and sorts. @throws StatsInputError on unequal lengths, or values that `CoxData` does not allow. */
export function coxDesign(data: CoxData): CoxDesign {
  const days = readDays(data.days, 'days');
  const n = days.length;
  requireLength(data.event, n, 'event');
  const event = readOutcome(data.event, 'event');
  const start = data.start === undefined ? null : readStart(data.start, n);
  const grid = groupByDay(start === null ? [days] : [days, start]);
  const stratum = number(data.strata, n, 'strata');
  const position = grid.positions[0] as Uint32Array;
  const order = sortRows(position, grid.days.length, stratum.codes, stratum.labels.length);
  const p = data.covariates.length;
  const centre = new Float64Array(p);
  const x = new Float64Array(n * p);
  data.covariates.forEach(({ name, values }, k) => {
    requireLength(values, n, name);
    centre[k] = meanOf(values, name);
    for (let row = 0; row < n; row++) x[row * p + k] = (values[order[row] as number] as number) - (centre[k] as number);
  });
  const { weights } = data;
  if (weights !== undefined) checkWeights(weights, n);
  const cluster = data.cluster === undefined ? null : number(data.cluster, n, 'cluster').codes;
  const blocks = findBlocks(order, position, stratum.codes);
  const opens = grid.positions[1];
  return {
    n,
    p,
    names: data.covariates.map(({ name }) => name),
    terms: data.covariates.map(({ name, term }) => term ?? name),
    x,
    centre,
    event: inOrder(event, order),
    weight: weights === undefined ? new Float64Array(n).fill(1) : Float64Array.from(order, (i) => weights[i] as number),
    hasWeights: weights !== undefined,
    cluster: cluster && Uint32Array.from(order, (i) => cluster[i] as number),
    blockStart: Uint32Array.from([...blocks, n]),
    blockStratum: Uint32Array.from(blocks, (row) => stratum.codes[order[row] as number] as number),
    blockDay: Float64Array.from(blocks, (row) => grid.days[position[order[row] as number] as number] as number),
    blockPosition: Uint32Array.from(blocks, (row) => position[order[row] as number] as number),
    entry: opens === undefined ? null : lateEntry(opens, position, order, stratum.codes, grid.days.length),
    strata: stratum.labels,
    eventTotal: event.reduce((sum, value) => sum + value, 0),
  };
}

/** The same rows with only the named columns. */
export function keepColumns(design: CoxDesign, keep: readonly number[]): CoxDesign {
  const x = new Float64Array(design.n * keep.length);
  for (let row = 0; row < design.n; row++) {
    keep.forEach((k, j) => (x[row * keep.length + j] = design.x[row * design.p + k] as number));
  }
  const pick = <T>(list: readonly T[]) => keep.map((k) => list[k] as T);
  const centre = Float64Array.from(keep, (k) => design.centre[k] as number);
  return { ...design, p: keep.length, x, centre, names: pick(design.names), terms: pick(design.terms) };
}

/** Linear predictor of each sorted row, covariates centred. */
export function linearPredictor({ n, p, x }: CoxDesign, beta: ArrayLike<number>): Float64Array {
  const eta = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let k = 0; k < p; k++) sum += (x[row * p + k] as number) * (beta[k] as number);
    eta[row] = sum;
  }
  return eta;
}

function readStart(start: ArrayLike<number>, n: number): Float64Array {
  requireLength(start, n, 'start');
  return readDays(start, 'start');
}

function lateEntry(
  opens: Uint32Array,
  closes: Uint32Array,
  order: Uint32Array,
  stratum: Uint32Array,
  times: number,
): LateEntry {
  opens.forEach((position, row) => {
    if (position >= (closes[row] as number))
      throw new StatsInputError('start', `entry ${row}: must lie before the row's days`);
  });
  // The input's rows by stratum and opening time, then by the numbers they have in the design.
  const sorted = new Uint32Array(order.length);
  order.forEach((row, i) => (sorted[row] = i));
  const strata = stratum.reduce((most, code) => Math.max(most, code), 0) + 1;
  const byOpening = sortRows(opens, times, stratum, strata);
  const first = new Uint32Array(strata);
  stratum.forEach((code) => {
    for (let later = code + 1; later < strata; later++) first[later] = (first[later] as number) + 1;
  });
  return {
    opens: Uint32Array.from(order, (row) => opens[row] as number),
    order: byOpening.map((row) => sorted[row] as number),
    first,
  };
}

/** Numbers labels from 0 in ascending order; one label for all where none are given. */
function number(labels: ArrayLike<string | number> | undefined, n: number, argument: string) {
  if (labels === undefined) return { codes: new Uint32Array(n), labels: [''] };
  requireLength(labels, n, argument);
  const distinct = [...new Set(Array.from(labels))];
  distinct.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1));
  const code = new Map(distinct.map((label, i) => [label, i]));
  return {
    codes: Uint32Array.from({ length: n }, (_, i) => code.get(labels[i] ?? '') ?? 0),
    labels: distinct.map(String),
  };
}

/** Stable counting sort by day, then by stratum. */
function sortRows(position: Uint32Array, days: number, stratum: Uint32Array, strata: number): Uint32Array {
  const rows = new Uint32Array(position.length);
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  const byDay = countingSort(rows, position, days);
  return strata === 1 ? byDay : countingSort(byDay, stratum, strata);
}

function countingSort(rows: Uint32Array, key: Uint32Array, size: number): Uint32Array {
  const next = new Uint32Array(size + 1);
  for (let i = 0; i < rows.length; i++) {
    const slot = (key[i] as number) + 1;
    next[slot] = (next[slot] as number) + 1;
  }
  for (let i = 1; i <= size; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const slot = next[key[row] as number] as number;
    next[key[row] as number] = slot + 1;
    sorted[slot] = row;
  }
  return sorted;
}

function inOrder(column: Uint8Array, order: Uint32Array): Uint8Array {
  const sorted = new Uint8Array(order.length);
  for (let row = 0; row < sorted.length; row++) sorted[row] = column[order[row] as number] as number;
  return sorted;
}

function findBlocks(order: Uint32Array, position: Uint32Array, stratum: Uint32Array): number[] {
  const starts: number[] = [];
  for (let row = 0; row < order.length; row++) {
    const here = order[row] as number;
    const before = order[row - 1] as number;
    if (row === 0 || position[here] !== position[before] || stratum[here] !== stratum[before]) starts.push(row);
  }
  return starts;
}

function meanOf(values: ArrayLike<number>, name: string): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new StatsInputError(name, `entry ${i}: must be finite, not ${values[i]}`);
    sum += values[i] as number;
  }
  return sum / values.length;
}

function checkWeights(weights: ArrayLike<number>, n: number): void {
  requireLength(weights, n, 'weights');
  for (let i = 0; i < n; i++) {
    const weight = weights[i] as number;
    if (!(weight > 0 && weight < Infinity))
      throw new StatsInputError('weights', `entry ${i}: must be above 0, not ${weight}`);
  }
}

function requireLength(column: ArrayLike<unknown>, n: number, argument: string): void {
  if (column.length !== n) throw new StatsInputError(argument, `has ${column.length} entries for ${n} subjects`);
}
