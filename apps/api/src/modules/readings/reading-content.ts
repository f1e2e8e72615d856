import { checkReading, isError, type NonTargetState, type ReadingContent } from '@haim/schema';
import { type DerivedResponses, lesionSeries, StatsInputError } from '@haim/stats';
import { badInput } from '../../context/portal-error.ts';
import { type ReadingRules } from './reading.query.ts';

/**
 * What follows from a reading by the rules of its case.
 *
 * @throws BAD_USER_INPUT naming the lesion and the day at fault.
 */
export function derivedOf(
  content: ReadingContent,
  { days, ...rules }: ReadingRules & { readonly days: readonly number[] },
  isHandedIn: boolean,
): DerivedResponses {
  const issues = checkReading(content, days, rules, isHandedIn);
  if (issues.some(isError)) {
    throw badInput(issues.map(({ field, expected }) => `${field} must be ${expected.en}`).join('; '), issues);
  }
  const { lesions, newLesion } = content;
  const visits = days.map((day, i) => ({
    day,
    measurementsMm: Object.fromEntries(
      lesions.flatMap(({ id, role, diametersMm }) => (role === 'non-target' ? [] : [[id, diametersMm[i] ?? null]])),
    ) as Record<string, number | null>,
    nonTarget: Object.fromEntries(
      lesions.flatMap(({ id, role, states }) => (role === 'non-target' ? [[id, states[i] ?? 'not-evaluated']] : [])),
    ) as Record<string, NonTargetState>,
    newLesion: newLesion[i] ?? false,
  }));
  try {
    return lesionSeries(
      lesions.map(({ id, role, organ, proven = false }) => ({ id, role, organ, proven })),
      visits,
      rules,
    );
  } catch (error) {
    if (!(error instanceof StatsInputError)) throw error;
    throw badInput(error.message);
  }
}
