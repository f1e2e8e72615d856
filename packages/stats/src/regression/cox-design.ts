import type { LateEntry } from './late-entry.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { orderRows } from './cox-order.ts';
import { groupByDay, readDays } from '../survival/tally.ts';
import { type Outcome, readOutcome } from '../numerics/scored.ts';

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
  /** Subjects of one cluster are correlated; turns on the robust variance. */
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
  /** null if all rows are at risk from time zero. */
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
  const { place, ...blocks } = orderRows(position, grid.days.length, stratum.codes, stratum.labels.length);
  const p = data.covariates.length;
  const centre = new Float64Array(p);
  const x = new Float64Array(n * p);
  data.covariates.forEach(({ name, values }, k) => {
    requireLength(values, n, name);
    const mean = (centre[k] = meanOf(values, name));
    for (let i = 0; i < n; i++) x[(place[i] as number) * p + k] = (values[i] as number) - mean;
  });
  const { weights } = data;
  if (weights !== undefined) checkWeights(weights, n);
  const weight = new Float64Array(n);
  const cluster = data.cluster === undefined ? null : number(data.cluster, n, 'cluster').codes;
  const opens = grid.positions[1];
  return {
    n,
    p,
    names: data.covariates.map(({ name }) => name),
    terms: data.covariates.map(({ name, term }) => term ?? name),
    x,
    centre,
    event: placed(event, place, new Uint8Array(n)),
    weight: weights === undefined ? weight.fill(1) : placed(weights, place, weight),
    hasWeights: weights !== undefined,
    cluster: cluster && placed(cluster, place, new Uint32Array(n)),
    ...blocks,
    blockDay: Float64Array.from(blocks.blockPosition, (at) => grid.days[at] as number),
    entry: opens === undefined ? null : lateEntry(opens, position, place, stratum.codes, grid.days.length),
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
  place: Uint32Array,
  stratum: Uint32Array,
  times: number,
): LateEntry {
  opens.forEach((position, row) => {
    if (position >= (closes[row] as number))
      throw new StatsInputError('start', `entry ${row}: must lie before the row's days`);
  });
  const strata = stratum.reduce((most, code) => Math.max(most, code), 0) + 1;
  const byOpening = orderRows(opens, times, stratum, strata).place;
  const first = new Uint32Array(strata);
  stratum.forEach((code) => {
    for (let later = code + 1; later < strata; later++) first[later] = (first[later] as number) + 1;
  });
  return {
    opens: placed(opens, place, new Uint32Array(opens.length)),
    // The rows by stratum and opening time, as row numbers of the design.
    order: placed(place, byOpening, new Uint32Array(place.length)),
    first,
  };
}

/** Numbers labels from 0 in ascending order; one label for all if none are given. */
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

/** Writes each entry of a column to the place of its row. */
function placed<T extends Uint8Array | Uint32Array | Float64Array>(
  column: ArrayLike<number>,
  place: Uint32Array,
  sorted: T,
): T {
  for (let i = 0; i < place.length; i++) sorted[place[i] as number] = column[i] as number;
  return sorted;
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
