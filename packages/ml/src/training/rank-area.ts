/**
 * Area under the ROC curve as the share of correctly ordered pairs, ties counted as half. For the learning curve; the
 * evaluation of a model, with its interval, is in the statistics package.
 *
 * @param scores - [n] finite; higher means positive.
 * @param positive - [n] truth.
 * @returns null if a class is empty.
 *
 * Source: Mann & Whitney 1947. Checked against: pairs counted one by one, in the test beside.
 */
export function rankArea(scores: ArrayLike<number>, positive: readonly boolean[]): number | null {
  const nPositive = positive.filter(Boolean).length;
  const nNegative = positive.length - nPositive;
  if (nPositive === 0 || nNegative === 0) return null;
  const order = positive.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let negativesBelow = 0;
  let rightlyOrdered = 0;
  for (let i = 0; i < order.length;) {
    const score = scores[order[i] ?? 0];
    let positives = 0;
    let negatives = 0;
    for (; i < order.length && scores[order[i] ?? 0] === score; i++) {
      if (positive[order[i] ?? 0]) positives++;
      else negatives++;
    }
    rightlyOrdered += positives * (negativesBelow + negatives / 2);
    negativesBelow += negatives;
  }
  return rightlyOrdered / (nPositive * nNegative);
}
