import { statement, type Statement } from '@haim/schema';
import type { CoxModel } from './cox.ts';
import { type CoxDesign, linearPredictor } from './cox-design.ts';
import { coxLikelihood } from './cox-likelihood.ts';
import { hazardSteps } from './cox-residuals.ts';
import { pooledFailure, type TimeTransform } from './proportional-hazards.ts';
import { invertSymmetric, multiply, submatrix } from '../numerics/linear-algebra.ts';
import { naturalSpline } from '../numerics/natural-spline.ts';

export interface SchoenfeldSmooth {
  /** [40] places on the transformed axis, ascending. */
  readonly time: number[];
  readonly estimate: number[];
  /** Two standard errors on either side. */
  readonly lower: number[];
  readonly upper: number[];
}

export interface SchoenfeldTerm {
  readonly term: string;
  /** Of a category, whose columns are taken together, about 1; of a number about its coefficient. */
  readonly isFactor: boolean;
  /** [events] scaled residual plus coefficient; null where the covariate is constant in the event's stratum. */
  readonly residuals: (number | null)[];
  /** null where events are on too few days for a curve. */
  readonly smooth: SchoenfeldSmooth | null;
}

export interface SchoenfeldResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** [events] ascending within strata. */
  readonly days: number[];
  /** [events] the same, transformed. */
  readonly time: number[];
  readonly terms: SchoenfeldTerm[];
}

/** Points of the curve, and how many standard errors its band has on either side: those of plot.cox.zph. */
const [CURVE_POINTS, BAND] = [40, 2];

/**
 * Scaled Schoenfeld residuals of a Cox fit with a smooth of each term: how its coefficient changes with time.
 *
 * @param model - `model` of a fit. @param transform - 'km' (default) or 'identity'.
 * @returns one residual per event and term, about the coefficient; of a category about 1, the coefficient of its part of the
 * linear predictor. The curve is a natural spline with four degrees of freedom.
 * @throws never: the model was checked when it was fitted.
 *
 * Source: Grambsch & Therneau 1994; Therneau & Grambsch 2000, section 6.2.
 * Checked against: reference/schoenfeld.R (survival::cox.zph and plot.cox.zph).
 * Common wrong use: reading the ends of the curve, where few events carry it.
 */
export function schoenfeldResiduals(model: CoxModel, transform: TimeTransform = 'km'): SchoenfeldResult {
  const { design, beta } = model;
  const { blockStart, blockStratum, blockDay, event } = design;
  const transformed = transform === 'identity' ? blockDay : pooledFailure(model);
  const terms = [...new Set(design.terms)].map((term) => ({
    term,
    columns: design.terms.flatMap((name, k) => (name === term ? [k] : [])),
  }));
  // A category is one column: its part of the linear predictor.
  const loads = terms.map(({ columns }) =>
    beta.map((b, k) => (columns.includes(k) ? (columns.length > 1 ? b : 1) : 0)),
  );
  const plain = plainResiduals(model, loads);
  const varies = variesIn(design, terms);
  const inStratum = eventsIn(design);
  const information = averageInformation(model, loads, varies, inStratum);
  const days: number[] = [];
  const time: number[] = [];
  const stratum: number[] = [];
  blockStratum.forEach((code, block) => {
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      if (event[row] === 0) continue;
      days.push(blockDay[block] as number);
      time.push(transformed[block] as number);
      stratum.push(code);
    }
  });
  const scales = varies.map((used) => {
    const kept = used.flatMap((isUsed, k) => (isUsed ? [k] : []));
    return { kept, inverse: invertSymmetric(submatrix(information, kept)) };
  });
  const scaled = plain.map((own, i) => {
    const { kept, inverse } = scales[stratum[i] as number] as (typeof scales)[number];
    const result = new Array<number | null>(terms.length).fill(null);
    if (inverse === null) return result;
    const values = multiply(
      inverse,
      kept.map((k) => own[k] as number),
    );
    kept.forEach((k, j) => (result[k] = (values[j] as number) + centreOf(terms[k]?.columns ?? [], beta)));
    return result;
  });
  const spread = invertSymmetric(information);
  const smoothOf = curvesThrough(time);
  const drawn = terms.map(({ term, columns }, k): SchoenfeldTerm => {
    const residuals = scaled.map((row) => row[k] ?? null);
    const smooth = spread === null ? null : smoothOf(residuals, spread[k]?.[k] as number);
    return { term, isFactor: columns.length > 1, residuals, smooth };
  });
  const bare = drawn.filter(({ smooth }) => smooth === null).map(({ term }) => term);
  const warnings = bare.length > 0 ? [statement('noSchoenfeldCurve', { columns: bare })] : [];
  return { method: statement('schoenfeld', { transform }), warnings, days, time, terms: drawn };
}

function centreOf(columns: readonly number[], beta: readonly number[]): number {
  return columns.length > 1 ? 1 : (beta[columns[0] ?? 0] as number);
}

/** [events, terms] covariates of each event minus their mean in its risk set, weighted by hazard. */
function plainResiduals({ design, beta, ties }: CoxModel, loads: readonly (readonly number[])[]): number[][] {
  const { p, x, event, blockStart, blockStratum } = design;
  const { expected } = hazardSteps(design, linearPredictor(design, beta), ties === 'exact' ? 'breslow' : ties);
  const residuals: number[][] = [];
  for (let block = 0; block < blockStratum.length; block++) {
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      if (event[row] === 0) continue;
      residuals.push(
        loads.map((load) =>
          load.reduce((sum, l, k) => sum + l * ((x[row * p + k] as number) - (expected[block * p + k] as number)), 0),
        ),
      );
    }
  }
  return residuals;
}

/** [strata][terms] whether a term has more than one value there. */
function variesIn(design: CoxDesign, terms: readonly { readonly columns: readonly number[] }[]): boolean[][] {
  const { p, x, blockStart, blockStratum, strata } = design;
  const first = new Int32Array(strata.length).fill(-1);
  const varies = strata.map(() => new Array<boolean>(p).fill(false));
  blockStratum.forEach((code, block) => {
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      if (first[code] === -1) first[code] = row;
      const found = varies[code] as boolean[];
      for (let k = 0; k < p; k++) if (x[row * p + k] !== x[(first[code] as number) * p + k]) found[k] = true;
    }
  });
  return varies.map((found) => terms.map(({ columns }) => columns.some((k) => found[k])));
}

function eventsIn({ blockStart, blockStratum, event, strata }: CoxDesign): number[] {
  const counts = strata.map(() => 0);
  blockStratum.forEach((code, block) => {
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      counts[code] = (counts[code] as number) + (event[row] as number);
    }
  });
  return counts;
}

/** [terms, terms] information at the estimate for each event that bears on the pair. */
function averageInformation(
  { design, beta, ties }: CoxModel,
  loads: readonly (readonly number[])[],
  varies: readonly (readonly boolean[])[],
  inStratum: readonly number[],
): number[][] {
  const { p } = design;
  const { information } = coxLikelihood(design, beta, ties);
  return loads.map((first, a) =>
    loads.map((second, b) => {
      const events = varies.reduce((sum, used, s) => sum + (used[a] && used[b] ? (inStratum[s] as number) : 0), 0);
      let total = 0;
      for (let k = 0; k < p; k++) {
        for (let l = 0; l < p; l++) {
          total += (first[k] as number) * (second[l] as number) * (information[k * p + l] as number);
        }
      }
      return total / Math.max(1, events);
    }),
  );
}

/** Fits of one set of places: terms without missing residuals share it. */
function curvesThrough(time: readonly number[]) {
  const lined = (places: readonly number[]) => {
    const [least, most] = [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
    const at = Array.from({ length: CURVE_POINTS }, (_, i) => least + ((most - least) * i) / (CURVE_POINTS - 1));
    return { at, fit: naturalSpline(places, at) };
  };
  let whole: ReturnType<typeof lined> | null = null;
  return (residuals: readonly (number | null)[], variance: number): SchoenfeldSmooth | null => {
    const known = residuals.flatMap((value, i) => (value === null ? [] : [i]));
    if (known.length === 0) return null;
    const isWhole = known.length === time.length;
    if (isWhole) whole ??= lined(time);
    const { at, fit } = (isWhole ? whole : null) ?? lined(known.map((i) => time[i] as number));
    const curve = fit?.(known.map((i) => residuals[i] as number));
    if (!curve) return null;
    const half = curve.unitVariance.map((unit) => BAND * Math.sqrt(variance * unit));
    return {
      time: at,
      estimate: curve.estimate,
      lower: curve.estimate.map((value, i) => value - (half[i] as number)),
      upper: curve.estimate.map((value, i) => value + (half[i] as number)),
    };
  };
}
