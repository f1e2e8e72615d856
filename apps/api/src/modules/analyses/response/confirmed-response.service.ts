import { statement, type Statement } from '@haim/schema';
import { type Cohort, type SubjectColumns, type SubjectStore, withReadColumn } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid, refuseNoGrouping } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { groupsInFileName } from '../fixed-groups.ts';
import { type TableFiles } from '../table-files.ts';
import { groupsOf, orderOfValues } from '../table-groups.ts';
import { type IntervalMethod, responsePairs } from '../tables/response-table.ts';
import { responses } from '../counted-images.ts';
import { type ConfirmedCounts, confirmedCounts, confirmedOf } from './confirmed-response.ts';
import { confirmedFiles, type GroupedPatient } from './response-files.ts';
import { needImages } from '../kept-parts.ts';
import { imagesOfPatients, plannedConfirmation, type ResponseImage } from '../response-images.query.ts';

export interface ConfirmedRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  readonly interval: IntervalMethod;
  /** null: as the study's plan of readings states, otherwise four weeks. */
  readonly days: number | null;
  /** null: the images of now. */
  readonly snapshot: string | null;
}

export interface ConfirmedAnswer {
  readonly rows: readonly ConfirmedCounts[];
  readonly total: ConfirmedCounts | null;
  readonly groupBy: string | null;
  readonly interval: IntervalMethod;
  readonly n: number;
  readonly ungrouped: number;
  readonly days: number;
  readonly plannedDays: number;
  readonly recipe: string;
  readonly dataVersion: number;
  readonly population: readonly Statement[];
  readonly method: readonly Statement[];
}

interface AskedConfirmed {
  readonly answer: ConfirmedAnswer;
  readonly columns: SubjectColumns;
  readonly chosen: Cohort;
  readonly images: (patientIds: readonly string[]) => Promise<ResponseImage[]>;
}

/** The column of confirmed responses. */
const column = 'confirmedResponse';

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
   * @throws BAD_USER_INPUT for a variable that does not group, a number of days out of range, or a snapshot that keeps no
   *   images; NOT_FOUND for a snapshot that is absent.
   */
  table(ctx: PortalContext, request: ConfirmedRequest) {
    return this.asked(ctx, request, ({ answer }) => answer);
  }

  /** The images behind the table, and a script that judges them again in R. @throws as `table`. */
  files(ctx: PortalContext, request: ConfirmedRequest): Promise<TableFiles> {
    return this.asked(ctx, request, async ({ answer, columns, chosen, images }) => {
      const { study, groupBy, interval } = request;
      const ids = chosen.patientIds();
      const patients = [...columns.find(ids).values()].flatMap((row): GroupedPatient[] => {
        const group = groupBy === null ? 'All' : row.word(groupBy);
        return group === null ? [] : [{ id: row.id, group }];
      });
      const name = `${study}-confirmed-response${groupBy === null ? '' : `-${groupsInFileName(groupBy)}`}`;
      const title = `Confirmed responses of ${study}, ${columns.origin}`;
      return confirmedFiles(answer.rows, patients, await images(ids), { days: answer.days, interval }, { name, title });
    });
  }

  private asked<T>(
    ctx: PortalContext,
    { study, cohort, groupBy, interval, days, snapshot }: ConfirmedRequest,
    work: (asked: AskedConfirmed) => T | Promise<T>,
  ): Promise<T> {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    if (days !== null && (days < leastDays || days > mostDays)) throw outOfRange(days);
    return this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (known, tx) => {
        const { own, frozen } = known;
        needImages(frozen);
        if (groupBy !== null) refuseNoGrouping(groupBy, own);
        const [about, arms, planned] = await Promise.all([
          readStudy(tx, scope.studyId, frozen),
          readArms(tx, scope.studyId, frozen),
          plannedConfirmation(tx, scope, frozen),
        ]);
        const asked = days ?? (planned > 0 ? planned : usualDays);
        const images = (ids: readonly string[]) => imagesOfPatients(tx, scope, ids, frozen);
        const key = JSON.stringify([asked, about.recipe, about.cutoffOn]);
        const columns = await withReadColumn(known, { name: column, key, words: responses }, async (ids) =>
          confirmedOf(await images(ids), asked),
        );
        const chosen = columns.cohort(filter);
        const { groups, n, ungrouped } = groupsOf(
          chosen,
          groupBy,
          groupBy === null ? [] : orderOfValues(groupBy, arms, own),
        );
        const values = groups.map(({ value }) => value);
        const pairs = {
          unconfirmed: responsePairs(chosen, groupBy, 'bestResponse'),
          confirmed: responsePairs(chosen, groupBy, column),
        };
        const counts = confirmedCounts(pairs, values, interval);
        const answer = {
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
        return work({ answer, columns, chosen, images });
      },
      snapshot,
    );
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
