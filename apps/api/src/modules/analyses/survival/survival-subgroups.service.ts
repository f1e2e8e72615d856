import {
  type CohortFilter,
  type Label,
  publishedTableOne,
  type Statement,
  type SubjectCovariate,
  type SubjectVariable,
  variableOfGroups,
} from '@haim/schema';
import { type NamedCall, runCall, toRTogether } from '@haim/stats';
import { LRUCache } from 'lru-cache';
import { type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput } from '../../../context/portal-error.ts';
import { cohortFilter, type CohortInput, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyRow, type StudyService } from '../../studies/index.ts';
import { chosenCovariates } from '../covariates.ts';
import { withFixedGroups } from '../fixed-groups.ts';
import { pairOf } from '../group-pair.ts';
import { chosenRows, rowVariables } from '../row-variables.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { MOST_GROUPS } from '../table-groups.ts';
import { endpointSaid, originOf } from './endpoint-rule.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { followUpNeeded } from './minimum-follow-up.ts';
import { dropped, inOrder, refuseQuestion } from './survival-question.ts';
import { adjustedCalls } from './survival-subgroups-adjusted-files.ts';
import {
  adjustedMethod,
  type AdjustedNumbers,
  adjustedPatients,
  adjustedSubgroups,
} from './survival-subgroups-adjusted.ts';
import { subgroupCalls, subgroupsTable } from './survival-subgroups-files.ts';
import {
  type CutRule,
  subgroupsMethod,
  type SubgroupsNumbers,
  type SubgroupsQuestion,
  survivalSubgroups,
} from './survival-subgroups.ts';

export interface SubgroupsRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  readonly groupBy: string;
  /** The groups compared; null: the first two in the order of the study. */
  readonly reference: string | null;
  readonly comparison: string | null;
  readonly cohort: CohortInput | null;
  /** null: those of the publication. */
  readonly variables: readonly string[] | null;
  readonly cuts: CutRule;
  /** Whose values the ratios are adjusted for; null or left out: none. */
  readonly covariates?: readonly string[] | null;
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

/** The groups of the selection, as they are counted, and what a caption says of them. */
interface GroupsFound {
  readonly groups: readonly string[];
  readonly groupBy: string;
  readonly said: readonly Statement[];
}

const MOST_KEPT = 50;
/** A forest of more variables is a search, and not a figure. */
const MOST_VARIABLES = 20;

export class SurvivalSubgroupsService {
  private readonly kept = new LRUCache<string, SubgroupsNumbers>({ max: MOST_KEPT });
  private readonly keptAdjusted = new LRUCache<string, AdjustedNumbers>({ max: MOST_KEPT });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Hazard ratios of two groups within subgroups, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for a variable that groups or describes nothing, naming those that do, too many of them, or a
   * cohort chosen by an outcome.
   */
  subgroups(ctx: PortalContext, request: SubgroupsRequest) {
    return this.asked(ctx, request, (columns, question, { groups, groupBy, said }, row) => {
      const covariates = adjustedFor(request, groupBy, columns);
      const crude = question && this.numbers(columns, question);
      const adjusted =
        question && crude && covariates.length > 0 ? this.adjusted(columns, question, crude, covariates) : null;
      const numbers = adjusted ?? crude;
      const filter = cohortFilter(request.cohort);
      const times = columns.cohort(filter).times(endpoints[request.endpoint], groupBy, followUpNeeded(row));
      return {
        endpoint: request.endpoint,
        groupBy,
        groups,
        reference: question?.reference ?? null,
        comparison: question?.comparison ?? null,
        cuts: request.cuts,
        covariates: covariates.map(({ name }) => name),
        all: numbers?.all ?? null,
        variables: numbers?.variables ?? [],
        recipe: row.recipe,
        timeZero: originOf(request.endpoint, row),
        dataVersion: columns.version,
        droppedReasons: dropped(times, followUpNeeded(row)).droppedReasons,
        population: leftOutSaid(columns.leftOut(filter), columns.counted),
        method: numbers
          ? [
              ...(adjusted ? adjustedMethod(covariates, adjusted) : []),
              ...subgroupsMethod(numbers, request.cuts, adjusted !== null),
              ...endpointSaid(request.endpoint, row, columns.cohort(filter)),
              ...said,
            ]
          : [],
        request,
      };
    });
  }

  /** The patients' values behind the forest, and a script that makes its ratios of them in R. */
  files(ctx: PortalContext, request: SubgroupsRequest): Promise<TableFiles> {
    return this.asked(ctx, request, (columns, question) => {
      const data = `${request.study}-${request.endpoint}-subgroups-data`;
      const title = `Subgroups of ${request.endpoint} of ${request.study}, ${columns.origin}`;
      if (!question) return { name: data, data: '', rows: 0, script: '' };
      const numbers = this.numbers(columns, question);
      const covariates = adjustedFor(request, question.groupBy, columns);
      if (covariates.length > 0) {
        const adjusted = this.adjusted(columns, question, numbers, covariates);
        const patients = adjustedPatients(columns.cohort(question.filter), question, covariates);
        const { table: values, calls: models } = adjustedCalls(question, patients, adjusted);
        const named = models.map(({ name, call }): NamedCall => ({ name, call, result: runCall(call, values) }));
        return { name: data, ...csvOfTable(values), script: toRTogether(named, [title], `${data}.csv`) };
      }
      const table = subgroupsTable(columns, question, numbers);
      const calls = subgroupCalls(question, numbers).map(({ name, call }): NamedCall => ({
        name,
        call,
        result: runCall(call, table),
      }));
      return { name: data, ...csvOfTable(table), script: toRTogether(calls, [title], `${data}.csv`) };
    });
  }

  private asked<T>(
    ctx: PortalContext,
    request: SubgroupsRequest,
    work: (columns: SubjectColumns, question: SubgroupsQuestion | null, found: GroupsFound, row: StudyRow) => T,
  ): Promise<T> {
    const { study, endpoint, cohort, variables, cuts } = request;
    const { studyId } = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (columns, tx) => {
        const { own } = columns;
        refuseQuestion(request, own);
        const { groupBy, said } = await withFixedGroups(columns, filter, request);
        const chosen = chosenVariables(variables, variableOfGroups(groupBy), own);
        const [row, arms] = await Promise.all([
          readStudy(tx, studyId, columns.frozen),
          readArms(tx, studyId, columns.frozen),
        ]);
        await columns.sortQuantities(chosen.flatMap(({ kind, name }) => (kind === 'quantity' ? [name] : [])));
        const followUp = followUpNeeded(row);
        refuseManyValues(columns, filter, chosen);
        const times = columns.cohort(filter).times(endpoints[endpoint], groupBy, followUp);
        const groups = inOrder(times.groups, groupBy, arms).map(({ label }) => label);
        const pair = pairOf(groups, request, groupBy);
        const question = pair && { endpoint, filter, groupBy, ...pair, variables: chosen, cuts, followUp, arms, own };
        return work(columns, question, { groups, groupBy, said }, row);
      },
      request.snapshot,
    );
  }

  private adjusted(
    columns: SubjectColumns,
    question: SubgroupsQuestion,
    crude: SubgroupsNumbers,
    covariates: readonly SubjectCovariate[],
  ): AdjustedNumbers {
    const names = [question.variables, covariates].map((list) => list.map(({ name }) => name));
    const key = JSON.stringify([columns.identity, { ...question, variables: names }]);
    const found =
      this.keptAdjusted.get(key) ??
      adjustedSubgroups(adjustedPatients(columns.cohort(question.filter), question, covariates), crude, question.arms);
    this.keptAdjusted.set(key, found);
    return found;
  }

  /** Counted once for the same patients and the same question, for whoever may read exactly these patients. */
  private numbers(columns: SubjectColumns, question: SubgroupsQuestion): SubgroupsNumbers {
    const key = JSON.stringify([
      columns.identity,
      { ...question, variables: question.variables.map(({ name }) => name) },
    ]);
    const found = this.kept.get(key) ?? survivalSubgroups((filter) => columns.cohort(filter), question);
    this.kept.set(key, found);
    return found;
  }
}

/** As *Adjusted* takes them; a group is no covariate beside itself, nor a quantity beside its own parts. */
function adjustedFor({ covariates }: SubgroupsRequest, groupBy: string, { own }: SubjectColumns): SubjectCovariate[] {
  if (!covariates || covariates.length === 0) return [];
  const chosen = chosenCovariates(covariates, own, 'a Cox model');
  return chosen.filter(({ variable }) => variable.name !== variableOfGroups(groupBy));
}

function chosenVariables(
  names: readonly string[] | null,
  groupBy: string,
  own: readonly SubjectVariable[],
): SubjectVariable[] {
  const offered = rowVariables(own).map(({ name }) => name);
  const chosen = chosenRows(names ?? publishedTableOne.filter((name) => offered.includes(name)), own);
  if (chosen.length > MOST_VARIABLES) {
    refuse(`variables must name at most ${MOST_VARIABLES}, not ${chosen.length}`, {
      en: `at most ${MOST_VARIABLES} variables`,
      zh: `至多 ${MOST_VARIABLES} 个变量`,
    });
  }
  return chosen.filter(({ name }) => name !== groupBy);
}

function refuseManyValues(
  columns: SubjectColumns,
  filter: CohortFilter | null,
  chosen: readonly SubjectVariable[],
): void {
  const cohort = columns.cohort(filter);
  for (const { name, kind } of chosen) {
    if (kind === 'quantity') continue;
    const n = cohort.values(name).filter(({ value }) => value !== null).length;
    if (n > MOST_GROUPS) {
      refuse(`${name} has ${n} values here; a forest has at most ${MOST_GROUPS} subgroups of a variable`, {
        en: `variables with at most ${MOST_GROUPS} values`,
        zh: `取值不超过 ${MOST_GROUPS} 个的变量`,
      });
    }
  }
}

function refuse(message: string, expected: Label): never {
  throw badInput(message, [{ field: 'variables', problem: 'outOfRange', severity: 'error', expected }]);
}
