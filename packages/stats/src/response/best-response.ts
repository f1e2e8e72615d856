import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import {
  type BestOverallResponse,
  type BestResponseOptions,
  type MrecistAssessment,
  type MrecistResponse,
  mrecistSeries,
  type MrecistVisit,
} from './mrecist.ts';

const ORDER: readonly MrecistResponse[] = ['CR', 'PR', 'SD', 'PD', 'NE'];

interface Counted extends MrecistAssessment {
  readonly day: number | undefined;
}

/**
 * Best response of a series: the best visit up to and including the first PD, in the order CR, PR, SD, PD, NE.
 *
 * @param visits - as mrecistSeries.
 * @param options - as mrecistSeries, and from when a response counts.
 * @returns the best response with the rule that gave it.
 * @throws StatsInputError as mrecistSeries, or when `stableFromDay` or `confirmationDays` lacks days.
 *
 * Source: Lencioni & Llovet 2010. Confirmation of CR and PR is not required unless `confirmationDays` asks for it.
 * Checked against: series worked by hand from the publication's definitions.
 */
export function bestOverallResponse(
  visits: readonly MrecistVisit[],
  options: BestResponseOptions = {},
): BestOverallResponse {
  const days = visits.map(({ day }) => day);
  return bestOfAssessments(mrecistSeries(visits, options), days, options);
}

/**
 * Best response of visits that are judged: the best of them up to and including the first PD, in the order CR, PR, SD, PD,
 * NE.
 *
 * @param assessments - one a visit, in date order; a response of null (the baseline) does not count.
 * @param days - days from time zero, one a visit; only needed where an option counts days.
 * @param options - from when SD counts, and after how many days CR and PR have to be confirmed.
 * @returns the best response with the rule that gave it and its visit. A CR is confirmed by a CR, a PR by a CR or PR, with
 * no worse visit between them than SD; an unconfirmed CR may still be a confirmed PR, otherwise either counts as SD.
 * @throws StatsInputError where an option counts days and a visit has none.
 *
 * Source: Lencioni & Llovet, Semin Liver Dis 2010;30:52-60; confirmation and minimum duration as in Eisenhauer et al, Eur J
 * Cancer 2009;45:228-47 (RECIST 1.1), table 3.
 * Checked against: series worked by hand from the definitions.
 */
export function bestOfAssessments(
  assessments: readonly MrecistAssessment[],
  days: readonly (number | undefined)[],
  options: Pick<BestResponseOptions, 'stableFromDay' | 'confirmationDays'> = {},
): BestOverallResponse {
  const { stableFromDay = 0, confirmationDays = 0 } = options;
  const visits = assessments.map((assessment, i): Counted => ({ ...assessment, day: days[i] }));
  const firstProgression = visits.findIndex(({ response }) => response === 'PD');
  const progressionVisit = firstProgression < 0 ? null : firstProgression;
  const counted = visits.map((visit, i): MrecistAssessment => {
    if (progressionVisit !== null && i > progressionVisit)
      return { response: null, rule: statement('afterProgression') };
    const confirmed = confirmationDays > 0 ? confirmedAs(visits, i, confirmationDays, progressionVisit) : visit;
    if (confirmed.response !== 'SD' || stableFromDay <= 0 || dayOf(visit) >= stableFromDay) return confirmed;
    return { response: 'NE', rule: statement('stableTooEarly', { day: stableFromDay }) };
  });
  for (const response of ORDER) {
    const visit = counted.findIndex((assessment) => assessment.response === response);
    const first = counted[visit];
    if (first) return { response, rule: first.rule, visit, progressionVisit };
  }
  return { response: 'NE', rule: statement('noAssessmentAfterBaseline'), visit: null, progressionVisit };
}

/** What a visit counts as where CR and PR have to be seen again. */
function confirmedAs(
  visits: readonly Counted[],
  i: number,
  confirmationDays: number,
  progressionVisit: number | null,
): MrecistAssessment {
  const visit = visits[i] as Counted;
  if (visit.response !== 'CR' && visit.response !== 'PR') return visit;
  const later = visits.slice(i + 1, progressionVisit ?? visits.length);
  const isSeenAgain = (as: readonly (MrecistResponse | null)[], between: readonly (MrecistResponse | null)[]) => {
    const end = later.findIndex(({ response }) => !between.includes(response));
    return (end < 0 ? later : later.slice(0, end)).some(
      (one) => as.includes(one.response) && dayOf(one) - dayOf(visit) >= confirmationDays,
    );
  };
  if (visit.response === 'CR' && isSeenAgain(['CR'], ['CR', 'NE'])) return visit;
  if (isSeenAgain(['CR', 'PR'], ['CR', 'PR', 'SD', 'NE'])) return { response: 'PR', rule: visit.rule };
  const rule: Statement = statement('notConfirmed', { response: visit.response, days: confirmationDays });
  return { response: 'SD', rule };
}

function dayOf({ day }: Counted): number {
  if (day === undefined) throw new StatsInputError('visits', 'need `day` where a minimum of days is set');
  return day;
}
