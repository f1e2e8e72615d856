import { type Statement } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, type CountedReason, leftOutSaid } from '../../cohort/index.ts';
import { readStudy, type StudyService, timeZeroOf } from '../../studies/index.ts';
import { firstDayOf } from '../counted-images.ts';
import { needCycles } from '../kept-parts.ts';
import { imagesOfPatients } from '../response-images.query.ts';
import { endpoints } from './endpoints.ts';
import { dropped } from './survival-question.ts';
import { cyclesOfPatients } from './swimmer.query.ts';

export interface SwimmerRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  /** From 1; a page after the last one is the last one. */
  readonly page: number;
  /** null: the records of now. */
  readonly snapshot: string | null;
}

/** Bars of one page: more cannot be told apart. */
export const SWIMMERS_PER_PAGE = 60;

/** One patient's course from time zero, in days. */
export interface Swimmer {
  readonly id: string;
  readonly code: string;
  readonly arm: string | null;
  /** Until death or the last contact. */
  readonly days: number;
  readonly isDead: boolean;
  /** null: none observed. */
  readonly progressionDay: number | null;
  readonly cycleDays: readonly number[];
  readonly completeResponseDay: number | null;
  readonly partialResponseDay: number | null;
}

export interface SwimmerPage {
  readonly patients: readonly Swimmer[];
  /** Of all pages: patients with a time. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** The longest of all pages, so that the axis is the same on each. */
  readonly longestDays: number;
  readonly monthDays: number;
  readonly recipe: string;
  readonly timeZero: Statement;
  readonly dataVersion: number;
  readonly droppedReasons: CountedReason[];
  readonly population: readonly Statement[];
}

export class SwimmerService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Patients one by one, the longest followed first, of the centres whose records the asker may read. They are described
   * and not compared, so that any selection may be asked about.
   *
   * @throws BAD_USER_INPUT for a page that is not a whole number from 1, or a snapshot that keeps no cycles; NOT_FOUND for a
   *   snapshot that is absent.
   */
  page(ctx: PortalContext, { study, cohort, page, snapshot }: SwimmerRequest): Promise<SwimmerPage> {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    refusePage(page);
    return this.columns.answer(
      ctx.asker,
      scope.studyId,
      async (columns, tx) => {
        const { frozen } = columns;
        needCycles(frozen);
        const row = await readStudy(tx, scope.studyId, frozen);
        const chosen = columns.cohort(filter);
        const ids = chosen.patientIds();
        const [code = [], arm = [], days = [], dead = [], progression = []] = chosen.rows([
          'code',
          'arm',
          endpoints.OS.days,
          endpoints.OS.event,
          'daysToProgression',
        ]);
        const order = [...ids.keys()]
          .filter((at) => days[at] !== null)
          .toSorted((a, b) => Number(days[b]) - Number(days[a]) || compare(String(code[a]), String(code[b])));
        const pages = Math.max(1, Math.ceil(order.length / SWIMMERS_PER_PAGE));
        const shown = Math.min(page, pages);
        const places = order.slice((shown - 1) * SWIMMERS_PER_PAGE, shown * SWIMMERS_PER_PAGE);
        const drawn = places.flatMap((at) => ids[at] ?? []);
        const cycles = ofPatients(await cyclesOfPatients(tx, scope, drawn, frozen));
        const images = ofPatients(await imagesOfPatients(tx, scope, drawn, frozen));
        const patients = places.map((at): Swimmer => {
          const id = ids[at] ?? '';
          const seen = images.get(id) ?? [];
          const isDead = dead[at] === 'true';
          const progressed = progression[at] ?? null;
          return {
            id,
            code: String(code[at]),
            arm: arm[at] === null || arm[at] === undefined ? null : String(arm[at]),
            days: Number(days[at]),
            isDead,
            progressionDay: progressed === null ? null : Number(progressed),
            cycleDays: (cycles.get(id) ?? []).map(({ day }) => day),
            completeResponseDay: firstDayOf('CR', seen),
            partialResponseDay: firstDayOf('PR', seen),
          };
        });
        return {
          patients,
          total: order.length,
          page: shown,
          pages,
          longestDays: Number(days[order[0] ?? -1] ?? 0),
          monthDays: row.monthDays,
          recipe: row.recipe,
          timeZero: timeZeroOf(row),
          dataVersion: columns.version,
          droppedReasons: dropped(chosen.times(endpoints.OS, null), null).droppedReasons,
          population: leftOutSaid(columns.leftOut(filter), columns.counted),
        };
      },
      snapshot,
    );
  }
}

const ofPatients = <T extends { readonly patientId: string }>(rows: readonly T[]) =>
  Map.groupBy(rows, ({ patientId }) => patientId);

function refusePage(page: number): void {
  if (Number.isInteger(page) && page >= 1) return;
  throw badInput(`page must be a whole number from 1, not ${page}`, [
    {
      field: 'page',
      problem: 'outOfRange',
      severity: 'error',
      expected: { en: 'a whole number from 1', zh: '不小于 1 的整数' },
    },
  ]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
