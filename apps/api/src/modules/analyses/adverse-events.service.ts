import { type SubjectStore, type ValueCount, type WorstGrades } from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { cohortFilter, type CohortInput } from '../cohort/index.ts';
import { type StudyService } from '../studies/index.ts';

export interface AdverseEventTable {
  readonly dataVersion: number;
  /** All patients, with or without an event: the denominator of the rows. */
  readonly arms: readonly ValueCount[];
  readonly rows: readonly WorstGrades[];
}

export class AdverseEventsService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /** Each patient once for a term, at the worst grade; by arm, term and grade. */
  table(ctx: PortalContext, study: string, cohort: CohortInput | null): Promise<AdverseEventTable> {
    const { studyId } = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    return this.columns.answer(ctx.asker, studyId, (columns) => {
      const chosen = columns.cohort(filter);
      return { dataVersion: columns.version, arms: chosen.values('arm'), rows: chosen.worstGrades('arm') };
    });
  }
}
