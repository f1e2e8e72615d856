const usualReadings = [6, 12, 24, 36, 48, 60];
const [latestMonth, mostReadings] = [600, 24];

/** What the address names, each once and in order; what is not a month is passed over. */
export function readingsOf(at: readonly number[] | null): number[] {
  const known = [...new Set(at ?? [])].filter((month) => month >= 1 && month <= latestMonth).toSorted((a, b) => a - b);
  return known.length > 0 ? known.slice(0, mostReadings) : usualReadings;
}
