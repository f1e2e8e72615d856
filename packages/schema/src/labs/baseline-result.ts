/** What a laboratory measured, as the form has it. */
export interface MeasuredResult {
  readonly test: string;
  /** YYYY-MM-DD. */
  readonly takenOn: string;
  readonly value: number;
  /** Set if the value is a limit of measurement and not a number. */
  readonly beyond: string | null;
  readonly unit: string;
}

/**
 * The baseline of a test: its last result on or before time zero that is a number.
 *
 * @param timeZero - the first HAIC; without it there is no baseline.
 */
export function baselineResult<R extends MeasuredResult>(
  results: readonly R[],
  code: string,
  timeZero: string | null,
): R | null {
  if (timeZero === null) return null;
  return results
    .filter(({ test, takenOn, beyond }) => test === code && beyond === null && takenOn <= timeZero)
    .reduce<R | null>((last, one) => (last === null || one.takenOn > last.takenOn ? one : last), null);
}
