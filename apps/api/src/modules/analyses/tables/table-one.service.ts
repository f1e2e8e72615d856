import { type CohortFilter, publishedTableOne, type Statement, type SubjectVariable } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type StudyAnswers, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
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
import { chosenRows } from '../row-variables.ts';
import { type TableFiles, tableFiles } from '../table-files.ts';
import { MOST_GROUPS, tooManyGroups } from '../table-groups.ts';
import { protectedTableOne, protectedTableOneMethod } from './protected-table-one.ts';
import { tableOneCalls } from './table-one-calls.ts';
import { type SummaryRule, tableOne, tableOneMethod, type TableOneQuestion } from './table-one.ts';

export interface TableOneRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  /** null: one column of everybody. */
  readonly groupBy: string | null;
  /** null: those of the publication. */
  readonly variables: readonly string[] | null;
  readonly rule: SummaryRule;
  readonly scope?: AnalysisScope;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

/** Tables that are kept; one takes about 10 kB. */
const MOST_KEPT = 50;

export class TableOneService {
  private readonly kept = new LRUCache<string, ReturnType<typeof tableOne>>({ max: MOST_KEPT });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly shared: StudyAnswers,
  ) {}

  /**
   * Baseline characteristics of a cohort by group, of the centres that the asker may read or, protected, of all; at one
   * version of the study.
   *
   * @throws BAD_USER_INPUT for a variable that groups or describes nothing, naming the ones that do.
   */
  async table(ctx: PortalContext, request: TableOneRequest) {
    const scope = this.studies.scope(ctx, request.study);
    if (request.scope === 'study' && !(await this.studies.coversStudy(ctx, scope))) {
      return this.ofAllCentres(ctx, scope, request);
    }
    return this.asked(ctx, request, (columns, filter, question, study, said) => {
      const numbers = this.numbers(columns, filter, question);
      return {
        ...numbers,
        groupBy: question.groupBy,
        rule: question.rule,
        recipe: study.recipe,
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        method: [...tableOneMethod(question.rule, numbers), ...said],
        protection: null,
        ungroupedAtMost: false,
        withheldGroups: [],
        request,
      };
    });
  }

  private async ofAllCentres(ctx: PortalContext, scope: StudyScope, request: TableOneRequest) {
    refuseSnapshotOfAll(request.snapshot);
    const { groupBy, rule } = request;
    const about = await this.studies.one(ctx, scope.code);
    const arms = (await this.studies.arms(ctx, scope.studyId)).map(({ code }) => code);
    const question = {
      filter: cohortFilter(request.cohort),
      groupBy,
      check: (own: readonly SubjectVariable[]) => {
        if (groupBy !== null) refuseNoGrouping(groupBy, own);
        chosenRows(request.variables ?? publishedTableOne, own);
      },
    };
    const { disclosure } = about;
    return this.shared.answer(ctx.asker, scope, disclosure, question, (cohort, { version, own, leavesOut }) => {
      const variables = chosenRows(request.variables ?? publishedTableOne, own);
      const numbers = protectedTableOne(cohort, { groupBy, variables, rule, arms, own }, disclosure.roundTo);
      if (numbers.groups.length > MOST_GROUPS) throw tooManyGroups(groupBy, numbers.groups.length);
      return {
        ...numbers,
        ...{ groupBy, rule, recipe: about.recipe, dataVersion: version },
        population: leftOutOfAllSaid(leavesOut),
        method: protectedTableOneMethod(numbers.groups.length),
        protection: protectionOfCounts(disclosure),
        request,
      };
    });
  }

  /**
   * The patients' values behind the table, and a script that makes its numbers of them in R; null where numbers are
   * protected.
   */
  async files(ctx: PortalContext, request: TableOneRequest): Promise<TableFiles | null> {
    const scope = this.studies.scope(ctx, request.study);
    if (request.scope === 'study' && !(await this.studies.coversStudy(ctx, scope))) return null;
    return this.asked(ctx, request, (columns, filter, question) => {
      const numbers = this.numbers(columns, filter, question);
      const names = numbers.rows.map(({ variable }) => variable);
      return tableFiles(columns.cohort(filter), {
        name: `${request.study}-table-1`,
        groupBy: question.groupBy,
        variables: names,
        title: `Table 1 of ${request.study}, ${columns.origin}`,
        callsOf: (group) => tableOneCalls(numbers, group),
      });
    });
  }

  private asked<T>(
    ctx: PortalContext,
    request: TableOneRequest,
    work: (
      columns: SubjectColumns,
      filter: CohortFilter | null,
      question: TableOneQuestion,
      about: Awaited<ReturnType<typeof readStudy>>,
      said: readonly Statement[],
    ) => T,
  ): Promise<T> {
    const { study, cohort, variables, rule, snapshot } = request;
    const { studyId } = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        const { own } = columns;
        if (request.groupBy !== null) refuseNoGrouping(request.groupBy, own);
        const { groupBy, said } = await withFixedGroups(columns, filter, request);
        const chosen = chosenRows(variables ?? publishedTableOne, own);
        const [about, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        await columns.sortQuantities(chosen.flatMap(({ kind, name }) => (kind === 'quantity' ? [name] : [])));
        return work(columns, filter, { groupBy, variables: chosen, rule, arms, own }, about, said);
      },
      snapshot,
    );
  }

  /** Counted once for the same patients and the same question, for whoever may read exactly these patients. */
  private numbers(columns: SubjectColumns, filter: CohortFilter | null, question: TableOneQuestion) {
    const { groupBy, variables, rule, arms, own } = question;
    const key = JSON.stringify([columns.identity, filter, groupBy, variables.map(({ name }) => name), rule, arms, own]);
    const numbers = this.kept.get(key) ?? tableOne(columns.cohort(filter), question);
    this.kept.set(key, numbers);
    return numbers;
  }
}
