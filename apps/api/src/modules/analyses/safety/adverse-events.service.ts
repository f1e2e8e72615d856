import { type Statement } from '@haim/schema';
import { type StudyAnswers, type SubjectStore, type ValueCount, type WorstGrades } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import {
  type AnalysisScope,
  cohortFilter,
  type CohortInput,
  leftOutOfAllSaid,
  leftOutSaid,
  type Protection,
  protectionOfCounts,
  refuseSnapshotOfAll,
} from '../../cohort/index.ts';
import { type StudyService } from '../../studies/index.ts';

export interface AdverseEventTable {
  readonly dataVersion: number;
  /** All patients, with or without an event: the denominator of the rows. */
  readonly arms: readonly (ValueCount & Bound)[];
  readonly rows: readonly (WorstGrades & Bound)[];
  readonly protection: Protection | null;
  readonly population: readonly Statement[];
}

interface Bound {
  readonly atMost: boolean;
}

const exact: Bound = { atMost: false };

export class AdverseEventsService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly shared: StudyAnswers,
  ) {}

  /** Each patient once for a term, at the worst grade; by arm, term and grade. */
  async table(
    ctx: PortalContext,
    study: string,
    cohort: CohortInput | null,
    scope: AnalysisScope = 'own',
    snapshot: string | null = null,
  ): Promise<AdverseEventTable> {
    const own = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    if (scope === 'study' && !(await this.studies.coversStudy(ctx, own))) {
      refuseSnapshotOfAll(snapshot);
      const { disclosure } = await this.studies.one(ctx, study);
      const question = { filter, groupBy: 'arm', check: () => undefined };
      return this.shared.answer(ctx.asker, own, disclosure, question, (shown, { version, leavesOut }) => ({
        population: leftOutOfAllSaid(leavesOut),
        dataVersion: version,
        arms: (shown.values('arm') ?? []).map(({ value, count }) => ({ value, ...count })),
        rows: shown.worstGrades('arm').flatMap(({ arm, term, mild, severe }) => [
          { arm, term, grade: 1, ...mild },
          { arm, term, grade: 3, ...severe },
        ]),
        protection: protectionOfCounts(disclosure),
      }));
    }
    return this.columns.answer(
      ctx.asker,
      own.studyId,
      (columns) => {
        const chosen = columns.cohort(filter);
        return {
          dataVersion: columns.version,
          arms: chosen.values('arm').map((count) => ({ ...count, ...exact })),
          rows: chosen.worstGrades('arm').map((count) => ({ ...count, ...exact })),
          protection: null,
          population: leftOutSaid(columns.leftOut(filter), columns.counted),
        };
      },
      snapshot,
    );
  }
}
