import { type Grade } from '../ctcae/index.ts';
import { isSurelyBefore } from '../partial-date.ts';
import { labGradings } from './lab-grades.ts';
import { baselineResult, type MeasuredResult } from './baseline-result.ts';
import { labTestOf, standardValue } from './lab-tests.ts';

/** A result as the form has it. */
export interface LabResult extends MeasuredResult {
  readonly id: string;
  readonly lowerNormal: number | null;
  readonly upperNormal: number | null;
}

export interface RecordedEvent {
  readonly term: string;
  readonly grade: string;
  readonly startedOn: string | null;
  readonly resolvedOn: string | null;
}

/** An adverse event that a result speaks for; a person decides whether it is one. */
export interface ProposedEvent {
  readonly resultId: string;
  readonly term: string;
  readonly grade: Grade;
  readonly startedOn: string;
  /** What the grade was counted from. */
  readonly from: 'limits' | 'baseline';
  /** Whether the grade depends on a baseline and there is none, so that it was counted as normal. */
  readonly isBaselineUnknown: boolean;
}

/**
 * What the results after time zero would be by CTCAE, and is not on record yet: no event of that term and at least that
 * grade covers the day. Values outside the range of measurement are no numbers and are neither graded nor a baseline.
 *
 * @param timeZero - the first HAIC; without it nothing is proposed.
 */
export function proposeEvents(
  results: readonly LabResult[],
  events: readonly RecordedEvent[],
  timeZero: string | null,
): ProposedEvent[] {
  if (timeZero === null) return [];
  const measured = results.filter(({ beyond }) => beyond === null).toSorted((a, b) => (a.takenOn < b.takenOn ? -1 : 1));
  return measured
    .filter(({ takenOn }) => takenOn > timeZero)
    .flatMap((result) => proposalsOf(result, baselineResult(measured, result.test, timeZero)))
    .filter((proposed) => !events.some((event) => covers(event, proposed)));
}

function proposalsOf(result: LabResult, before: LabResult | null): ProposedEvent[] {
  const code = labTestOf(result.test)?.code as keyof typeof labGradings | undefined;
  const value = inStandard(result, result.value);
  if (!code || value === null) return [];
  const baseline = before && inStandard(before, before.value);
  const baselineLimit = before && inStandard(before, before.upperNormal);
  const graded = {
    value,
    lower: inStandard(result, result.lowerNormal),
    upper: inStandard(result, result.upperNormal),
    baseline,
    isBaselineHigh: baseline === null || baselineLimit === null ? null : baseline > baselineLimit,
  };
  return (labGradings[code] ?? []).flatMap(({ term, grade: rule, usesBaseline = false }) => {
    const grade = rule(graded);
    if (!grade) return [];
    const from = graded.isBaselineHigh && rule({ ...graded, isBaselineHigh: false }) !== grade ? 'baseline' : 'limits';
    const { id: resultId, takenOn: startedOn } = result;
    return [
      {
        resultId,
        term,
        grade,
        startedOn,
        from,
        isBaselineUnknown: usesBaseline && graded.isBaselineHigh === null,
      } as const,
    ];
  });
}

function inStandard({ test, unit }: LabResult, value: number | null): number | null {
  return value === null ? null : standardValue(test, value, unit);
}

function covers(event: RecordedEvent, { term, grade, startedOn }: ProposedEvent): boolean {
  if (event.term !== term || event.grade < grade) return false;
  // A day that the event may have lasted to counts as covered: nobody is asked to record it a second time.
  const begins = event.startedOn !== null && isSurelyBefore(startedOn, event.startedOn);
  return !begins && !(event.resolvedOn !== null && isSurelyBefore(event.resolvedOn, startedOn));
}
