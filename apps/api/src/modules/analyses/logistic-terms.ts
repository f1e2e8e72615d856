import { statement, type Statement } from '@haim/schema';
import { type Call, runCall, type Table, type Term } from '@haim/stats';

/** A column of a design: a number, or a level of a category against its reference. */
export interface NamedColumn {
  readonly covariate: string;
  /** The level that the odds ratio is of; null for a number. */
  readonly level: string | null;
  /** The reference level; null for a number. */
  readonly reference: string | null;
}

export interface Estimate {
  /** Log odds ratio. */
  readonly coefficient: number | null;
  readonly oddsRatio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
}

export interface FittedTerms {
  readonly call: Call;
  /** What `runCall` answered to it. */
  readonly result: object;
  /** Whether Firth's penalty was needed. */
  readonly isPenalised: boolean;
  readonly method: Statement;
  /** The intercept first, then as `namedColumns`. */
  readonly coefficients: readonly Estimate[];
  readonly n: number;
  readonly nDropped: number;
  readonly events: number;
  /** Of each term against the model without it: likelihood ratio, in the order of the terms; empty with the penalty, and where they were not wanted. */
  readonly termPs: readonly (number | null)[];
}

export const noEstimate: Estimate = { coefficient: null, oddsRatio: null, lower: null, upper: null, pValue: null };

/** Its limits take some thousand passes over the cases: beyond this nothing is estimated rather than everybody kept waiting. */
const MOST_FOR_PENALTY = 1000;

interface LogisticAnswer {
  readonly nUsed: number;
  readonly nDropped: number;
  readonly events: number;
  readonly coefficients: readonly {
    readonly coef: number | null;
    readonly or: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly p: number | null;
  }[];
  readonly termLr: readonly { readonly p: number | null }[];
}

/**
 * Logistic regression by maximum likelihood, or with Firth's penalty where the columns separate the outcome and there is
 * no maximum.
 *
 * @param columns - those in which a case must have a value for the penalised fit.
 * @param waldOnly - without profile limits, which are not shown and take long.
 * @param untested - without the tests of whole terms, each of which takes another fit.
 */
export function fitTerms(
  table: Table,
  outcome: string,
  terms: readonly Term[],
  columns: readonly string[],
  { waldOnly = false, untested = false }: { waldOnly?: boolean; untested?: boolean } = {},
): FittedTerms {
  const call: Call = {
    fn: 'logistic',
    args: { outcome, terms, ...(waldOnly && { waldOnly }), ...(untested && { untested }) },
  };
  const result = runCall(call, table) as LogisticAnswer;
  const { nUsed: n, nDropped, events } = result;
  const fitted = { call, result, isPenalised: false, n, nDropped, events };
  if (result.coefficients.every(({ coef }) => coef !== null)) {
    const coefficients = result.coefficients.map(({ coef, or, lower, upper, p }) => ({
      coefficient: coef,
      oddsRatio: or,
      lower,
      upper,
      pValue: p,
    }));
    const termPs = result.termLr.map(({ p }) => p);
    return { ...fitted, method: statement('logisticWithWald'), coefficients, termPs };
  }
  if (n > MOST_FOR_PENALTY) {
    const nothing = result.coefficients.map(() => noEstimate);
    return { ...fitted, method: statement('logisticNotEstimable'), coefficients: nothing, termPs: [] };
  }
  return penalised(table, outcome, terms, columns);
}

/** A case without a value in any of the columns is in none of the models, though a term may be absent from this one. */
function penalised(table: Table, outcome: string, terms: readonly Term[], columns: readonly string[]): FittedTerms {
  const call: Call = { fn: 'firth', args: { outcome, terms } };
  const used = [outcome, ...columns];
  const isWhole = (_: unknown, row: number) => used.every((name) => (table[name]?.[row] ?? null) !== null);
  const whole = Object.fromEntries(used.map((name) => [name, (table[name] ?? []).filter(isWhole)]));
  const result = runCall(call, whole) as Omit<LogisticAnswer, 'termLr'>;
  const coefficients = result.coefficients.map(({ coef, or, lower, upper, p }) => {
    return { coefficient: coef, oddsRatio: or, lower, upper, pValue: p };
  });
  const { nUsed: n, events } = result;
  const nDropped = (table[outcome] ?? []).length - n;
  const method = statement('firthWithProfile');
  return { call, result, isPenalised: true, method, coefficients, n, nDropped, events, termPs: [] };
}

/** One entry per column of the design, as `factorColumns` lays them out. */
export function namedColumns(terms: readonly Term[]): NamedColumn[] {
  return terms.flatMap(({ column, levels: order }): NamedColumn[] =>
    order
      ? order.slice(1).map((level) => ({ covariate: column, level, reference: order[0] ?? null }))
      : [{ covariate: column, level: null, reference: null }],
  );
}
