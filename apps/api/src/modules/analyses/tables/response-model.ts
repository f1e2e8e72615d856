import { type Statement, statement, type SubjectCovariate } from '@haim/schema';
import { type Table, type Term } from '@haim/stats';
import { type Steps } from '../../../columns/index.ts';
import { type Estimate, fitTerms, type FittedTerms, namedColumns, noEstimate } from '../logistic-terms.ts';

export const entryRules = ['all', 'p-below-0.05'] as const;
export type EntryRule = (typeof entryRules)[number];

/** The column of the outcome: 1 for an objective response. */
export const outcomeColumn = 'objectiveResponse';
const ENTERS_BELOW = 0.05;
/** Peduzzi et al. 1996. */
const EVENTS_PER_COEFFICIENT = 10;

/** A line of the table: a number, or a level of a category. */
export interface ResponseModelRow {
  readonly covariate: string;
  /** null for a number. */
  readonly level: string | null;
  readonly isReference: boolean;
  /** Patients with the level, or of a number with a value, and those of them who responded. */
  readonly n: number;
  readonly responders: number;
  /** null for a reference. */
  readonly univariate: Estimate | null;
  /** Of the covariate as a whole, on its first line; null on the others and where it cannot be tested. */
  readonly termP: number | null;
  /** null for a reference, and for what is not in the model. */
  readonly multivariable: Estimate | null;
}

export interface UnivariateModel {
  readonly covariate: string;
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  readonly n: number;
  readonly nDropped: number;
  readonly entered: boolean;
}

export interface MultivariableModel {
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  readonly n: number;
  readonly nDropped: number;
  readonly responders: number;
}

export interface ResponseModelNumbers {
  readonly n: number;
  readonly responders: number;
  readonly rows: readonly ResponseModelRow[];
  readonly univariate: readonly UnivariateModel[];
  /** null where no covariate is in it. */
  readonly multivariable: MultivariableModel | null;
  readonly warnings: readonly Statement[];
  /** What R repeats. */
  readonly fits: readonly { readonly name: string; readonly fit: FittedTerms }[];
}

/**
 * Logistic models of objective response: each covariate alone, then those together that enter by the rule. A step is a
 * model: of a hundred thousand patients one takes a tenth of a second, so that other requests go first in between.
 *
 * @param table - the outcome and the covariates of all patients as texts; null is missing.
 * @param arms - in the order of the study.
 */
export function* responseModel(
  table: Table,
  covariates: readonly SubjectCovariate[],
  entry: EntryRule,
  arms: readonly string[],
): Steps<ResponseModelNumbers> {
  const outcome = table[outcomeColumn] ?? [];
  const [n, responders] = [outcome.length, outcome.filter((one) => one === '1').length];
  const counts = { n, responders };
  if (responders === 0 || responders === n) {
    return {
      ...counts,
      rows: [],
      univariate: [],
      multivariable: null,
      warnings: [statement('outcomeOfOneClass')],
      fits: [],
    };
  }
  const warnings: Statement[] = [];
  const alone: ModelAlone[] = [];
  for (const covariate of covariates) {
    yield;
    const cells = table[covariate.name] ?? [];
    const present = new Set(cells.filter((cell) => cell !== null));
    if (present.size < 2) {
      const said = { covariate: covariate.label };
      warnings.push(
        present.size === 0 ? statement('modelCovariateMissing', said) : statement('modelCovariateConstant', said),
      );
      continue;
    }
    const term = termOf(covariate, present, arms);
    const complete = outcome.filter((_, i) => cells[i] !== null);
    if (new Set(complete).size < 2) {
      warnings.push(statement('modelCovariateConstant', { covariate: covariate.label }));
      continue;
    }
    const fit = fitTerms(table, outcomeColumn, [term], [term.column], { waldOnly: true });
    alone.push({ covariate, term, fit, p: pOf(fit) });
  }
  yield;
  const entered = alone.filter(({ p }) => entry === 'all' || (p !== null && p < ENTERS_BELOW));
  if (entered.length === 0 && alone.length > 0) warnings.push(statement('noCovariateEnters'));
  const together =
    entered.length > 0
      ? fitTogether(
          table,
          entered.map(({ term }) => term),
        )
      : null;
  const rows: ResponseModelRow[] = [];
  for (const one of alone) {
    yield;
    rows.push(...rowsOf(table, one, together));
  }
  return {
    ...counts,
    rows,
    univariate: alone.map(({ covariate, fit }) => ({
      covariate: covariate.name,
      method: fit.method,
      warnings: warningsOf(fit),
      n: fit.n,
      nDropped: fit.nDropped,
      entered: entered.some((one) => one.covariate === covariate),
    })),
    multivariable: together && {
      method: together.fit.method,
      warnings: [...warningsOf(together.fit), ...fewEvents(together.fit)],
      n: together.fit.n,
      nDropped: together.fit.nDropped,
      responders: together.fit.events,
    },
    warnings,
    fits: [
      ...alone.map(({ covariate, fit }) => ({ name: `${covariate.name} alone`, fit })),
      ...(together ? [{ name: 'together', fit: together.fit }] : []),
    ],
  };
}

function termOf(
  { name, variable, levels }: SubjectCovariate,
  present: ReadonlySet<string>,
  arms: readonly string[],
): Term {
  if (variable.kind === 'flag') return { column: name, type: 'factor', levels: ['false', 'true'] };
  if (levels === null) return { column: name, type: 'numeric' };
  const known = name === 'arm' ? arms : levels;
  // A record may have a value that the study or the list no longer names.
  const others = [...present].filter((level) => !known.includes(level)).toSorted();
  return { column: name, type: 'factor', levels: [...known.filter((level) => present.has(level)), ...others] };
}

/** Of the whole covariate: likelihood ratio; with the penalty the smallest of its coefficients. */
function pOf({ termPs, coefficients }: FittedTerms): number | null {
  if (termPs.length > 0) return termPs[0] ?? null;
  const all = coefficients.slice(1).flatMap(({ pValue }) => (pValue === null ? [] : [pValue]));
  return all.length > 0 ? Math.min(...all) : null;
}

/** Levels that no complete case has are left out of the model of all. */
function fitTogether(table: Table, terms: readonly Term[]) {
  const columns = terms.map(({ column }) => column);
  const complete = (table[outcomeColumn] ?? []).map((_, i) => columns.every((column) => table[column]?.[i] !== null));
  const used = terms.flatMap((term): Term[] => {
    const present = new Set((table[term.column] ?? []).filter((cell, i) => complete[i] === true && cell !== null));
    if (present.size < 2) return [];
    return [term.levels ? { ...term, levels: term.levels.filter((level) => present.has(level)) } : term];
  });
  const outcomes = new Set((table[outcomeColumn] ?? []).filter((_, i) => complete[i]));
  if (used.length === 0 || outcomes.size < 2) return null;
  const kept = Object.fromEntries(
    [outcomeColumn, ...columns].map((name) => [name, (table[name] ?? []).filter((_, i) => complete[i])]),
  );
  const fit = fitTerms(kept, outcomeColumn, used, columns, { waldOnly: true, untested: true });
  return { terms: used, fit: { ...fit, nDropped: complete.filter((one) => !one).length } };
}

interface ModelAlone {
  readonly covariate: SubjectCovariate;
  readonly term: Term;
  readonly fit: FittedTerms;
  /** Of the whole covariate. */
  readonly p: number | null;
}

function rowsOf(
  table: Table,
  { covariate, term, fit, p }: ModelAlone,
  together: ReturnType<typeof fitTogether>,
): ResponseModelRow[] {
  const cells = table[term.column] ?? [];
  const outcome = table[outcomeColumn] ?? [];
  const here = together ? namedColumns(together.terms) : [];
  const adjusted = (level: string | null) => {
    const at = here.findIndex((column) => column.covariate === covariate.name && column.level === level);
    return at === -1 || !together ? null : (together.fit.coefficients[at + 1] ?? noEstimate);
  };
  const line = (level: string | null, place: number, isReference: boolean): ResponseModelRow => {
    const members = cells.flatMap((cell, i) => (cell !== null && (level === null || cell === level) ? [i] : []));
    return {
      covariate: covariate.name,
      level,
      isReference,
      n: members.length,
      responders: members.filter((i) => outcome[i] === '1').length,
      univariate: isReference ? null : (fit.coefficients[place] ?? noEstimate),
      termP: place === (term.levels ? 0 : 1) ? p : null,
      multivariable: isReference ? null : adjusted(level),
    };
  };
  if (!term.levels) return [line(null, 1, false)];
  return term.levels.map((level, place) => line(level, place, place === 0));
}

function warningsOf({ isPenalised, method }: FittedTerms): Statement[] {
  if (isPenalised) return [statement('separationInModel')];
  return method.code === 'logisticNotEstimable' ? [method] : [];
}

function fewEvents({ n, events, coefficients }: FittedTerms): Statement[] {
  const rarer = Math.min(events, n - events);
  const estimated = coefficients.length - 1;
  if (rarer >= EVENTS_PER_COEFFICIENT * estimated) return [];
  return [statement('fewEventsPerCoefficient', { events: rarer, coefficients: estimated })];
}

/** By which rules the table was made, for its caption. */
export function responseModelMethod(entry: EntryRule): Statement[] {
  return [
    statement('responseOutcome'),
    statement('responseModels'),
    statement(entry === 'all' ? 'responseModelOfAll' : 'responseModelByP'),
  ];
}
