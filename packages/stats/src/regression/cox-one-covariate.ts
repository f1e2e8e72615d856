import type { CoxDesign, Likelihood } from './cox-design.ts';

/** Products beyond these bounds are stored as a logarithm before they overflow. */
const LARGE = 1e150;
const SMALL = 1e-150;

/**
 * coxLikelihood for a single covariate, without the inner loops over columns: the common two-group or one-marker model
 * on a million subjects spends its time here.
 */
export function oneCovariateLikelihood(design: CoxDesign, beta: number, ties: 'efron' | 'breslow'): Likelihood {
  const { x, event, weight, blockStart, blockStratum } = design;
  let [logLikelihood, score, information] = [0, 0, 0];
  let [r0, r1, r2] = [0, 0, 0];
  for (let block = blockStratum.length - 1; block >= 0; block--) {
    if (blockStratum[block] !== blockStratum[block + 1]) r0 = r1 = r2 = 0;
    let [d0, d1, d2, deaths, deathWeight, deathSum] = [0, 0, 0, 0, 0, 0];
    const end = blockStart[block + 1] as number;
    for (let row = blockStart[block] as number; row < end; row++) {
      const w = weight[row] as number;
      const value = x[row] as number;
      // Every fit begins at 0, where the exponential is 1.
      const r = beta === 0 ? w : w * Math.exp(value * beta);
      const rx = r * value;
      const rxx = rx * value;
      r0 += r;
      r1 += rx;
      r2 += rxx;
      // Multiplied rather than branched on, because whether a row has the event cannot be predicted.
      const isDeath = event[row] as number;
      d0 += isDeath * r;
      d1 += isDeath * rx;
      d2 += isDeath * rxx;
      deaths += isDeath;
      deathWeight += isDeath * w;
      deathSum += isDeath * w * value;
    }
    if (deaths === 0) continue;
    logLikelihood += deathSum * beta;
    score += deathSum;
    const steps = ties === 'efron' ? deaths : 1;
    let [product, logSum, means, variances] = [1, 0, 0, 0];
    for (let step = 0; step < steps; step++) {
      const removed = step / steps;
      const s0 = r0 - removed * d0;
      const inverse = 1 / s0;
      const mean = (r1 - removed * d1) * inverse;
      means += mean;
      variances += (r2 - removed * d2) * inverse - mean * mean;
      product *= s0;
      if (product > LARGE || product < SMALL) {
        logSum += Math.log(product);
        product = 1;
      }
    }
    const share = deathWeight / steps;
    logLikelihood -= share * (logSum + Math.log(product));
    score -= share * means;
    information += share * variances;
  }
  return { logLikelihood, score: Float64Array.of(score), information: Float64Array.of(information) };
}
