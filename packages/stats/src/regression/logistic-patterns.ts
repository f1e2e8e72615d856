/** A logistic model: n rows of p columns (the intercept is a column of ones), outcomes, and an optional offset. */
export interface LogisticDesign {
  readonly n: number;
  readonly p: number;
  /** [n, p] */
  readonly x: Float64Array;
  readonly outcome: Uint8Array;
  /** [n] fixed part of the linear predictor. */
  readonly offset?: Float64Array;
}

/** The same with equal rows counted together: the likelihood knows of them only how many there are, and how many have the outcome. */
export interface Patterns {
  /** Of patterns. */
  readonly n: number;
  readonly p: number;
  /** [n, p] */
  readonly x: Float64Array;
  readonly offset?: Float64Array;
  /** [n] rows with the outcome, and all rows. */
  readonly events: ArrayLike<number>;
  readonly trials: ArrayLike<number>;
}

/** Fewer rows are fitted before their patterns are found. */
const LEAST_ROWS = 2_000;
/** Rows that tell whether rows repeat one another often enough. */
const SAMPLE = 1_000;

/** One for each design, however many fits are made of it. */
const known = new WeakMap<LogisticDesign, Patterns>();

export function patternsOf(design: LogisticDesign): Patterns {
  const found = known.get(design) ?? (isRepetitive(design) ? counted(design) : rowByRow(design));
  known.set(design, found);
  return found;
}

function rowByRow({ n, p, x, offset, outcome }: LogisticDesign): Patterns {
  const trials = new Uint8Array(n).fill(1);
  return { n, p, x, events: outcome, trials, ...(offset === undefined ? {} : { offset }) };
}

/** Half of the sampled rows or more are equal to another: of all rows it is more. */
function isRepetitive({ n, p, x, offset }: LogisticDesign): boolean {
  if (n < LEAST_ROWS || offset !== undefined) return false;
  const every = Math.floor(n / SAMPLE);
  const seen = new Set<string>();
  for (let i = 0; i < SAMPLE; i++) seen.add(x.subarray(i * every * p, (i * every + 1) * p).join());
  return seen.size <= SAMPLE / 2;
}

function counted({ n, p, x, outcome }: LogisticDesign): Patterns {
  const places = patternOfRows(n, p, x);
  const count = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const [events, trials, rows] = [new Float64Array(count), new Float64Array(count), new Float64Array(count * p)];
  for (let row = 0; row < n; row++) {
    const place = places[row] as number;
    if (trials[place] === 0) rows.set(x.subarray(row * p, (row + 1) * p), place * p);
    trials[place] = (trials[place] as number) + 1;
    events[place] = (events[place] as number) + (outcome[row] as number);
  }
  return { n: count, p, x: rows, events, trials };
}

/** [n] the place of each row's pattern, by first appearance: column by column, a pattern of k columns and the next value are one of k + 1. */
function patternOfRows(n: number, p: number, x: Float64Array): Uint32Array {
  const places = new Uint32Array(n);
  for (let k = 0; k < p; k++) {
    const values = new Map<number, number>();
    const pairs = new Map<number, number>();
    for (let row = 0; row < n; row++) {
      const value = x[row * p + k] as number;
      let code = values.get(value);
      if (code === undefined) values.set(value, (code = values.size));
      // At most n of each: the product of two places is a safe integer.
      const pair = (places[row] as number) * n + code;
      let place = pairs.get(pair);
      if (place === undefined) pairs.set(pair, (place = pairs.size));
      places[row] = place;
    }
  }
  return places;
}
