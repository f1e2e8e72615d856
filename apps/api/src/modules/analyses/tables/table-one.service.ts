import { type CohortFilter, publishedTableOne, type Statement } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput, leftOutSaid, refuseNoGrouping } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { chosenRows } from '../row-variables.ts';
import { type TableFiles, tableFiles } from '../table-files.ts';
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
  ) {}

  /**
   * Baseline characteristics of a cohort by group, of the centres that the asker may read, at one version of the study.
   *
   * @throws BAD_USER_INPUT for a variable that groups or describes nothing, naming the ones that do.
   */
  async table(ctx: PortalContext, request: TableOneRequest) {
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
        request,
      };
    });
  }

  /** The patients' values behind the table, and a script that makes its numbers of them in R. */
  files(ctx: PortalContext, request: TableOneRequest): Promise<TableFiles> {
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
