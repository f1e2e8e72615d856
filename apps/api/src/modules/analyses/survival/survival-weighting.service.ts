import {
  type CohortFilter,
  type Statement,
  type SubjectCovariate,
  type SubjectVariable,
  variableOfGroups,
} from '@haim/schema';
import {
  type Call,
  type Estimand,
  type NamedCall,
  quantile,
  runCall,
  survivalAt,
  type Table,
  toRTogether,
} from '@haim/stats';
import { LRUCache } from 'lru-cache';
import { type FollowUpNeeded, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyRow, type StudyService } from '../../studies/index.ts';
import { chosenCovariates, usualCovariates } from '../covariates.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { pairOf } from '../group-pair.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { callTerm, readCells } from './cox-columns.ts';
import { endpointSaid, originOf } from './endpoint-rule.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { followUpNeeded } from './minimum-follow-up.ts';
import { dropped, inOrder, refuseQuestion } from './survival-question.ts';
import { survivalWeighting, type WeightingData, type WeightingNumbers } from './survival-weighting.ts';
import { timedPatients } from './timed-patients.ts';

export interface WeightingRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string;
  /** The groups compared; null: the first two in the order of the study. */
  readonly reference: string | null;
  readonly comparison: string | null;
  readonly cohort: CohortInput | null;
  /** Of the propensity model; null: those that a clinical model starts with. */
  readonly covariates: readonly string[] | null;
  readonly estimand: Estimand;
  readonly truncatePercent: number | null;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

interface Question {
  /** With groups whose cut-points are known, and what a caption says of them. */
  readonly request: WeightingRequest & { readonly said: readonly Statement[] };
  readonly filter: CohortFilter | null;
  readonly covariates: readonly SubjectCovariate[];
  readonly arms: readonly string[];
  readonly followUp: FollowUpNeeded | null;
  readonly pair: { readonly reference: string; readonly comparison: string } | null;
}

/** Weightings that are kept; one of 100,000 patients takes about 4 MB with its curves and weights. */
const MOST_KEPT = 10;
const MOST_TRUNCATED = 25;
const columnNames = { time: 'days', event: 'event' } as const;

export class SurvivalWeightingService {
  private readonly kept = new LRUCache<string, WeightingNumbers>({ max: MOST_KEPT });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Two groups made alike by inverse probability of treatment weights, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for a variable that is no group or no covariate, a percentage out of range, and a cohort chosen by
   * an outcome.
   */
  weighting(ctx: PortalContext, request: WeightingRequest) {
    return this.asked(ctx, request, (columns, question, groups, row) => {
      const { pair, filter, followUp } = question;
      const numbers = pair && this.numbers(columns, question, pair);
      const times = columns.cohort(filter).times(endpoints[request.endpoint], question.request.groupBy, followUp);
      return {
        endpoint: request.endpoint,
        groupBy: question.request.groupBy,
        groups,
        reference: pair?.reference ?? null,
        comparison: pair?.comparison ?? null,
        estimand: request.estimand,
        truncatePercent: request.truncatePercent,
        covariates: numbers?.terms.map(({ name }) => name) ?? [],
        sides: numbers?.sides ? [...numbers.sides] : [],
        nDropped: numbers?.nDropped ?? 0,
        ratios: numbers?.ratios ?? [],
        balance: numbers?.balance ?? [],
        curves: (numbers?.curves ?? []).map(({ curve, isCompared, isWeighted }) => ({
          label: isCompared ? pair?.comparison : pair?.reference,
          isWeighted,
          curve,
          median: quantile(curve, 0.5),
        })),
        truncated: numbers?.truncated ?? 0,
        recipe: row.recipe,
        timeZero: originOf(request.endpoint, row),
        monthDays: row.monthDays,
        dataVersion: columns.version,
        droppedReasons: dropped(times, followUp).droppedReasons,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        method: numbers
          ? [
              ...numbers.method,
              ...endpointSaid(request.endpoint, row, columns.cohort(filter)),
              ...question.request.said,
              ...numbers.warnings,
            ]
          : [],
        request,
      };
    });
  }

  /** The patients' values and weights, and a script that makes scores, weights, ratios and curves of them in R. */
  files(ctx: PortalContext, request: WeightingRequest): Promise<TableFiles> {
    return this.asked(ctx, request, (columns, question) => {
      const data = `${request.study}-${request.endpoint}-weighting-data`;
      const { pair } = question;
      if (!pair) return { name: data, data: '', rows: 0, script: '' };
      const numbers = this.numbers(columns, question, pair);
      const table = tableOf(dataOf(columns, question, pair), numbers);
      const title = `Weighting of ${request.endpoint} of ${request.study}, ${columns.origin}: 1 is ${pair.comparison}`;
      const calls = numbers.sides ? callsOf(numbers, request.estimand) : [];
      const named = calls.map(({ name, call }): NamedCall => ({ name, call, result: runCall(call, table) }));
      return { name: data, ...csvOfTable(table), script: toRTogether(named, [title], `${data}.csv`) };
    });
  }

  private asked<T>(
    ctx: PortalContext,
    asked: WeightingRequest,
    work: (columns: SubjectColumns, question: Question, groups: readonly string[], row: StudyRow) => T,
  ): Promise<T> {
    const { studyId } = this.studies.scope(ctx, asked.study);
    const filter = cohortFilter(asked.cohort);
    refusePercent(asked.truncatePercent);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        refuseQuestion(asked, columns.own);
        const request = await withFixedGroups(columns, filter, asked);
        const covariates = covariatesOf(request, columns.own);
        const [row, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        const followUp = followUpNeeded(row);
        const times = columns.cohort(filter).times(endpoints[request.endpoint], request.groupBy, followUp);
        const groups = inOrder(times.groups, request.groupBy, arms).map(({ label }) => label);
        return work(
          columns,
          { request, filter, covariates, arms, followUp, pair: pairOf(groups, request, request.groupBy) },
          groups,
          row,
        );
      },
      asked.snapshot,
    );
  }

  /** Computed once for the same patients and the same question, for whoever may read exactly these patients. */
  private numbers(columns: SubjectColumns, question: Question, pair: NonNullable<Question['pair']>): WeightingNumbers {
    const { request, arms, followUp, filter, covariates } = question;
    const { endpoint, groupBy, estimand, truncatePercent } = request;
    const names = covariates.map(({ name }) => name);
    const asked = [endpoint, groupBy, pair, estimand, truncatePercent, filter, names, arms, followUp];
    const key = JSON.stringify([columns.identity, columns.own, ...asked]);
    const known = this.kept.get(key);
    if (known) return known;
    const found = survivalWeighting(dataOf(columns, question, pair), { estimand, truncatePercent }, arms);
    this.kept.set(key, found);
    return found;
  }
}

/** A curve read at these days; null after its last one. */
export function readWeighted(curve: WeightingNumbers['curves'][number]['curve'], days: readonly number[]) {
  return days.map((day) => survivalAt(curve, day));
}

function covariatesOf({ covariates, groupBy }: WeightingRequest, own: readonly SubjectVariable[]): SubjectCovariate[] {
  const names = covariates ?? usualCovariates;
  return chosenCovariates(names, own, 'a propensity model').filter(
    ({ variable }) => variable.name !== variableOfGroups(groupBy),
  );
}

function refusePercent(percent: number | null): void {
  if (percent === null || (percent > 0 && percent <= MOST_TRUNCATED)) return;
  throw badInput(`truncatePercent must be above 0 and at most ${MOST_TRUNCATED}, not ${percent}`, [
    {
      field: 'truncatePercent',
      problem: 'outOfRange',
      severity: 'error',
      expected: { en: `a number above 0 and at most ${MOST_TRUNCATED}`, zh: `大于 0 且不超过 ${MOST_TRUNCATED} 的数` },
    },
  ]);
}

function dataOf(
  columns: SubjectColumns,
  { request, filter, covariates, followUp }: Question,
  pair: NonNullable<Question['pair']>,
): WeightingData {
  const names = [request.groupBy, ...covariates.map(({ variable }) => variable.name)];
  const { days, event, cells } = timedPatients(columns.cohort(filter), request.endpoint, names, followUp);
  const group = cells[0] ?? [];
  const rows: number[] = [];
  group.forEach((label, row) => {
    if (label === pair.reference || label === pair.comparison) rows.push(row);
  });
  return {
    days: Float64Array.from(rows, (row) => days[row] as number),
    event: Uint8Array.from(rows, (row) => event[row] as number),
    isCompared: Uint8Array.from(rows, (row) => (group[row] === pair.comparison ? 1 : 0)),
    covariates: covariates.map((covariate, k) => {
      const read = readCells(covariate, cells[k + 1] ?? []);
      return { covariate, cells: rows.map((row) => read[row] ?? null) };
    }),
  };
}

function tableOf(data: WeightingData, { rows, weights }: WeightingNumbers): Table {
  const place = new Map(Array.from(rows, (row, i) => [row, i]));
  const all = Array.from(data.days, (_, row) => row);
  return {
    [columnNames.time]: Array.from(data.days, String),
    [columnNames.event]: Array.from(data.event, String),
    compared: Array.from(data.isCompared, String),
    weight: all.map((row) => {
      const at = place.get(row);
      return at === undefined || weights.length === 0 ? null : String(weights[at]);
    }),
    ...Object.fromEntries(
      data.covariates.map(({ covariate, cells }) => [
        covariate.name,
        cells.map((cell) => (cell === null ? null : String(cell))),
      ]),
    ),
  };
}

function callsOf({ terms, ratios }: WeightingNumbers, estimand: Estimand): { name: string; call: Call }[] {
  const covariates = terms.map(callTerm);
  const group = { column: 'compared', type: 'numeric' } as const;
  const weights = 'weight';
  // A patient without a weight lacks a covariate, and is in none of the ratios.
  const cox = (name: string, args: object) => ({ name, call: { fn: 'cox', args: { ...columnNames, ...args } } });
  return [
    { name: 'propensity scores', call: { fn: 'propensity', args: { treat: 'compared', terms: covariates, estimand } } },
    ...(ratios.length > 0
      ? [
          cox('adjusted by regression', { terms: [group, ...covariates] }),
          cox('weighted', { terms: [group], weights, robust: true }),
        ]
      : []),
    {
      name: 'weighted curves',
      call: { fn: 'km', args: { ...columnNames, group: 'compared', weights, robust: true, confType: 'log' } },
    },
  ];
}
