import { type SubjectStore } from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyService } from '../studies/index.ts';
import { cohortFilter, type CohortInput } from './cohort-input.ts';
import { namedVariables, plain } from './page-columns.ts';
import { type SearchNotes } from './search-notes.ts';

export interface PatientTableRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: string;
  readonly descending: boolean;
  /** Variables of the portal or of the study, in the order asked for. */
  readonly columns: readonly string[];
}

export interface PatientTableData {
  readonly total: number;
  readonly dataVersion: number;
  readonly ids: readonly string[];
  readonly columns: readonly { readonly name: string; readonly values: readonly unknown[] }[];
}

/** Patients of one answer; a list of more is narrowed before anybody reads it. */
export const MOST_LISTED_PATIENTS = 20_000;

/** Every patient of a cohort with chosen columns, from memory: for a table that is scrolled from end to end, and for files. */
export class PatientTableService {
  constructor(
    private readonly studies: StudyService,
    private readonly columns: SubjectStore,
    private readonly searches: SearchNotes,
  ) {}

  /**
   * The first 20,000 in the order asked for, missing values last, ties by code; of the patients whom analyses count.
   *
   * @throws NOT_FOUND, FORBIDDEN; BAD_USER_INPUT for a sort key or column that the study does not have, naming those it has.
   */
  async table(ctx: PortalContext, request: PatientTableRequest): Promise<PatientTableData> {
    const { studyId } = this.studies.scopeWith(ctx, request.study, 'readRecords');
    const filter = cohortFilter(request.cohort);
    await this.searches.note(ctx, studyId, filter);
    return this.columns.answer(ctx.asker, studyId, (columns) => {
      const [sort] = namedVariables(columns, 'sort', [request.sort], ({ sorts }) => sorts);
      const shown = namedVariables(columns, 'columns', request.columns, () => true);
      const cohort = columns.cohort(filter);
      const places = sort
        ? cohort.page({ variable: sort, descending: request.descending, most: MOST_LISTED_PATIENTS, after: null })
        : [];
      const ids = places.map(({ id }) => id);
      const patients = columns.find(ids);
      return {
        total: cohort.n,
        dataVersion: columns.version,
        ids,
        columns: shown.map((variable) => ({
          name: variable.name,
          values: ids.map((id) => plain(variable, patients.get(id)?.value(variable.name) ?? null)),
        })),
      };
    });
  }
}
