/** A risk set: rows `start` to `end` of the sorted design, of which `deaths` die. */
export interface ExactRiskSet {
  readonly x: Float64Array;
  readonly p: number;
  readonly eta: Float64Array;
  readonly start: number;
  readonly end: number;
  readonly deaths: number;
}

/**
 * Conditional likelihood of one day: the sum, over all ways to choose `deaths` subjects from the risk set, of the
 * product of their exp(eta), with its first two derivatives, by the recursion over subjects
 * E_j <- E_j + r E_(j-1) (elementary symmetric polynomials). Takes time proportional to subjects x deaths.
 *
 * @param score - [p], from which the expected sum of covariates is taken.
 * @param information - [p, p], to which its variance is added.
 * @returns log of the sum.
 * Source: Gail, Lubin & Rubinstein 1981.
 */
export function exactBlock(set: ExactRiskSet, score: Float64Array, information: Float64Array): number {
  const { x, p, eta, start, end, deaths } = set;
  const sum = new Float64Array(deaths + 1);
  const first = new Float64Array((deaths + 1) * p);
  const second = new Float64Array((deaths + 1) * p * p);
  sum[0] = 1;
  let largest = -Infinity;
  for (let row = start; row < end; row++) largest = Math.max(largest, eta[row] as number);
  for (let row = start; row < end; row++) {
    const r = Math.exp((eta[row] as number) - largest);
    for (let j = Math.min(deaths, row - start + 1); j >= 1; j--) {
      const e = sum[j - 1] as number;
      for (let k = 0; k < p; k++) {
        const xk = x[row * p + k] as number;
        const gk = first[(j - 1) * p + k] as number;
        for (let l = 0; l < p; l++) {
          const xl = x[row * p + l] as number;
          const gl = first[(j - 1) * p + l] as number;
          const before = second[((j - 1) * p + k) * p + l] as number;
          const at = (j * p + k) * p + l;
          second[at] = (second[at] as number) + r * (before + xk * gl + xl * gk + xk * xl * e);
        }
      }
      for (let k = 0; k < p; k++) {
        const change = r * ((first[(j - 1) * p + k] as number) + (x[row * p + k] as number) * e);
        first[j * p + k] = (first[j * p + k] as number) + change;
      }
      sum[j] = (sum[j] as number) + r * e;
    }
  }
  const total = sum[deaths] as number;
  for (let k = 0; k < p; k++) {
    const mean = (first[deaths * p + k] as number) / total;
    score[k] = (score[k] as number) - mean;
    for (let l = 0; l < p; l++) {
      const other = (first[deaths * p + l] as number) / total;
      const square = (second[(deaths * p + k) * p + l] as number) / total;
      information[k * p + l] = (information[k * p + l] as number) + square - mean * other;
    }
  }
  return Math.log(total) + deaths * largest;
}
