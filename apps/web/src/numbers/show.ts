/** Shown where there is no number: not reached, not estimable, or not recorded. */
export const noNumber = '–';

/** The minus of print in place of the hyphen of a keyboard. */
export function withMinus(written: string): string {
  return written.replace(/^-/, '\u2212');
}

/** 3 decimals, never 0.000: `0.032`, `< 0.001`. */
export function showP(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return noNumber;
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** `p = 0.032`, `p < 0.001`. */
export function showPStatement(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return `p ${noNumber}`;
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** As `showPStatement`, and below 0.001 the value itself, as R writes it: a reader may want to report it. */
export function showExactP(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p) || p >= 0.001) return showPStatement(p);
  // What underflowed is smaller than the smallest normal number of a computer.
  return p > 0 ? `p = ${p.toExponential(1)}` : 'p < 2.2e-308';
}

export function showNumber(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? noNumber
    : withMinus(value.toFixed(decimals));
}

/** A share as a percentage: 0.4603 -> `46.0 %`. */
export function showPercent(share: number | null | undefined, decimals = 1): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? noNumber
    : `${withMinus((share * 100).toFixed(decimals))} %`;
}

/** `0.33–0.63`; an open end carries the word for it. */
export function showInterval(
  lower: number | null | undefined,
  upper: number | null | undefined,
  decimals: number,
  open: string = noNumber,
): string {
  const end = (value: number | null | undefined) =>
    value === null || value === undefined || !Number.isFinite(value) ? open : withMinus(value.toFixed(decimals));
  return `${end(lower)}–${end(upper)}`;
}
