import { statement } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid, refuseNoGrouping } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { groupsOf, orderOfValues } from '../table-groups.ts';
import { type IntervalMethod } from '../tables/response-table.ts';
import { confirmedCounts } from './confirmed-response.ts';
import { imagesOfPatients, plannedConfirmation } from './response-images.query.ts';

export interface ConfirmedRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  readonly interval: IntervalMethod;
  /** null: as the study's plan of readings states, otherwise four weeks. */
  readonly days: number | null;
}

/** Not less than four weeks: RECIST 1.1, where a trial asks for confirmation at all. */
const usualDays = 28;
const [leastDays, mostDays] = [1, 1000];

export class ConfirmedResponseService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Best response beside confirmed best response by group, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for a variable that does not group, or a number of days out of range.
   */
  table(ctx: PortalContext, { study, cohort, groupBy, interval, days }: ConfirmedRequest) {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    if (days !== null && (days < leastDays || days > mostDays)) throw outOfRange(days);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const { own } = columns;
      if (groupBy !== null) refuseNoGrouping(groupBy, own);
      const [about, arms, planned] = await Promise.all([
        readStudy(tx, scope.studyId),
        readArms(tx, scope.studyId),
        plannedConfirmation(tx, scope),
      ]);
      const chosen = columns.cohort(filter);
      const { groups, n, ungrouped } = groupsOf(
        chosen,
        groupBy,
        groupBy === null ? [] : orderOfValues(groupBy, arms, own),
      );
      const ids = chosen.patientIds();
      const patients = [...columns.find(ids).values()].flatMap((row) => {
        const group = groupBy === null ? 'All' : row.word(groupBy);
        return group === null ? [] : [{ row, group }];
      });
      const asked = days ?? (planned > 0 ? planned : usualDays);
      const values = groups.map(({ value }) => value);
      const counts = confirmedCounts(patients, values, await imagesOfPatients(tx, scope, ids), asked, interval);
      return {
        ...counts,
        ...{ groupBy, interval, n, ungrouped, days: asked, plannedDays: planned, recipe: about.recipe },
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        method: [
          statement('responseRates'),
          statement('responseConfirmed', { days: asked }),
          planned > 0 ? statement('confirmationPlanned', { days: planned }) : statement('confirmationNotPlanned'),
        ],
      };
    });
  }
}

function outOfRange(days: number): Error {
  const expected = {
    en: `a number of days from ${leastDays} to ${mostDays}`,
    zh: `${leastDays} 至 ${mostDays} 之间的天数`,
  };
  return badInput(`days of a confirmation must be ${expected.en}, not ${days}`, [
    { field: 'days', problem: 'outOfRange', severity: 'error', expected },
  ]);
}
