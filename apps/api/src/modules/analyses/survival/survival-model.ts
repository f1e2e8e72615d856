import { type Label, type Statement, statement, type SubjectCovariate } from '@haim/schema';
import {
  type CoxResult,
  coxRegression,
  coxTermTests,
  proportionalHazards,
  schoenfeldResiduals,
  type SchoenfeldResult,
} from '@haim/stats';
import { type Cells, coxColumns, type CoxTerm, termOf } from './cox-columns.ts';

/** What a model is fitted to: the patients with a time to the endpoint, in columns of equal length. */
export interface SurvivalModelData {
  /** From time zero. */
  readonly days: Float64Array;
  /** 1 where the event was observed, 0 where the patient was censored. */
  readonly event: Uint8Array;
  readonly covariates: readonly { readonly covariate: SubjectCovariate; readonly cells: Cells }[];
  /** Whose values each have a baseline hazard of their own in the adjusted model. */
  readonly strata?: readonly { readonly name: string; readonly label: Label; readonly cells: Cells }[];
}

export interface Ratio {
  readonly hazardRatio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
}

/** A line of the table: a number, or a level of a category. */
export interface SurvivalModelRow {
  readonly covariate: string;
  /** null for a number. */
  readonly level: string | null;
  readonly isReference: boolean;
  /** Patients with the level, or of a number with a value, and the events among them. */
  readonly n: number;
  readonly events: number;
  /** null for a reference. */
  readonly crude: Ratio | null;
  /** Of a whole category, on its first line; null on the others, and of a number, whose ratio has its p. */
  readonly crudeP: number | null;
  /** null for a reference, and for what is not in the model. */
  readonly adjusted: Ratio | null;
  readonly adjustedP: number | null;
}

export interface FittedModel {
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  readonly n: number;
  /** Patients without a value of one of its covariates. */
  readonly nDropped: number;
  readonly events: number;
}

export interface ProportionalityTest {
  /** null: all covariates together. */
  readonly covariate: string | null;
  readonly chiSquare: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

export interface SurvivalModelNumbers {
  /** Patients with a time. */
  readonly n: number;
  readonly events: number;
  readonly rows: readonly SurvivalModelRow[];
  readonly crude: readonly (FittedModel & { readonly covariate: string })[];
  /** null where nothing can be fitted. */
  readonly adjusted: FittedModel | null;
  /** Of the adjusted model: each covariate, then all together. */
  readonly proportionality: readonly ProportionalityTest[];
  readonly proportionalityMethod: Statement | null;
  readonly warnings: readonly Statement[];
  /** The terms of each model, for a script that fits them again. */
  readonly terms: { readonly crude: readonly CoxTerm[]; readonly adjusted: readonly CoxTerm[] };
}

/** Peduzzi et al. 1995. */
const EVENTS_PER_COEFFICIENT = 10;
const NOT_PROPORTIONAL_BELOW = 0.05;

interface Fit {
  readonly result: CoxResult;
  readonly terms: readonly CoxTerm[];
  /** By place among the columns of the terms. */
  readonly ratios: readonly Ratio[];
  readonly termPs: ReadonlyMap<string, number | null>;
  readonly n: number;
  readonly nDropped: number;
}

/**
 * Cox models of a time: each covariate alone, then all of them together, with the check of proportional hazards.
 *
 * @param data - the patients with a time.
 * @param arms - in the order of the study.
 */
export function survivalModel(data: SurvivalModelData, arms: readonly string[]): SurvivalModelNumbers {
  const { days, event, covariates } = data;
  const events = countOf(event);
  const none = {
    n: days.length,
    events,
    rows: [],
    crude: [],
    adjusted: null,
    proportionality: [],
    proportionalityMethod: null,
    terms: { crude: [], adjusted: [] },
  };
  if (days.length === 0) return { ...none, warnings: [statement('nobodyWithTime')] };
  if (events === 0) return { ...none, warnings: [statement('noEventInModel')] };
  const warnings: Statement[] = [];
  const alone = covariates.flatMap(({ covariate, cells }) => {
    const term = termOf(covariate, cells, arms);
    if (term === null) {
      const said = { covariate: covariate.label };
      const isKnown = cells.some((cell) => cell !== null);
      warnings.push(isKnown ? statement('modelCovariateConstant', said) : statement('modelCovariateMissing', said));
      return [];
    }
    const fit = fitted(data, [term]);
    if (fit === null) {
      warnings.push(statement('coxNotEstimable', { covariates: [covariate.label] }));
      return [];
    }
    return [{ covariate, cells, term, fit }];
  });
  const together =
    alone.length > 0
      ? fitted(
          data,
          alone.map(({ term }) => term),
          data.strata,
        )
      : null;
  if (alone.length > 0 && together === null) warnings.push(statement('noCompleteEvent'));
  const labels = new Map(alone.map(({ covariate }) => [covariate.name, covariate.label]));
  const checks = together ? checked(together) : null;
  const stratifiedBy = (data.strata ?? []).map(({ label }) => label);
  if (stratifiedBy.length > 0) warnings.push(statement('stratifiedModel', { variables: stratifiedBy }));
  return {
    n: days.length,
    events,
    rows: alone.flatMap((one) => rowsOf(event, one, together)),
    crude: alone.map(({ covariate, fit }) => ({ covariate: covariate.name, ...about(fit, labels) })),
    adjusted: together && {
      ...about(together, labels),
      warnings: [...about(together, labels).warnings, ...fewEvents(together), ...doubtful(checks, labels)],
    },
    proportionality: checks?.tests ?? [],
    proportionalityMethod: checks?.method ?? null,
    warnings,
    terms: { crude: alone.map(({ term }) => term), adjusted: together?.terms ?? [] },
  };
}

/** Scaled Schoenfeld residuals of the adjusted model; null where it has no finite estimate. */
export function modelResiduals(data: SurvivalModelData, terms: readonly CoxTerm[]): SchoenfeldResult | null {
  const model = terms.length > 0 ? fitted(data, terms, data.strata)?.result.model : null;
  return model && model.covariance !== null ? schoenfeldResiduals(model) : null;
}

/** null where nobody with these values had an event. */
function fitted(
  data: SurvivalModelData,
  terms: readonly CoxTerm[],
  strata: SurvivalModelData['strata'] = [],
): Fit | null {
  const cells = terms.map(({ name }) => data.covariates.find(({ covariate }) => covariate.name === name)?.cells ?? []);
  const rows = completeRows(data.days.length, [...cells, ...strata.map((one) => one.cells)]);
  const days = new Float64Array(rows.length);
  const event = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    days[i] = data.days[rows[i] as number] as number;
    event[i] = data.event[rows[i] as number] as number;
  }
  if (countOf(event) === 0) return null;
  const present = terms.flatMap((term, k) => presentOf(term, cells[k] ?? [], rows));
  if (present.length === 0) return null;
  const covariates = present.flatMap((term) =>
    coxColumns(term, cells[terms.findIndex(({ name }) => name === term.name)] ?? [], rows),
  );
  const stratum = stratumOf(rows, strata);
  const result = coxRegression({ days, event, covariates, ...(stratum && { strata: stratum }) });
  const tests = result.model ? coxTermTests(result.model) : [];
  return {
    result,
    terms: present,
    ratios: result.coefficients.map(({ hazardRatio, lower, upper, pValue }) => ({
      hazardRatio,
      lower: finite(lower),
      upper: finite(upper),
      pValue,
    })),
    termPs: new Map(tests.map(({ term, pValue }) => [term, pValue])),
    n: rows.length,
    nDropped: data.days.length - rows.length,
  };
}

/** The combination of values that each patient has. */
function stratumOf(rows: Uint32Array, strata: NonNullable<SurvivalModelData['strata']>): number[] | null {
  if (strata.length === 0) return null;
  const places = new Map<string, number>();
  return Array.from(rows, (row) => {
    const key = JSON.stringify(strata.map(({ cells }) => cells[row] ?? null));
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
}

function completeRows(n: number, columns: readonly Cells[]): Uint32Array {
  const lacks = new Uint8Array(n);
  for (const column of columns) {
    for (let row = 0; row < n; row++) if (column[row] === null) lacks[row] = 1;
  }
  const rows = new Uint32Array(n);
  let found = 0;
  for (let row = 0; row < n; row++) if (lacks[row] === 0) rows[found++] = row;
  return rows.subarray(0, found);
}

/** The term with the levels that these patients have; nothing where they have but one. */
function presentOf(term: CoxTerm, cells: Cells, rows: Uint32Array): CoxTerm[] {
  if (term.levels === null) return rows.some((row) => cells[row] !== cells[rows[0] ?? 0]) ? [term] : [];
  const found = new Set<Cells[number]>();
  for (const row of rows) found.add(cells[row] ?? null);
  const levels = term.levels.filter((level) => found.has(level));
  return levels.length > 1 ? [{ ...term, levels }] : [];
}

function rowsOf(
  event: Uint8Array,
  { covariate, cells, term, fit }: { covariate: SubjectCovariate; cells: Cells; term: CoxTerm; fit: Fit },
  together: Fit | null,
): SurvivalModelRow[] {
  const ratioIn = (model: Fit | null, level: string | null): Ratio | null =>
    model?.ratios[placeOf(model.terms, covariate.name, level)] ?? null;
  const line = (level: string | null, place: number): SurvivalModelRow => {
    let [n, events] = [0, 0];
    cells.forEach((cell, i) => {
      if (cell === null || (level !== null && cell !== level)) return;
      n++;
      events += event[i] as number;
    });
    const isReference = level !== null && place === 0;
    const isFirst = term.levels !== null && place === 0;
    return {
      covariate: covariate.name,
      level,
      isReference,
      n,
      events,
      crude: isReference ? null : ratioIn(fit, level),
      crudeP: isFirst ? (fit.termPs.get(covariate.name) ?? null) : null,
      adjusted: isReference ? null : ratioIn(together, level),
      adjustedP: isFirst ? (together?.termPs.get(covariate.name) ?? null) : null,
    };
  };
  return term.levels === null ? [line(null, 0)] : term.levels.map(line);
}

/** Among all columns of the terms; -1 where the model has no such column. */
function placeOf(terms: readonly CoxTerm[], name: string, level: string | null): number {
  const columns = terms.flatMap((term): { name: string; level: string | null }[] =>
    term.levels === null
      ? [{ name: term.name, level: null }]
      : term.levels.slice(1).map((one) => ({ name: term.name, level: one })),
  );
  return columns.findIndex((column) => column.name === name && column.level === level);
}

function about({ result, terms, ratios, n, nDropped }: Fit, labels: ReadonlyMap<string, Label>): FittedModel {
  const columns = terms.flatMap(({ name, levels }) => {
    const label = labels.get(name) ?? { en: name, zh: name };
    return levels === null
      ? [label]
      : levels.slice(1).map((level) => ({ en: `${label.en} ${level}`, zh: `${label.zh} ${level}` }));
  });
  const without = columns.filter((_, k) => (ratios[k]?.hazardRatio ?? null) === null);
  // What the fit says of its columns names them as they are in code.
  const others = result.warnings.filter(({ code }) => code !== 'columnsDropped' && code !== 'coefficientsInfinite');
  return {
    method: result.method,
    warnings: [...(without.length > 0 ? [statement('coxNotEstimable', { covariates: without })] : []), ...others],
    n,
    nDropped,
    events: result.events,
  };
}

function checked({ result }: Fit): { readonly tests: ProportionalityTest[]; readonly method: Statement } | null {
  if (!result.model || result.model.covariance === null) return null;
  const { tests, method } = proportionalHazards(result.model);
  return {
    method,
    tests: tests.map(({ term, statistic, df, pValue }) => ({
      covariate: term === 'GLOBAL' ? null : term,
      chiSquare: statistic,
      df,
      pValue,
    })),
  };
}

function doubtful(checks: ReturnType<typeof checked>, labels: ReadonlyMap<string, Label>): Statement[] {
  const found = (checks?.tests ?? []).flatMap(({ covariate, pValue }) =>
    covariate !== null && pValue !== null && pValue < NOT_PROPORTIONAL_BELOW
      ? [labels.get(covariate) ?? { en: covariate, zh: covariate }]
      : [],
  );
  return found.length > 0 ? [statement('hazardsNotProportional', { covariates: found })] : [];
}

function fewEvents({ result, ratios }: Fit): Statement[] {
  const { events } = result;
  const coefficients = ratios.length;
  return events < EVENTS_PER_COEFFICIENT * coefficients ? [statement('fewEventsForCox', { events, coefficients })] : [];
}

function countOf(event: Uint8Array): number {
  return event.reduce((sum, one) => sum + one, 0);
}

/** A limit beyond the largest double is none. */
function finite(limit: number | null): number | null {
  return limit !== null && Number.isFinite(limit) ? limit : null;
}
