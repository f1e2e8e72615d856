import { statement, type Statement } from '@haim/schema';
import { type Cohort } from '../../../columns/index.ts';
import { type StudyRow, timeZeroOf } from '../../studies/index.ts';
import { type EndpointName } from './endpoints.ts';

/** What a caption says of an endpoint whose rule its name does not tell. Nothing of overall and progression-free survival. */
export function endpointRule(endpoint: EndpointName, { endpointRules }: Pick<StudyRow, 'endpointRules'>): Statement[] {
  const { pfs, ttr, dor = pfs, ttnt } = endpointRules;
  switch (endpoint) {
    case 'TTR':
      return [
        statement('timeToResponse', {
          censoredAt: ttr && !ttr.censoredAt.includes('progression') ? 'lastAssessment' : 'progression',
        }),
      ];
    case 'DOR':
      return [
        statement('durationOfResponse', {
          ends: dor.events.includes('death') ? 'death' : dor.censoredAt.includes('death') ? 'censored' : 'ignored',
        }),
        statement('respondersOnly'),
      ];
    case 'TTNT':
      return [
        statement('timeToNextTreatment', { death: ttnt && !ttnt.events.includes('death') ? 'censored' : 'event' }),
      ];
    default:
      return [];
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
