import { statement, type Statement, type SubjectCovariate } from '@haim/schema';
import { adjustedInteraction, coxRegression, type CoxData } from '@haim/stats';
import { type Cohort } from '../../../columns/index.ts';
import { type Cells, coxColumns, type CoxTerm, readCells, termOf } from './cox-columns.ts';
import { type Ratio } from './survival-model.ts';
import { type SubgroupRow, type SubgroupsNumbers, type SubgroupsQuestion } from './survival-subgroups.ts';
import { timedPatients } from './timed-patients.ts';

/** The patients of the two groups with a time and a value of every covariate, in columns of one length. */
export interface AdjustedPatients {
  readonly days: Float64Array;
  readonly event: Uint8Array;
  /** 1 in the comparison, 0 in the reference. */
  readonly compared: Uint8Array;
  /** By variable of the forest. */
  readonly cells: ReadonlyMap<string, Cells>;
  readonly covariates: readonly { readonly covariate: SubjectCovariate; readonly cells: Cells }[];
  /** Patients of the two groups with a time who lack a covariate. */
  readonly left: number;
}

/** The models behind a line or a test, for a script that fits them again. */
export interface AdjustedModels {
  readonly rows: readonly { readonly row: SubgroupRow; readonly terms: readonly CoxTerm[] }[];
  /** Of each variable: the covariates of its test, and the places of the subgroups whose ratios are compared. */
  readonly tests: readonly {
    readonly variable: string;
    readonly rows: readonly SubgroupRow[];
    readonly terms: readonly CoxTerm[];
    readonly used: readonly number[];
  }[];
}

export interface AdjustedNumbers extends SubgroupsNumbers {
  readonly left: number;
  /** Subgroups with fewer than ten events for each coefficient. */
  readonly fewEvents: number;
  readonly models: AdjustedModels;
}

/** Peduzzi et al. 1995. */
const EVENTS_PER_COEFFICIENT = 10;

/** Reads the patients of a forest that is adjusted. */
export function adjustedPatients(
  cohort: Cohort,
  { endpoint, groupBy, reference, comparison, variables, followUp }: SubgroupsQuestion,
  covariates: readonly SubjectCovariate[],
): AdjustedPatients {
  const names = [...variables.map(({ name }) => name), ...covariates.map(({ variable }) => variable.name)];
  const { days, event, cells } = timedPatients(cohort, endpoint, [groupBy, ...names], followUp);
  const [groups = [], ...columns] = cells;
  const ofCovariates = columns.slice(variables.length);
  const ofPair = [...days.keys()].filter((row) => groups[row] === reference || groups[row] === comparison);
  const rows = ofPair.filter((row) => ofCovariates.every((column) => column[row] !== null));
  const taken = (column: Cells | undefined) => rows.map((row) => column?.[row] ?? null);
  return {
    days: Float64Array.from(rows, (row) => days[row] as number),
    event: Uint8Array.from(rows, (row) => event[row] as number),
    compared: Uint8Array.from(rows, (row) => (groups[row] === comparison ? 1 : 0)),
    cells: new Map(variables.map(({ name }, k) => [name, taken(columns[k])])),
    covariates: covariates.map((covariate, k) => ({ covariate, cells: readCells(covariate, taken(ofCovariates[k])) })),
    left: ofPair.length - rows.length,
  };
}

/**
 * The lines of a forest with ratios that are adjusted: of the same subgroups, without the patients who lack a covariate.
 *
 * @param crude - the forest, whose subgroups these are.
 */
export function adjustedSubgroups(
  patients: AdjustedPatients,
  crude: SubgroupsNumbers,
  arms: readonly string[],
): AdjustedNumbers {
  const everybody = [...patients.days.keys()];
  let fewEvents = 0;
  const models: { row: SubgroupRow; terms: CoxTerm[] }[] = [];
  const lineOf = (row: SubgroupRow, members: readonly number[], without: string | null): SubgroupRow => {
    const fit = fitted(patients, members, without, arms);
    if (fit.terms.length > 0 && fit.isFew) fewEvents++;
    const sides = [0, 1].map((side) => sideOf(patients, members, side)) as [
      SubgroupRow['sides'][0],
      SubgroupRow['sides'][1],
    ];
    const line = { ...row, sides, ratio: fit.ratio, warnings: fit.warnings };
    if (fit.ratio !== null) models.push({ row: line, terms: fit.terms });
    return line;
  };
  const tests: AdjustedModels['tests'][number][] = [];
  const all = lineOf(crude.all, everybody, null);
  const variables = crude.variables.map(({ variable, rows }) => {
    const cells = patients.cells.get(variable) ?? [];
    const members = rows.map((row) => everybody.filter((at) => isIn(row, cells[at] ?? null)));
    const lines = rows.map((row, k) => lineOf(row, members[k] ?? [], variable));
    const known = lines.flatMap((line, k) =>
      line.sides[0].n + line.sides[1].n > 0 ? [{ line, rows: members[k] ?? [] }] : [],
    );
    const { terms, ...interaction } = interactionOf(patients, known, variable, arms);
    tests.push({ variable, rows: known.map(({ line }) => line), terms, used: interaction.used });
    return {
      variable,
      rows: known.map(({ line }) => line),
      missing: everybody.length - known.reduce((sum, one) => sum + one.rows.length, 0),
      interaction,
    };
  });
  return { all, variables, left: patients.left, fewEvents, models: { rows: models, tests } };
}

/** Whether a patient with this value belongs to the line. */
export function isIn({ value, from, below }: SubgroupRow, cell: string | number | null): boolean {
  if (cell === null) return false;
  if (value !== null) return cell === value;
  return (from === null || Number(cell) >= from) && (below === null || Number(cell) < below);
}

/** The covariates that vary among some patients, but for the one that makes the subgroups. */
function termsOf(
  { covariates }: AdjustedPatients,
  rows: readonly number[],
  without: string | null,
  arms: readonly string[],
) {
  return covariates.flatMap(({ covariate, cells }) => {
    if (covariate.variable.name === without) return [];
    const term = termOf(covariate, rows.map((row) => cells[row] ?? null), arms); // prettier-ignore
    return term === null ? [] : [{ term, cells }];
  });
}

function fitted(patients: AdjustedPatients, rows: readonly number[], without: string | null, arms: readonly string[]) {
  const [reference, comparison] = [0, 1].map((side) => sideOf(patients, rows, side));
  const nothing = { ratio: null, terms: [] as CoxTerm[], isFew: false };
  if (!reference?.n || !comparison?.n) return { ...nothing, warnings: [statement('oneGroupInSubgroup')] };
  const chosen = termsOf(patients, rows, without, arms);
  const events = reference.events + comparison.events;
  if (events === 0) return { ...nothing, warnings: [statement('groupWithoutEvents')] };
  const at = Uint32Array.from(rows);
  const covariates = chosen.flatMap(({ term, cells }) => coxColumns(term, cells, at));
  const { coefficients } = coxRegression({
    days: rows.map((row) => patients.days[row] as number),
    event: Uint8Array.from(rows, (row) => patients.event[row] as number),
    covariates: [{ name: 'group', values: rows.map((row) => patients.compared[row] as number) }, ...covariates],
  });
  const own = coefficients[0];
  const estimate = own?.hazardRatio ?? null;
  const finite = (limit: number | null | undefined) =>
    limit !== null && limit !== undefined && Number.isFinite(limit) ? limit : null;
  const ratio: Ratio | null =
    own && estimate !== null
      ? { hazardRatio: estimate, lower: finite(own.lower), upper: finite(own.upper), pValue: own.pValue }
      : null;
  return {
    ratio,
    terms: chosen.map(({ term }) => term),
    isFew: events < EVENTS_PER_COEFFICIENT * (1 + covariates.length),
    warnings: ratio === null ? [statement('neverTogetherAtRisk')] : [],
  };
}

function sideOf({ compared, event }: AdjustedPatients, rows: readonly number[], side: number) {
  const members = rows.filter((row) => compared[row] === side);
  return { n: members.length, events: members.reduce((sum, row) => sum + (event[row] as number), 0) };
}

function interactionOf(
  patients: AdjustedPatients,
  parts: readonly { readonly line: SubgroupRow; readonly rows: readonly number[] }[],
  variable: string,
  arms: readonly string[],
) {
  const rows = parts.flatMap((part) => part.rows);
  const chosen = termsOf(patients, rows, variable, arms);
  const none = { statistic: null, df: null, pValue: null, warnings: [statement('interactionNotEstimable')], used: [] };
  const terms = chosen.map(({ term }) => term);
  if (rows.length === 0) return { ...none, terms };
  const at = Uint32Array.from(rows);
  const covariates: CoxData['covariates'] = chosen.flatMap(({ term, cells }) => coxColumns(term, cells, at));
  const { method: _, ...found } = adjustedInteraction({
    days: rows.map((row) => patients.days[row] as number),
    event: Uint8Array.from(rows, (row) => patients.event[row] as number),
    compared: Uint8Array.from(rows, (row) => patients.compared[row] as number),
    subgroup: parts.flatMap((part, place) => part.rows.map(() => place)),
    labels: parts.map(({ line }) => nameOf(line)),
    covariates,
  });
  return { ...found, terms };
}

function nameOf({ value, from, below }: SubgroupRow): string {
  if (value !== null) return value;
  return [from === null ? '' : `≥ ${from}`, below === null ? '' : `< ${below}`].filter(Boolean).join(' ');
}

/** What a caption says of ratios that are adjusted, in place of what it says of crude ones. */
export function adjustedMethod(
  covariates: readonly SubjectCovariate[],
  { left, fewEvents }: AdjustedNumbers,
): Statement[] {
  return [
    statement('adjustedSubgroupRatios', { covariates: covariates.map(({ variable }) => variable.short), n: left }),
    statement('adjustedInteraction'),
    ...(fewEvents > 0 ? [statement('adjustedSubgroupsFewEvents', { n: fewEvents })] : []),
  ];
}
