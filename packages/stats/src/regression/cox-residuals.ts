import { statement, type Statement } from '@haim/schema';
import { type CoxDesign, linearPredictor } from './cox-design.ts';
import { NotYetAtRisk, NowAtRisk } from './cox-entry.ts';
import { RiskSums, type Ties } from './cox-likelihood.ts';

/** Per block: the baseline hazard's steps and the risk set's means at them. */
export interface HazardSteps {
  /** Hazard the block adds, for rows that survive it. */
  readonly hazard: Float64Array;
  /** Variance of that increment if the coefficients were known. */
  readonly variance: Float64Array;
  /** The same for rows that die in it (smaller with Efron ties). */
  readonly hazardOfDying: Float64Array;
  /** [blocks, p] hazard-weighted means. */
  readonly mean: Float64Array;
  readonly meanOfDying: Float64Array;
  /** [blocks, p] plain average of the means, which an event is compared with. */
  readonly expected: Float64Array;
}

/** The baseline hazard's increments at the mean of the covariates. */
export function hazardSteps(design: CoxDesign, eta: Float64Array, ties: Exclude<Ties, 'exact'>): HazardSteps {
  const { p, x, event, weight, blockStart, blockStratum } = design;
  const blocks = blockStratum.length;
  const hazard = new Float64Array(blocks);
  const hazardOfDying = new Float64Array(blocks);
  const variance = new Float64Array(blocks);
  const mean = new Float64Array(blocks * p);
  const meanOfDying = new Float64Array(blocks * p);
  const expected = new Float64Array(blocks * p);
  const risk = new RiskSums(p);
  const dying = new RiskSums(p);
  const notYet = new NotYetAtRisk(design);
  const leave = (row: number) => risk.remove((weight[row] as number) * Math.exp(eta[row] as number), x, row * p, p);
  for (let block = blocks - 1; block >= 0; block--) {
    if (blockStratum[block] !== blockStratum[block + 1]) risk.clear();
    notYet.before(block, leave);
    dying.clear();
    let deaths = 0;
    let deathWeight = 0;
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      const r = (weight[row] as number) * Math.exp(eta[row] as number);
      risk.add(r, x, row * p, p);
      if (event[row] === 0) continue;
      dying.add(r, x, row * p, p);
      deaths++;
      deathWeight += weight[row] as number;
    }
    const steps = ties === 'efron' ? deaths : Math.min(1, deaths);
    for (let step = 0; step < steps; step++) {
      const removed = step / steps;
      const s0 = risk.s0 - removed * dying.s0;
      const increment = deathWeight / steps / s0;
      hazard[block] = (hazard[block] as number) + increment;
      variance[block] = (variance[block] as number) + increment / s0;
      hazardOfDying[block] = (hazardOfDying[block] as number) + increment * (1 - removed);
      for (let k = 0; k < p; k++) {
        const at = block * p + k;
        const xbar = ((risk.s1[k] as number) - removed * (dying.s1[k] as number)) / s0;
        mean[at] = (mean[at] as number) + increment * xbar;
        meanOfDying[at] = (meanOfDying[at] as number) + increment * (1 - removed) * xbar;
        expected[at] = (expected[at] as number) + xbar / steps;
      }
    }
  }
  return { hazard, variance, hazardOfDying, mean, meanOfDying, expected };
}

/**
 * Weighted score residuals: each subject's share of the score, which sum to it.
 *
 * @returns [n, p] in the design's row order.
 * Source: Therneau & Grambsch 2000, section 4.2.
 */
export function scoreResiduals(design: CoxDesign, beta: ArrayLike<number>, ties: Exclude<Ties, 'exact'>): Float64Array {
  const { n, p, x, event, weight, blockStart, blockStratum } = design;
  const eta = linearPredictor(design, beta);
  const steps = hazardSteps(design, eta, ties);
  const residuals = new Float64Array(n * p);
  let hazard = 0;
  const mean = new Float64Array(p);
  // What accumulated before a row came under observation does not count for it.
  const hazardBefore = new Float64Array(design.entry === null ? 0 : n);
  const meanBefore = new Float64Array(design.entry === null ? 0 : n * p);
  const now = new NowAtRisk(design);
  const enter = (row: number) => {
    hazardBefore[row] = hazard;
    meanBefore.set(mean, row * p);
  };
  for (let block = 0; block < blockStratum.length; block++) {
    if (blockStratum[block] !== blockStratum[block - 1]) {
      hazard = 0;
      mean.fill(0);
    }
    now.before(block, enter);
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      const isEvent = event[row] === 1;
      const w = weight[row] as number;
      const r = Math.exp(eta[row] as number);
      const own = hazard + ((isEvent ? steps.hazardOfDying : steps.hazard)[block] as number) - (hazardBefore[row] ?? 0);
      for (let k = 0; k < p; k++) {
        const at = block * p + k;
        const gathered = (mean[k] as number) - (meanBefore[row * p + k] ?? 0);
        const ownMean = gathered + ((isEvent ? steps.meanOfDying : steps.mean)[at] as number);
        const value = x[row * p + k] as number;
        const observed = isEvent ? value - (steps.expected[at] as number) : 0;
        residuals[row * p + k] = w * (observed - r * (value * own - ownMean));
      }
    }
    hazard += steps.hazard[block] as number;
    for (let k = 0; k < p; k++) mean[k] = (mean[k] as number) + (steps.mean[block * p + k] as number);
  }
  return residuals;
}

/** Sums rows of one cluster and returns the [p, p] sum of squares and products; each row its own cluster without one. */
export function clusterProducts(residuals: Float64Array, p: number, cluster: Uint32Array | null): number[][] {
  const rows = residuals.length / Math.max(1, p);
  const size = cluster === null ? rows : cluster.reduce((a, b) => Math.max(a, b), 0) + 1;
  const sums = new Float64Array(size * p);
  for (let row = 0; row < rows; row++) {
    const at = (cluster === null ? row : (cluster[row] as number)) * p;
    for (let k = 0; k < p; k++) sums[at + k] = (sums[at + k] as number) + (residuals[row * p + k] as number);
  }
  const products = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let at = 0; at < sums.length; at += p) {
    for (let k = 0; k < p; k++) {
      const row = products[k] as number[];
      for (let l = 0; l < p; l++) row[l] = (row[l] as number) + (sums[at + k] as number) * (sums[at + l] as number);
    }
  }
  return products;
}

export interface BaselineHazard {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Rows over strata, then days ascending; days with censoring only are kept. */
  readonly strata: string[];
  readonly days: number[];
  /** Cumulative hazard of a subject whose covariates are all 0. */
  readonly cumulativeHazard: number[];
}

/**
 * Cumulative baseline hazard of a fitted model (Breslow's estimate, or Efron's for Efron ties).
 *
 * @param model - `model` of a fit.
 * @returns columns over strata, then days ascending; exp(-cumulativeHazard) is S of a subject with all covariates 0.
 * @throws never: the model was checked when it was fitted.
 *
 * Source: Breslow 1972.
 * Checked against: `baseline` of reference/goldens (basehaz(centered = FALSE)).
 */
export function baselineHazard(model: {
  readonly design: CoxDesign;
  readonly beta: readonly number[];
  readonly ties: Ties;
}): BaselineHazard {
  const { design, beta } = model;
  const ties = model.ties === 'exact' ? 'breslow' : model.ties;
  const { hazard } = hazardSteps(design, linearPredictor(design, beta), ties);
  // The design is centred; moving the origin back to 0 divides every hazard by exp(centre . beta).
  const atZero = Math.exp(-beta.reduce((sum, b, k) => sum + b * (design.centre[k] as number), 0));
  let total = 0;
  const cumulativeHazard = Array.from(hazard, (increment, block) => {
    if (design.blockStratum[block] !== design.blockStratum[block - 1]) total = 0;
    total += increment * atZero;
    return total;
  });
  return {
    method: statement('baselineHazard', { ties }),
    warnings: [],
    strata: Array.from(design.blockStratum, (code) => design.strata[code] as string),
    days: Array.from(design.blockDay),
    cumulativeHazard,
  };
}
