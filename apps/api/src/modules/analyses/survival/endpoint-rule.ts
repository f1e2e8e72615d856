import {
  durationOfResponseSaid,
  overallSurvivalSaid,
  progressionFreeSaid,
  recipeRulesOf,
  statement,
  type Statement,
  timeToNextTreatmentSaid,
  timeToResponseSaid,
} from '@haim/schema';
import { type Cohort } from '../../../columns/index.ts';
import { type StudyRow, timeZeroOf } from '../../studies/index.ts';
import { type EndpointName } from './endpoints.ts';

/** What a caption says of an endpoint whose rule its name does not tell. */
export function endpointRule(endpoint: EndpointName, { endpointRules }: Pick<StudyRow, 'endpointRules'>): Statement[] {
  const rules = recipeRulesOf(endpointRules);
  switch (endpoint) {
    // As their names say, unless the recipe differs from it.
    case 'OS':
      return rules.survivorsUntil === 'lastContact' ? [] : [overallSurvivalSaid(rules)];
    case 'PFS':
      return rules.pfsDeath === 'event' && rules.pfsTreatment === 'ignored' ? [] : progressionFreeSaid(rules);
    case 'TTR':
      return [timeToResponseSaid(rules)];
    case 'DOR':
      return [...durationOfResponseSaid(rules), statement('respondersOnly')];
    case 'TTNT':
      return [timeToNextTreatmentSaid(rules)];
  }
}

/** The same, with how many patients of the cohort have a later treatment on record: without any, the time ends with deaths alone. */
export function endpointSaid(
  endpoint: EndpointName,
  row: Pick<StudyRow, 'endpointRules'>,
  cohort: Cohort,
): Statement[] {
  const rule = endpointRule(endpoint, row);
  if (endpoint !== 'TTNT') return rule;
  const [days = []] = cohort.rows(['daysToNextTreatment']);
  return [...rule, statement('laterTreatmentsOnRecord', { n: days.filter((day) => day !== null).length })];
}

/** What the times of an endpoint are counted from, as worded beside a figure. */
export function originOf(endpoint: EndpointName, row: Pick<StudyRow, 'timeZero'>): Statement {
  return endpoint === 'DOR' ? statement('firstResponseIsTimeZero') : timeZeroOf(row);
}
