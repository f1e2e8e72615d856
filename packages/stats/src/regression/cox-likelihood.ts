import { NotYetAtRisk } from './cox-entry.ts';
import { exactBlock } from './cox-exact.ts';
import { type CoxDesign, type Likelihood, linearPredictor } from './cox-design.ts';
import { oneCovariateLikelihood } from './cox-one-covariate.ts';

/**
 * - `efron`: ties share the risk set as if their order were unknown; R's default.
 * - `breslow`: ties all face the full risk set.
 * - `exact`: Cox's conditional likelihood for time that is truly discrete.
 */
export type Ties = 'efron' | 'breslow' | 'exact';

/** One block's share of score and information; the arrays are reused, so copy what you keep. */
export type BlockVisitor = (block: number, score: Float64Array, information: Float64Array) => void;

/** Sums over a risk set: of weights r = w exp(eta), of r x, and of r x xᵀ (lower triangle). */
export class RiskSums {
  private rows = 0;
  s0 = 0;
  readonly s1: Float64Array;
  readonly s2: Float64Array;

  constructor(p: number) {
    this.s1 = new Float64Array(p);
    this.s2 = new Float64Array(p * p);
  }

  clear(): void {
    this.rows = 0;
    this.s0 = 0;
    this.s1.fill(0);
    this.s2.fill(0);
  }

  /** Undoes an `add`. What remains of an empty risk set is rounding, and is cleared. */
  remove(r: number, x: Float64Array, at: number, p: number): void {
    this.add(-r, x, at, p);
    this.rows -= 2;
    if (this.rows === 0) this.clear();
  }

  add(r: number, x: Float64Array, at: number, p: number): void {
    this.rows++;
    this.s0 += r;
    for (let k = 0; k < p; k++) {
      const rx = r * (x[at + k] as number);
      this.s1[k] = (this.s1[k] as number) + rx;
      for (let l = 0; l <= k; l++) this.s2[k * p + l] = (this.s2[k * p + l] as number) + rx * (x[at + l] as number);
    }
  }
}

/**
 * Log partial likelihood, score and information.
 *
 * @param beta - [p] coefficients.
 * @param visit - called for every block with events, from the last day to the first within each stratum.
 */
export function coxLikelihood(
  design: CoxDesign,
  beta: ArrayLike<number>,
  ties: Ties,
  visit?: BlockVisitor,
): Likelihood {
  const { p, x, event, weight, blockStart, blockStratum } = design;
  if (p === 1 && ties !== 'exact' && visit === undefined && design.entry === null) {
    return oneCovariateLikelihood(design, beta[0] as number, ties);
  }
  const eta = linearPredictor(design, beta);
  const risk = new RiskSums(p);
  const dying = new RiskSums(p);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  const blockScore = new Float64Array(p);
  const blockInformation = new Float64Array(p * p);
  let logLikelihood = 0;
  let stratumEnd = design.n;
  const notYet = new NotYetAtRisk(design);
  const leave = (row: number) => risk.remove((weight[row] as number) * Math.exp(eta[row] as number), x, row * p, p);
  for (let block = blockStratum.length - 1; block >= 0; block--) {
    const end = blockStart[block + 1] as number;
    if (block === blockStratum.length - 1 || blockStratum[block] !== blockStratum[block + 1]) {
      risk.clear();
      stratumEnd = end;
    }
    notYet.before(block, leave);
    dying.clear();
    blockScore.fill(0);
    let deaths = 0;
    let deathWeight = 0;
    const start = blockStart[block] as number;
    for (let row = start; row < end; row++) {
      const w = weight[row] as number;
      const r = w * Math.exp(eta[row] as number);
      risk.add(r, x, row * p, p);
      if (event[row] === 0) continue;
      dying.add(r, x, row * p, p);
      deaths++;
      deathWeight += w;
      logLikelihood += w * (eta[row] as number);
      for (let k = 0; k < p; k++) blockScore[k] = (blockScore[k] as number) + w * (x[row * p + k] as number);
    }
    if (deaths === 0) continue;
    blockInformation.fill(0);
    if (ties === 'exact' && deaths > 1) {
      logLikelihood -= exactBlock({ x, p, eta, start, end: stratumEnd, deaths }, blockScore, blockInformation);
    } else {
      const steps = ties === 'efron' ? deaths : 1;
      logLikelihood -= subtractMeans(risk, dying, steps, deathWeight / steps, blockScore, blockInformation, p);
    }
    for (let k = 0; k < p; k++) score[k] = (score[k] as number) + (blockScore[k] as number);
    for (let k = 0; k < p * p; k++) information[k] = (information[k] as number) + (blockInformation[k] as number);
    visit?.(block, blockScore, blockInformation);
  }
  return { logLikelihood, score, information };
}

/** Takes the risk set's mean from the score and adds its variance to the information, in Efron's steps (1 for Breslow). */
function subtractMeans(
  risk: RiskSums,
  dying: RiskSums,
  steps: number,
  weight: number,
  score: Float64Array,
  information: Float64Array,
  p: number,
): number {
  let logSum = 0;
  for (let step = 0; step < steps; step++) {
    const removed = step / steps;
    const s0 = risk.s0 - removed * dying.s0;
    logSum += weight * Math.log(s0);
    for (let k = 0; k < p; k++) {
      const mean = ((risk.s1[k] as number) - removed * (dying.s1[k] as number)) / s0;
      score[k] = (score[k] as number) - weight * mean;
      for (let l = 0; l <= k; l++) {
        const at = k * p + l;
        const other = ((risk.s1[l] as number) - removed * (dying.s1[l] as number)) / s0;
        const square = ((risk.s2[at] as number) - removed * (dying.s2[at] as number)) / s0;
        information[at] = (information[at] as number) + weight * (square - mean * other);
      }
    }
  }
  for (let k = 0; k < p; k++) for (let l = 0; l < k; l++) information[l * p + k] = information[k * p + l] as number;
  return logSum;
}
