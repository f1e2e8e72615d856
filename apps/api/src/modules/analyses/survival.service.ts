import { type ConfType, hazardRatio, kaplanMeier, logRank } from '@haim/stats';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { endpointRecipe } from '../patients/patient.service.ts';
import { type CohortInput, CohortSql } from '../studies/cohort.ts';
import { groupingOf, groupings } from '../studies/grouping.ts';
import { readStudy, type StudyService } from '../studies/study.service.ts';
import { type EndpointName, type GroupTally, survivalTally, type SurvivalTally } from './survival.query.ts';

export interface SurvivalRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  readonly confType: ConfType;
}

/** More curves than this cannot be told apart, in a figure or in words. */
export const MOST_GROUPS = 8;

export class SurvivalService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /**
   * Curves, tests and ratios from one snapshot: all numbers of the answer come from the same rows.
   *
   * @throws BAD_USER_INPUT for a variable by which curves may not be grouped, or too many groups.
   */
  async analyse(ctx: PortalContext, { study, endpoint, groupBy, cohort, confType }: SurvivalRequest) {
    const scope = this.studies.scope(ctx, study);
    const grouping = groupBy === null ? null : groupingOf(groupBy);
    if (grouping === undefined) {
      throw badInput(`groupBy must be one of ${groupings.map(({ variable }) => variable).join(', ')}`);
    }
    const { row, tally, armLabels } = await this.db.read(ctx.asker, async (tx) => ({
      row: await readStudy(tx, scope.studyId),
      tally: await survivalTally(tx, new CohortSql(scope, cohort), endpoint, grouping?.sql ?? null),
      armLabels: await tx.rows<{ code: string }>(
        'select code from portal.study_arm where study_id = $1 order by position',
        [scope.studyId],
      ),
    }));
    if (tally.groups.length > MOST_GROUPS) {
      throw badInput(`${groupBy} has ${tally.groups.length} groups here; at most ${MOST_GROUPS} curves are drawn`);
    }
    const order = groupBy === 'arm' ? armLabels.map(({ code }) => code) : [];
    const groups = tally.groups.toSorted((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
    return {
      endpoint,
      groupBy,
      monthDays: row.monthDays,
      recipe: endpointRecipe,
      timeZero: row.timeZero,
      confType,
      ...dropped(tally),
      ...statistics(groups, confType),
    };
  }
}

/** The statistics of grouped times; pure, so that a script can repeat them. */
function statistics(groups: readonly GroupTally[], confType: ConfType) {
  const curves = groups.map(({ label, times }) => ({ label, curve: kaplanMeier(times, { confType }) }));
  const all = pooled(groups);
  const followUp = all ? kaplanMeier(all, { confType, reverse: true }).median : null;
  const [reference, comparison] = groups;
  const isPair = groups.length === 2 && reference !== undefined && comparison !== undefined;
  return {
    n: curves.reduce((sum, { curve }) => sum + curve.n, 0),
    bandMethod: curves[0]?.curve.method ?? 'no curve',
    curves,
    logRank: groups.length > 1 ? logRank(groups) : null,
    hazardRatios: isPair
      ? (['cox', 'mantel-haenszel', 'log-rank'] as const).map((estimator) => ({
          reference: reference.label,
          comparison: comparison.label,
          ...hazardRatio(reference.times, comparison.times, { estimator }),
        }))
      : [],
    followUp,
  };
}

function pooled(groups: readonly GroupTally[]) {
  if (groups.length === 0) return null;
  const join = (column: 'days' | 'events' | 'censored') => groups.flatMap(({ times }) => Array.from(times[column]));
  return { days: join('days'), events: join('events'), censored: join('censored') };
}

function dropped({ withoutTime, withoutGroup, beforeTimeZero }: SurvivalTally) {
  const reasons = [
    withoutTime ? `${withoutTime} without a time to this endpoint` : null,
    withoutGroup ? `${withoutGroup} without a value of the grouping variable` : null,
    beforeTimeZero ? `${beforeTimeZero} with a time before time zero` : null,
  ].filter((reason) => reason !== null);
  return {
    dropped: withoutTime + withoutGroup + beforeTimeZero,
    droppedReason: reasons.length ? reasons.join('; ') : null,
  };
}
