import {
  type CohortFilter,
  type LandmarkGroups,
  statement,
  type Statement,
  type SubjectCovariate,
  type SubjectVariable,
  variableIn,
  variableOfGroups,
} from '@haim/schema';
import { type Call, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { LRUCache } from 'lru-cache';
import { type FollowUpNeeded, type SubjectColumns, type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput, leftOutSaid } from '../../cohort/index.ts';
import { readArms, readStudy, type StudyRow, type StudyService } from '../../studies/index.ts';
import { chosenCovariates, covariatesOfStudy, usualCovariates } from '../covariates.ts';
import { covariateOfGroups, withFixedGroups } from '../fixed-groups.ts';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { callTerm, type Cells, type CoxTerm, readCells } from './cox-columns.ts';
import { endpointSaid, originOf } from './endpoint-rule.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { columnsAtLandmark, landmarkOf, landmarkSaid, landmarkTimes, patientsAtLandmark } from './landmark-times.ts';
import { followUpNeeded } from './minimum-follow-up.ts';
import { type SchoenfeldPlots, shownResiduals } from './schoenfeld-plot.ts';
import { chosenStrata, logRankWithinStrata } from './strata.ts';
import { modelResiduals, survivalModel, type SurvivalModelData, type SurvivalModelNumbers } from './survival-model.ts';
import { dropped, refuseQuestion } from './survival-question.ts';
import { timedPatients, type TimedPatients } from './timed-patients.ts';

export interface SurvivalModelRequest {
  readonly study: string;
  readonly endpoint: EndpointName;
  /** The group whose ratio is adjusted; null: covariates alone. */
  readonly groupBy: string | null;
  readonly cohort: CohortInput | null;
  /** Beside the group. null: those that a clinical model of the portal starts with. */
  readonly covariates: readonly string[] | null;
  /** Variables whose values each have a baseline hazard of their own in the adjusted model. */
  readonly strata: readonly string[];
  /** null or left out: the rows of now. */
  readonly snapshot?: string | null;
}

interface Question {
  readonly groupBy: string | null;
  /** Where groups are by an outcome at a landmark, from which times are counted. */
  readonly landmark: LandmarkGroups | null;
  /** What a caption says of the groups. */
  readonly said: readonly Statement[];
  readonly strata: readonly SubjectVariable[];
  readonly endpoint: EndpointName;
  readonly filter: CohortFilter | null;
  readonly covariates: readonly SubjectCovariate[];
  readonly arms: readonly string[];
  readonly followUp: FollowUpNeeded | null;
}

/** Models that are kept; one takes about 10 kB. */
const MOST_KEPT = 50;
/** Columns that the script reads beside the covariates. */
const columnNames = { time: 'days', event: 'event' } as const;

export class SurvivalModelService {
  private readonly kept = new LRUCache<string, SurvivalModelNumbers>({ max: MOST_KEPT });

  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
  ) {}

  /**
   * Hazard ratios of a group and of covariates, each alone and all together, of the centres that the asker may read.
   *
   * @throws BAD_USER_INPUT for a variable that is no group or no covariate, naming those that are, and a cohort chosen by
   * an outcome.
   */
  model(ctx: PortalContext, request: SurvivalModelRequest) {
    return this.asked(ctx, request, (columns, question, row) => {
      const numbers = this.numbers(columns, question);
      const times = timesOf(columns, question);
      return {
        ...numbers,
        endpoint: question.endpoint,
        groupBy: question.groupBy,
        covariates: question.covariates.map(({ name }) => name),
        recipe: row.recipe,
        timeZero: question.landmark
          ? statement('landmarkIsTimeZero', { days: question.landmark.days })
          : originOf(question.endpoint, row),
        dataVersion: columns.version,
        droppedReasons: dropped(times, question.followUp).droppedReasons,
        population: leftOutSaid(columns.leftOut(question.filter), columns.counted),
        method: [
          statement('survivalModels'),
          ...endpointSaid(question.endpoint, row, columns.cohort(question.filter)),
          ...question.said,
          ...numbers.warnings,
        ],
        strata: question.strata.map(({ name }) => name),
        stratifiedLogRank:
          question.strata.length > 0 ? logRankWithinStrata(dataOf(columns, question), question.groupBy) : null,
        // Of the same version, and only where it is asked for: another fit.
        residualsOf: () => residualsOf(dataOf(columns, question), numbers),
        request,
      };
    });
  }

  /** The patients' values behind the table, and a script that fits its models again in R. */
  files(ctx: PortalContext, request: SurvivalModelRequest): Promise<TableFiles> {
    return this.asked(ctx, request, (columns, question) => {
      const { terms, proportionality } = this.numbers(columns, question);
      const table = tableOf(dataOf(columns, question));
      const strata = question.strata.map(({ name }) => stratumColumn(name));
      const group = question.groupBy;
      const test: Call = { fn: 'logrank', args: { ...columnNames, group, strata } };
      const calls = [
        ...terms.crude.map((term) => callOf(`${term.name} alone`, [term], false)),
        ...(terms.adjusted.length > 0 ? [callOf('together', terms.adjusted, proportionality.length > 0, strata)] : []),
        ...(group !== null && strata.length > 0 ? [{ name: 'log-rank within strata', call: test }] : []),
      ].map(({ name, call }): NamedCall => ({ name, call, result: runCall(call, table) }));
      const data = `${request.study}-${request.endpoint}-model-data`;
      const title = `Cox models of ${request.endpoint} of ${request.study}, ${columns.origin}`;
      return { name: data, ...csvOfTable(table), script: toRTogether(calls, [title], `${data}.csv`) };
    });
  }

  private asked<T>(
    ctx: PortalContext,
    request: SurvivalModelRequest,
    work: (columns: SubjectColumns, question: Question, row: StudyRow) => T,
  ): Promise<T> {
    const scope = this.studies.scope(ctx, request.study);
    const { studyId } = scope;
    const filter = cohortFilter(request.cohort);
    return this.columns.answer(
      ctx.asker,
      studyId,
      async (known, tx) => {
        const landmark = landmarkOf(request.groupBy, request.endpoint);
        refuseQuestion(landmark ? { ...request, groupBy: null } : request, known.own);
        const [row, arms] = await Promise.all([
          readStudy(tx, studyId, known.frozen),
          readArms(tx, studyId, known.frozen),
        ]);
        const columns = await columnsAtLandmark(known, tx, scope, landmark, row);
        const fixed = landmark
          ? { ...request, said: landmarkSaid(landmark) }
          : await withFixedGroups(columns, filter, request);
        const strata = chosenStrata(request.strata, fixed.groupBy, columns.own);
        const covariates = covariatesBeside(fixed, columns.own).filter(
          ({ variable }) => variable.name === fixed.groupBy || !strata.some(({ name }) => name === variable.name),
        );
        const { endpoint, groupBy, said } = fixed;
        const asked = { endpoint, groupBy, landmark, said, strata, filter, covariates, arms };
        const question = { ...asked, followUp: followUpNeeded(row) };
        return work(columns, question, row);
      },
      request.snapshot,
    );
  }

  /** Fitted once for the same patients and the same question, for whoever may read exactly these patients. */
  private numbers(columns: SubjectColumns, question: Question): SurvivalModelNumbers {
    const { endpoint, filter, covariates, arms, followUp } = question;
    const names = [covariates, question.strata].map((list) => list.map(({ name }) => name));
    const key = JSON.stringify([columns.identity, columns.own, endpoint, filter, names, arms, followUp]);
    const found = this.kept.get(key) ?? survivalModel(dataOf(columns, question), arms);
    this.kept.set(key, found);
    return found;
  }
}

/** The group first, then the covariates as they are offered. */
function covariatesBeside(
  { groupBy, covariates }: SurvivalModelRequest,
  own: readonly SubjectVariable[],
): SubjectCovariate[] {
  const names = covariates ?? usualCovariates;
  const chosen = names.length > 0 || groupBy === null ? chosenCovariates(names, own, 'a Cox model') : [];
  if (groupBy === null) return chosen;
  // A quantity beside its own parts explains them away.
  const others = chosen.filter(({ variable }) => variable.name !== variableOfGroups(groupBy));
  const made = covariateOfGroups(groupBy, own);
  if (made) return [made, ...others];
  const known = covariatesOfStudy(own).find(({ name }) => name === groupBy);
  const variable = variableIn(groupBy, { own });
  if (known) return [known, ...others];
  return variable
    ? [{ name: groupBy, variable, label: variable.short, levels: variable.levels ?? [], floor: null }, ...others]
    : others;
}

/** Who of the cohort is in no model for lack of a time. */
function timesOf(columns: SubjectColumns, { endpoint, filter, landmark, followUp }: Question) {
  const cohort = columns.cohort(filter);
  return landmark
    ? landmarkTimes(cohort, endpoint, landmark, followUp)
    : cohort.times(endpoints[endpoint], null, followUp);
}

function dataOf(columns: SubjectColumns, question: Question): SurvivalModelData {
  const { covariates, strata } = question;
  const names = [...covariates.map(({ variable }) => variable.name), ...strata.map(({ name }) => name)];
  const { days, event, cells } = patientsOf(columns, question, names);
  return {
    days,
    event,
    covariates: covariates.map((covariate, k) => ({ covariate, cells: readCells(covariate, cells[k] ?? []) })),
    strata: strata.map(({ name, short }, k) => ({ name, label: short, cells: cells[covariates.length + k] ?? [] })),
  };
}

/** From the landmark on, where there is one: the group of each then is the value of the first covariate. */
function patientsOf(
  columns: SubjectColumns,
  { endpoint, filter, landmark, followUp, groupBy }: Question,
  names: readonly string[],
): TimedPatients {
  const cohort = columns.cohort(filter);
  if (!landmark) return timedPatients(cohort, endpoint, names, followUp);
  const others = names.filter((name) => name !== groupBy);
  const found = patientsAtLandmark(cohort, endpoint, landmark, others, followUp);
  const cellsOf = (name: string) => (name === groupBy ? found.groups : (found.cells[others.indexOf(name)] ?? []));
  return { ...found, cells: names.map(cellsOf) };
}

/** null where the adjusted model has no finite estimate. */
function residualsOf(
  data: SurvivalModelData,
  { terms, proportionality }: SurvivalModelNumbers,
): SchoenfeldPlots | null {
  const found = proportionality.length > 0 ? modelResiduals(data, terms.adjusted) : null;
  return found && shownResiduals(found);
}

/** A variable may be a covariate in the file too, where its values are read as a model reads them. */
const stratumColumn = (name: string) => `stratum ${name}`;

function tableOf({ days, event, covariates, strata = [] }: SurvivalModelData): Table {
  const texts = (cells: Cells) => cells.map((cell) => (cell === null ? null : String(cell)));
  return {
    [columnNames.time]: Array.from(days, String),
    [columnNames.event]: Array.from(event, String),
    ...Object.fromEntries(covariates.map(({ covariate, cells }) => [covariate.name, texts(cells)])),
    ...Object.fromEntries(strata.map(({ name, cells }) => [stratumColumn(name), texts(cells)])),
  };
}

function callOf(
  name: string,
  terms: readonly CoxTerm[],
  zph: boolean,
  strata: readonly string[] = [],
): { name: string; call: Call } {
  const args = {
    ...columnNames,
    terms: terms.map(callTerm),
    ...(zph && { zph }),
    ...(strata.length > 0 && { strata }),
  };
  return { name, call: { fn: 'cox', args } };
}
