import { type CohortFilter, publishedTableOne, type SubjectCovariate, type SubjectVariable } from '@haim/schema';
import { type Table, toRTogether } from '@haim/stats';
import { LRUCache } from 'lru-cache';
import { type Cohort, inSlices, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type Asker } from '../../../context/asker.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput, isObjectiveResponse, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyService } from '../../studies/index.ts';
import { chosenCovariates, covariatesOfStudy, readCovariate } from '../covariates.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import {
  type EntryRule,
  outcomeColumn,
  responseModel,
  responseModelMethod,
  type ResponseModelNumbers,
} from './response-model.ts';

export interface ResponseModelRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  /** null: the variables of the publication's table, and the arm. */
  readonly covariates: readonly string[] | null;
  readonly entry: EntryRule;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

interface Question {
  readonly filter: CohortFilter | null;
  readonly covariates: readonly SubjectCovariate[];
  readonly entry: EntryRule;
  readonly arms: readonly string[];
}

const MOST_KEPT = 50;

export class ResponseModelService {
  private readonly kept = new LRUCache<string, Promise<ResponseModelNumbers>>({ max: MOST_KEPT });
  /** Of what is being fitted, everybody who has asked for it. */
  private readonly waiting = new Map<string, Asker[]>();

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /** @throws BAD_USER_INPUT naming what may not be a covariate, and what may. */
  model(ctx: PortalContext, request: ResponseModelRequest) {
    return this.asked(ctx, request, async (columns, question, { recipe }) => {
      const numbers = await this.numbers(ctx.asker, columns, question);
      return {
        ...numbers,
        entry: question.entry,
        recipe,
        dataVersion: columns.version,
        population: leftOutSaid(columns.leftOut(question.filter), columns.counted),
        method: [...responseModelMethod(question.entry), ...numbers.warnings],
        request,
      };
    });
  }

  /** The patients' values behind the table, and a script that makes its numbers of them in R. */
  files(ctx: PortalContext, request: ResponseModelRequest): Promise<TableFiles> {
    return this.asked(ctx, request, async (columns, question) => {
      const table = tableOf(columns.cohort(question.filter), question.covariates);
      const data = `${request.study}-table-2-data`;
      const { fits } = await this.numbers(ctx.asker, columns, question);
      const calls = fits.map(({ name, fit }) => {
        return { name, call: fit.call, result: fit.result };
      });
      const title = `Table 2 of ${request.study}, ${columns.origin}`;
      return { name: data, ...csvOfTable(table), script: toRTogether(calls, [title], `${data}.csv`) };
    });
  }

  private asked<T>(
    ctx: PortalContext,
    { study, cohort, covariates, entry, snapshot }: ResponseModelRequest,
    work: (columns: SubjectColumns, question: Question, about: Awaited<ReturnType<typeof readStudy>>) => Promise<T>,
  ): Promise<T> {
    const { studyId } = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        const chosen = chosenCovariates(covariates ?? usualNames(columns.own), columns.own);
        const [about, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        return work(columns, { filter, covariates: chosen, entry, arms }, about);
      },
      snapshot,
    );
  }

  /**
   * Fitted once for the same patients and the same question, for whoever may read exactly these patients, and given up once
   * nobody waits for it.
   */
  private numbers(
    asker: Asker,
    columns: SubjectColumns,
    { filter, covariates, entry, arms }: Question,
  ): Promise<ResponseModelNumbers> {
    const names = covariates.map(({ name }) => name);
    const key = JSON.stringify([columns.identity, columns.own, filter, names, entry, arms]);
    const known = this.kept.get(key);
    this.waiting.get(key)?.push(asker);
    if (known) return known;
    const askers = [asker];
    this.waiting.set(key, askers);
    const found = inSlices(responseModel(tableOf(columns.cohort(filter), covariates), covariates, entry, arms), () =>
      askers.some(({ gone }) => !gone?.aborted),
    ).finally(() => this.waiting.delete(key));
    this.kept.set(key, found);
    // What failed is fitted again by the next who asks.
    found.catch(() => this.kept.delete(key));
    return found;
  }
}

/** The publication's variables as far as a model may use them, and the arm. */
function usualNames(own: readonly SubjectVariable[]): string[] {
  const offered = covariatesOfStudy(own).map(({ name }) => name);
  return [...publishedTableOne, 'arm'].filter((name) => offered.includes(name));
}

/** Outcome and covariates of every patient of a cohort as texts. */
function tableOf(cohort: Cohort, covariates: readonly SubjectCovariate[]): Table {
  const [best = [], ...columns] = cohort.rows(['bestResponse', ...covariates.map(({ variable }) => variable.name)]);
  return {
    [outcomeColumn]: best.map((one) => (isObjectiveResponse(one === null ? null : String(one)) ? '1' : '0')),
    ...Object.fromEntries(
      covariates.map((covariate, k) => [
        covariate.name,
        (columns[k] ?? []).map((value) =>
          covariate.variable.kind === 'flag'
            ? value === null
              ? null
              : String(value)
            : readCovariate(covariate, value),
        ),
      ]),
    ),
  };
}
