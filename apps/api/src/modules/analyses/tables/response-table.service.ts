import { type CohortFilter, type Label, type Statement } from '@haim/schema';
import { type StudyAnswers, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import {
  type AnalysisScope,
  cohortFilter,
  type CohortInput,
  leftOutOfAllSaid,
  leftOutSaid,
  protectionOfCounts,
  refuseNoGrouping,
  refuseSnapshotOfAll,
} from '../../cohort/index.ts';
import { readArms, readStudy, type StudyScope, type StudyService } from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { type TableFiles, tableFiles } from '../table-files.ts';
import { protectedResponseMethod, protectedResponseTable } from './protected-response-table.ts';
import { responseCalls, withResponses } from './response-table-calls.ts';
import { type IntervalMethod, responseMethod, type ResponseQuestion, responseTable } from './response-table.ts';

export interface ResponseRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly groupBy: string | null;
  readonly within: string | null;
  readonly interval: IntervalMethod;
  readonly scope?: AnalysisScope;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

export class ResponseTableService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly shared: StudyAnswers,
  ) {}

  /**
   * Best response, objective response and disease control of a cohort by group, of the centres that the asker may read, at
   * one version of the study; or by arm of all, protected.
   *
   * @throws BAD_USER_INPUT for a variable that does not group, naming those that do; of all centres for any but the arm.
   */
  async table(ctx: PortalContext, request: ResponseRequest) {
    const scope = this.studies.scope(ctx, request.study);
    if (request.scope === 'study' && !(await this.studies.coversStudy(ctx, scope))) {
      return this.ofAllCentres(ctx, scope, request);
    }
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
        protection: null,
        ungroupedAtMost: false,
        withheldGroups: [],
        request,
      };
    });
  }

  private async ofAllCentres(ctx: PortalContext, scope: StudyScope, request: ResponseRequest) {
    refuseSnapshotOfAll(request.snapshot);
    const { groupBy, within, interval } = request;
    if (groupBy !== 'arm' || within !== null) throw onlyByArm(request);
    const { disclosure, recipe } = await this.studies.one(ctx, scope.code);
    const arms = (await this.studies.arms(ctx, scope.studyId)).map(({ code }) => code);
    const question = { filter: cohortFilter(request.cohort), groupBy, check: () => undefined };
    return this.shared.answer(ctx.asker, scope, disclosure, question, (cohort, { version, leavesOut }) => {
      const numbers = protectedResponseTable(cohort, arms, interval, disclosure.roundTo);
      return {
        ...numbers,
        ...{ groupBy, within, interval, recipe, dataVersion: version },
        population: leftOutOfAllSaid(leavesOut),
        method: protectedResponseMethod(numbers.rows.length),
        protection: protectionOfCounts(disclosure),
        request,
      };
    });
  }

  /**
   * The patients' values behind the table, and a script that makes its numbers of them in R; null where numbers are
   * protected.
   */
  async files(ctx: PortalContext, request: ResponseRequest): Promise<TableFiles | null> {
    const scope = this.studies.scope(ctx, request.study);
    if (request.scope === 'study' && !(await this.studies.coversStudy(ctx, scope))) return null;
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

function onlyByArm({ groupBy }: ResponseRequest): Error {
  const field = groupBy === 'arm' ? 'within' : 'groupBy';
  const expected: Label =
    field === 'within'
      ? {
          en: 'left out for numbers of all centres: responses within parts of an arm could be subtracted from it',
          zh: '查看全部中心的数值时不可指定：治疗组内各部分的疗效可与全组相减',
        }
      : { en: 'arm, for responses of all centres', zh: '全部中心的疗效仅可按治疗组（arm）' };
  return badInput(`${field} of responses must be ${expected.en}`, [
    { field, problem: 'rule', severity: 'error', expected },
  ]);
}
