/** log(k!) for k = 0 to n. */
export function logFactorials(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  // Compensated: plain summation would lose a digit per factor of ten in n.
  let lost = 0;
  for (let k = 2; k <= n; k++) {
    const before = table[k - 1] as number;
    const term = Math.log(k) - lost;
    const sum = before + term;
    lost = sum - before - term;
    table[k] = sum;
  }
  return table;
}
