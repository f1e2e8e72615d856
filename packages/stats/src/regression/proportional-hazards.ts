import { statement, type Statement } from '@haim/schema';
import type { ChiSquareTest, CoxModel } from './cox.ts';
import { coxLikelihood } from './cox-likelihood.ts';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { invertSymmetric, multiply, quadraticForm } from '../numerics/linear-algebra.ts';

/** How time enters: 1 minus the pooled Kaplan-Meier estimate just before the day (R's default), or the day itself. */
export type TimeTransform = 'km' | 'identity';

export interface ProportionalHazardsResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** One per term, then one for all together named 'GLOBAL'. A small p speaks against proportional hazards. */
  readonly tests: (ChiSquareTest & { readonly term: string })[];
}

/**
 * Score test that a coefficient does not change with time (Grambsch & Therneau).
 *
 * @param model - `model` of a Cox fit.
 * @param transform - 'km' (default) or 'identity'.
 * @returns a test per term; the columns of one factor are tested together.
 * @throws never: the model was checked when it was fitted.
 *
 * Source: Grambsch & Therneau 1994, in the exact score form that adds x * g(t) to the model.
 * Checked against: zph_km and zph_identity of reference/goldens (survival::cox.zph).
 * Common wrong use: taking a large p for proof of proportional hazards in a small cohort.
 */
export function proportionalHazards(model: CoxModel, transform: TimeTransform = 'km'): ProportionalHazardsResult {
  const { design, beta, ties } = model;
  const { p } = design;
  const time = transform === 'identity' ? design.blockDay : pooledFailure(model);
  const score = new Array<number>(p).fill(0);
  const [plain, once, twice] = [square(p), square(p), square(p)];
  const centre = eventMean(model, time);
  coxLikelihood(design, beta, ties, (block, blockScore, information) => {
    const g = (time[block] as number) - centre;
    for (let k = 0; k < p; k++) {
      score[k] = (score[k] as number) + g * (blockScore[k] as number);
      for (let l = 0; l < p; l++) {
        const v = information[k * p + l] as number;
        add(plain, k, l, v);
        add(once, k, l, g * v);
        add(twice, k, l, g * g * v);
      }
    }
  });
  const inverse = invertSymmetric(plain);
  const test = (term: string, columns: number[]): ChiSquareTest & { term: string } => {
    // Information on the time-varying part that remains after estimating the coefficients themselves.
    const crossed = columns.map((k) => once[k] as number[]);
    const left =
      inverse &&
      columns.map((k, i) => {
        const projected = multiply(inverse, crossed[i] as number[]);
        return columns.map(
          (l, j) =>
            (twice[k]?.[l] as number) -
            (crossed[j] as number[]).reduce((s, c, m) => s + c * (projected[m] as number), 0),
        );
      });
    const weight = left && invertSymmetric(left);
    if (!weight) return { term, statistic: null, df: null, pValue: null };
    const statistic = quadraticForm(
      weight,
      columns.map((k) => score[k] as number),
    );
    return { term, statistic, df: columns.length, pValue: chiSquareUpperTail(statistic, columns.length) };
  };
  const terms = [...new Set(design.terms)];
  const tests = terms.map((term) =>
    test(
      term,
      design.terms.flatMap((name, k) => (name === term ? [k] : [])),
    ),
  );
  tests.push(
    test(
      'GLOBAL',
      design.terms.map((_, k) => k),
    ),
  );
  const warnings = tests.some(({ statistic }) => statistic === null) ? [statement('eventsOnTooFewDays')] : [];
  return { method: statement('proportionalHazards', { transform }), warnings, tests };
}

/** 1 - S(t-) per block, all strata pooled, unweighted. */
export function pooledFailure({ design }: CoxModel): Float64Array {
  const perDay = new Map<number, { events: number; all: number }>();
  // Ascending times at which intervals open, in places among all distinct times.
  const opens = design.entry === null ? new Uint32Array(0) : design.entry.opens.slice().sort();
  let opened = 0;
  design.blockPosition.forEach((day, block) => {
    const [start, end] = [design.blockStart[block] as number, design.blockStart[block + 1] as number];
    const count = perDay.get(day) ?? { events: 0, all: 0 };
    count.all += end - start;
    for (let row = start; row < end; row++) count.events += design.event[row] as number;
    perDay.set(day, count);
  });
  let atRisk = design.n - opens.length;
  let survival = 1;
  const before = new Map<number, number>();
  for (const [day, { events, all }] of [...perDay].sort(([a], [b]) => a - b)) {
    before.set(day, 1 - survival);
    for (; opened < opens.length && (opens[opened] as number) < day; opened++) atRisk++;
    survival *= (atRisk - events) / atRisk;
    atRisk -= all;
  }
  return Float64Array.from(design.blockPosition, (day) => before.get(day) ?? 0);
}

/** The test does not depend on the origin of time; near the events' mean its sums lose fewer digits. */
function eventMean({ design }: CoxModel, time: Float64Array): number {
  let sum = 0;
  time.forEach((g, block) => {
    for (let row = design.blockStart[block] as number; row < (design.blockStart[block + 1] as number); row++) {
      if (design.event[row] === 1) sum += g / design.eventTotal;
    }
  });
  return sum;
}

function square(p: number): number[][] {
  return Array.from({ length: p }, () => new Array<number>(p).fill(0));
}

function add(matrix: number[][], k: number, l: number, value: number): void {
  const row = matrix[k] as number[];
  row[l] = (row[l] as number) + value;
}
