import { roundSignificant, roundTo } from './round.ts';

/** The one sign for a missing value: not recorded, not estimable, not yet computed. */
export const missing = '—';

type Amount = number | null | undefined;

function isKnown(value: Amount): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** With a typographic minus in place of the hyphen, and no minus before a zero. */
export function showNumber(value: Amount, decimals: number, absent: string = missing): string {
  if (!isKnown(value)) return absent;
  const written = value.toFixed(decimals);
  return Number(written) === 0 ? (0).toFixed(decimals) : withMinus(written);
}

/** As a number is stored, with a typographic minus: a study day, a count. */
export function withMinus(written: string): string {
  return written.replace(/^-/, '\u2212');
}

/** A score, an area under a curve, a sensitivity: three decimals wherever they are shown. */
export function showScore(score: Amount): string {
  return showNumber(score, 3);
}

/** A threshold decides, so it is never rounded away from a score: three decimals, or as many as it needs up to six. */
export function showThreshold(threshold: Amount): string {
  if (!isKnown(threshold)) return missing;
  const plain = String(Number(threshold.toFixed(6)));
  return plain.length > 5 ? plain : showScore(threshold);
}

/** 3 decimals, never 0.000: `0.032`, `< 0.001`. */
export function showP(p: Amount): string {
  return isKnown(p) && p < 0.001 ? '< 0.001' : showNumber(p, 3);
}

/** `p = 0.032`, `p < 0.001`. */
export function showPStatement(p: Amount): string {
  return isKnown(p) && p >= 0.001 ? `p = ${showP(p)}` : `p ${showP(p)}`;
}

/** Like `showPStatement`, but below 0.001 the value itself, as R writes it: a reader may want to report it. */
export function showExactP(p: Amount): string {
  if (!isKnown(p) || p >= 0.001) return showPStatement(p);
  // A value that underflowed is smaller than the smallest normal double.
  return p > 0 ? `p = ${p.toExponential(1)}` : 'p < 2.2e-308';
}

/** Significant digits, for values of very different size: `1.23e-7`, `0.123`. */
export function showSignificant(value: Amount, digits: number): string {
  return isKnown(value) ? withMinus(value.toPrecision(digits)) : missing;
}

/** A value that was measured, as it was written: at most six digits, none of them a zero at the end. */
export function showMeasured(value: number): string {
  return withMinus(String(roundSignificant(value, 6)));
}

/** A quantity of any size for a tile: two decimals below 10, one below 100, no zero at the end: `287`, `22.3`, `−2.71`. */
export function showBriefly(value: Amount): string {
  if (!isKnown(value)) return missing;
  const size = Math.abs(value);
  return withMinus(String(roundTo(value, size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}

/** Two of them, from and to. */
export function showBriefInterval(lower: Amount, upper: Amount): string {
  return `${showBriefly(lower)}${dashAfter(lower)}${showBriefly(upper)}`;
}

/** A share as a percentage: 0.4603 -> `46.0 %`. */
export function showPercent(share: Amount, decimals = 1): string {
  return isKnown(share) ? `${showNumber(share * 100, decimals)} %` : missing;
}

/** How many of how many: `12/40`. */
export function showFraction(numerator: Amount, denominator: Amount): string {
  return isKnown(numerator) && isKnown(denominator) ? `${numerator}/${denominator}` : missing;
}

/** `0.33–0.63`, `−0.21, 0.11`; an open end is replaced by the word for it. */
export function showInterval(lower: Amount, upper: Amount, decimals: number, open: string = missing): string {
  if (!isKnown(lower) && !isKnown(upper) && open === missing) return missing;
  return `${showNumber(lower, decimals, open)}${dashAfter(lower)}${showNumber(upper, decimals, open)}`;
}

/** A dash beside a minus would be read as one. */
function dashAfter(lower: Amount): string {
  return isKnown(lower) && lower < 0 ? ', ' : '–';
}

/** `54.4 %` has `(48.6–60.2)` beside it: the limits of a share in percent, without the sign again. */
export function showPercentInterval(lower: Amount, upper: Amount, decimals = 1): string {
  return showInterval(isKnown(lower) ? lower * 100 : null, isKnown(upper) ? upper * 100 : null, decimals);
}

/** An estimate with its limits, `0.812 (0.701–0.923)`, or as much of it as is known. */
export function showEstimate(
  value: Amount,
  lower: Amount,
  upper: Amount,
  decimals: number,
  open: string = missing,
): string {
  const shown = showNumber(value, decimals, open);
  const interval = showInterval(lower, upper, decimals, open);
  return interval === missing ? shown : `${shown} (${interval})`;
}

/** `40`, or `≤7` of a count that is told as a bound: nobody, or as few as are not told. */
export function showCount(n: number, atMost: boolean): string {
  return atMost ? `≤${n}` : String(n);
}
