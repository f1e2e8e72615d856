/**
 * The albumin-bilirubin score (Johnson et al., J Clin Oncol 2015;33:550): 0.66 × log10(bilirubin) − 0.085 × albumin.
 *
 * @param bilirubin - µmol/L, above 0.
 * @param albumin - g/L.
 */
export function albiScore(bilirubin: number, albumin: number): number {
  if (!(bilirubin > 0)) throw new RangeError(`bilirubin must be above 0 µmol/L, not ${bilirubin}`);
  return 0.66 * Math.log10(bilirubin) - 0.085 * albumin;
}

export type AlbiGrade = '1' | '2' | '3';

/** Grade 1 to −2.60, 2 to −1.39, 3 above, of the score as it is: one that is rounded first may fall on the wrong side. */
export function albiGrade(score: number): AlbiGrade {
  if (score <= -2.6) return '1';
  return score <= -1.39 ? '2' : '3';
}
