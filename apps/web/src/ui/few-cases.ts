/** Below these an interval is too wide to rank anything by, and DeLong's is known to cover too rarely. */
const fewInAll = 50;
const fewInClass = 10;

export function isFew(positive: number, negative: number): boolean {
  return positive + negative < fewInAll || Math.min(positive, negative) < fewInClass;
}
