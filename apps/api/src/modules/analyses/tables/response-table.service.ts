import { type CohortFilter, type Statement } from '@haim/schema';
import { type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput, leftOutSaid, refuseNoGrouping } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { type TableFiles, tableFiles } from '../table-files.ts';
import { responseCalls, withResponses } from './response-table-calls.ts';
import { type IntervalMethod, responseMethod, type ResponseQuestion, responseTable } from './response-table.ts';

export interface ResponseRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  readonly within: string | null;
  readonly interval: IntervalMethod;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

export class ResponseTableService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Best response, objective response and disease control of a cohort by group, of the centres that the asker may read, at
   * one version of the study.
   *
   * @throws BAD_USER_INPUT for a variable that does not group, naming those that do.
   */
  table(ctx: PortalContext, request: ResponseRequest) {
    return this.asked(ctx, request, (columns, question, { recipe }, said) => {
      const numbers = responseTable(columns, question);
      return {
        ...numbers,
        groupBy: question.groupBy,
        within: question.within,
        interval: question.interval,
        recipe,
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(question.filter), columns.counted),
        method: [...responseMethod(numbers), ...said],
        request,
      };
    });
  }

  /** The patients' values behind the table, and a script that makes its numbers of them in R. */
  files(ctx: PortalContext, request: ResponseRequest): Promise<TableFiles> {
    return this.asked(ctx, request, (columns, question) => {
      const numbers = responseTable(columns, question);
      const { within, filter } = question;
      return tableFiles(columns.cohort(filter), {
        name: `${request.study}-response`,
        groupBy: question.groupBy,
        variables: [...(within === null ? [] : [within]), 'bestResponse'],
        title: `Response in ${request.study}, ${columns.origin}`,
        derive: withResponses,
        callsOf: (group) => (numbers.n === 0 ? [] : responseCalls(numbers, group)),
      });
    });
  }

  private asked<T>(
    ctx: PortalContext,
    request: ResponseRequest,
    work: (
      columns: SubjectColumns,
      question: ResponseQuestion,
      about: Awaited<ReturnType<typeof readStudy>>,
      said: readonly Statement[],
    ) => T,
  ): Promise<T> {
    const { study, cohort, within, interval, snapshot } = request;
    const { studyId } = this.studies.scope(ctx, study);
    const filter: CohortFilter | null = cohortFilter(cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        const { own } = columns;
        if (request.groupBy !== null) refuseNoGrouping(request.groupBy, own);
        if (within !== null) refuseNoGrouping(within, own, 'within');
        const { groupBy, said } = await withFixedGroups(columns, filter, request);
        const [about, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        return work(columns, { filter, groupBy, within, interval, arms, own }, about, said);
      },
      snapshot,
    );
  }
}
