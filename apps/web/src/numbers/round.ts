/** The nearest number with the given number of decimals: what an address keeps and an input shows. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** The nearest number with the given number of significant digits: 0.30000000000000004 -> 0.3. */
export function roundSignificant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** As a person types it into an input, in both languages: every digit, no exponent, no grouping. */
export function asTyped(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}
