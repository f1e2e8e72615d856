import { type Label, statement, type Statement, type SubjectCovariate } from '@haim/schema';
import {
  coxRegression,
  type Covariate,
  type Estimand,
  propensityWeights,
  standardizedDifferences,
  StatsInputError,
  type SurvivalCurve,
  weightedKaplanMeier,
} from '@haim/stats';
import { type Cells, coxColumns, type CoxTerm, termOf } from './cox-columns.ts';
import { type Ratio } from './survival-model.ts';

/** The patients of two groups with a time, in columns of equal length. */
export interface WeightingData {
  /** From time zero. */
  readonly days: ArrayLike<number>;
  readonly event: ArrayLike<number>;
  /** 1 in the comparison, 0 in the reference. */
  readonly isCompared: ArrayLike<number>;
  readonly covariates: readonly { readonly covariate: SubjectCovariate; readonly cells: Cells }[];
}

export interface WeightingChoices {
  readonly estimand: Estimand;
  /** Per cent at either end beyond which weights count as the percentile there; null: weights as they are. */
  readonly truncatePercent: number | null;
}

/** A line of the table of balance: a number, a level of a category, or yes. */
export interface BalanceRow {
  readonly covariate: string;
  /** null for a number. */
  readonly level: string | null;
  /** Comparison minus reference, in standard deviations; null for what does not vary. */
  readonly crude: number | null;
  readonly weighted: number | null;
}

export interface WeightedSide {
  readonly n: number;
  readonly events: number;
  /** (sum w)² / sum w². */
  readonly effectiveN: number;
  readonly smallestWeight: number;
  readonly largestWeight: number;
}

export type RatioKind = 'crude' | 'adjusted' | 'weighted';

export interface WeightingNumbers {
  /** The reference, then the comparison; of the patients who have every covariate. */
  readonly sides: readonly [WeightedSide, WeightedSide] | null;
  /** Patients of the two groups without a value of a covariate. */
  readonly nDropped: number;
  readonly ratios: readonly { readonly kind: RatioKind; readonly ratio: Ratio; readonly method: Statement }[];
  readonly balance: readonly BalanceRow[];
  /** Of the reference and of the comparison, crude and weighted. */
  readonly curves: readonly {
    readonly isCompared: boolean;
    readonly isWeighted: boolean;
    readonly curve: SurvivalCurve;
  }[];
  readonly truncated: number;
  readonly warnings: readonly Statement[];
  readonly method: readonly Statement[];
  readonly terms: readonly CoxTerm[];
  /** [n] of the patients who have every covariate, with their places in the data. */
  readonly weights: ArrayLike<number>;
  readonly rows: Uint32Array;
}

/** Above this difference a covariate is out of balance (Austin 2009). */
export const BALANCED_BELOW = 0.1;

/**
 * Inverse probability of treatment weighting of two groups: balance before and after, and the hazard ratio crude, adjusted by
 * regression and weighted, of the same patients.
 *
 * @param arms - in the order of the study.
 */
export function survivalWeighting(
  data: WeightingData,
  { estimand, truncatePercent }: WeightingChoices,
  arms: readonly string[],
): WeightingNumbers {
  const terms = data.covariates.flatMap(({ covariate, cells }) => termOf(covariate, cells, arms) ?? []);
  const cellsOf = (term: CoxTerm) => data.covariates.find(({ covariate }) => covariate.name === term.name)?.cells ?? [];
  const rows = completeRows(data.days.length, terms.map(cellsOf));
  const nDropped = data.days.length - rows.length;
  const take = (column: ArrayLike<number>) => Float64Array.from(rows, (row) => column[row] as number);
  const [days, isCompared] = [take(data.days), take(data.isCompared)];
  const event = Uint8Array.from(rows, (row) => data.event[row] as number);
  const present = terms.flatMap((term): CoxTerm[] => {
    const cells = cellsOf(term);
    const found = new Set(Array.from(rows, (row) => cells[row]));
    if (term.levels === null) return found.size > 1 ? [term] : [];
    const levels = term.levels.filter((level) => found.has(level));
    return levels.length > 1 ? [{ ...term, levels }] : [];
  });
  const nothing = {
    sides: null,
    nDropped,
    ratios: [],
    balance: [],
    curves: [],
    truncated: 0,
    method: [],
    terms: present,
  };
  const none = (warning: Statement) => ({ ...nothing, warnings: [warning], weights: [], rows });
  const compared = isCompared.reduce((sum, one) => sum + one, 0);
  if (present.length === 0) return none(statement('weightingWithoutCovariate'));
  if (compared === 0 || compared === rows.length) return none(statement('weightingOneGroup'));
  const columns = present.flatMap((term) => coxColumns(term, cellsOf(term), rows));
  const treated = Uint8Array.from(isCompared) as ArrayLike<number> as (0 | 1)[];
  const fitted = scores(treated, columns, estimand);
  if (fitted === null) {
    const labels = present.map((term) => labelOf(data, term));
    return none(statement('weightingSeparated', { covariates: labels }));
  }
  const { weights, truncated } = truncatedAt(fitted.stabilizedWeights, truncatePercent);
  const sides = [0, 1].map((side) => sideOf(weights, event, isCompared, side)) as [WeightedSide, WeightedSide];
  const balance = balanceRows(present, cellsOf, rows, treated, weights);
  const group: Covariate = { name: 'group', values: isCompared };
  const outcome = { days, event: event as ArrayLike<number> as (0 | 1)[] };
  const ratioOf = (kind: RatioKind, result: ReturnType<typeof coxRegression>) => {
    const [first] = result.coefficients;
    const ratio = {
      hazardRatio: first?.hazardRatio ?? null,
      lower: finite(first?.lower ?? null),
      upper: finite(first?.upper ?? null),
      pValue: first?.pValue ?? null,
    };
    return { kind, ratio, method: result.method };
  };
  const hasEvent = event.includes(1);
  const ratios = hasEvent
    ? [
        ratioOf('crude', coxRegression({ ...outcome, covariates: [group] })),
        ratioOf('adjusted', coxRegression({ ...outcome, covariates: [group, ...columns] })),
        ratioOf('weighted', coxRegression({ ...outcome, covariates: [group], weights }, { robust: true })),
      ]
    : [];
  const uneven = unbalanced(balance);
  return {
    sides,
    nDropped,
    ratios,
    balance,
    curves: curvesOf(outcome, isCompared, weights),
    truncated,
    warnings: [
      ...fitted.warnings,
      ...(hasEvent ? [] : [statement('noEventInModel')]),
      ...(uneven.length > 0
        ? [statement('weightingUnbalanced', { covariates: uneven.map((name) => labelOf(data, { name })) })]
        : []),
    ],
    method: [
      fitted.method,
      statement('weightingOfScores', { estimand }),
      ...(truncatePercent === null
        ? [statement('weightsNotTruncated')]
        : [statement('weightsTruncated', { n: truncated, from: truncatePercent, to: 100 - truncatePercent })]),
      statement('weightingRobust'),
    ],
    terms: present,
    weights,
    rows,
  };
}

/** null where the covariates separate the groups. */
function scores(treated: (0 | 1)[], columns: readonly Covariate[], estimand: Estimand) {
  try {
    return propensityWeights(treated, columns, { estimand });
  } catch (error) {
    if (error instanceof StatsInputError) return null;
    throw error;
  }
}

function completeRows(n: number, columns: readonly Cells[]): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < n; row++) if (columns.every((cells) => cells[row] !== null)) rows.push(row);
  return Uint32Array.from(rows);
}

function labelOf({ covariates }: WeightingData, { name }: Pick<CoxTerm, 'name'>): Label {
  return covariates.find(({ covariate }) => covariate.name === name)?.covariate.label ?? { en: name, zh: name };
}

/** Weights beyond the percentiles become the percentiles (linear interpolation between order statistics). */
function truncatedAt(weights: readonly number[], percent: number | null): { weights: Float64Array; truncated: number } {
  const own = Float64Array.from(weights);
  if (percent === null) return { weights: own, truncated: 0 };
  const sorted = own.slice().sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    return below + (place % 1) * ((sorted[Math.ceil(place)] as number) - below);
  };
  const [least, most] = [at(percent / 100), at(1 - percent / 100)];
  const truncated = own.reduce((n, weight) => n + (weight < least || weight > most ? 1 : 0), 0);
  return { weights: own.map((weight) => Math.min(most, Math.max(least, weight))), truncated };
}

function sideOf(weights: Float64Array, event: Uint8Array, isCompared: Float64Array, side: number): WeightedSide {
  let [n, events, sum, squares, least, most] = [0, 0, 0, 0, Infinity, 0];
  weights.forEach((weight, i) => {
    if (isCompared[i] !== side) return;
    n++;
    events += event[i] as number;
    sum += weight;
    squares += weight * weight;
    least = Math.min(least, weight);
    most = Math.max(most, weight);
  });
  return { n, events, effectiveN: (sum * sum) / squares, smallestWeight: least, largestWeight: most };
}

/** Every level of a category has its difference; of one with two levels the second says all. */
function balanceRows(
  terms: readonly CoxTerm[],
  cellsOf: (term: CoxTerm) => Cells,
  rows: Uint32Array,
  treated: (0 | 1)[],
  weights: Float64Array,
): BalanceRow[] {
  const lines = terms.flatMap((term): { covariate: string; level: string | null; values: ArrayLike<number> }[] => {
    const cells = cellsOf(term);
    if (term.levels === null) {
      return [{ covariate: term.name, level: null, values: Float64Array.from(rows, (row) => Number(cells[row])) }];
    }
    const shown = term.levels.length === 2 ? term.levels.slice(1) : term.levels;
    return shown.map((level) => ({
      covariate: term.name,
      level,
      values: Float64Array.from(rows, (row) => (cells[row] === level ? 1 : 0)),
    }));
  });
  const columns = lines.map(({ covariate, level, values }) => ({ name: `${covariate} ${level ?? ''}`, values }));
  const { balance } = standardizedDifferences(treated, columns, weights);
  return lines.map(({ covariate, level }, k) => ({
    covariate,
    level,
    crude: balance[k]?.unweighted ?? null,
    weighted: balance[k]?.weighted ?? null,
  }));
}

function unbalanced(balance: readonly BalanceRow[]): string[] {
  const found = balance.filter(({ weighted }) => weighted !== null && Math.abs(weighted) > BALANCED_BELOW);
  return [...new Set(found.map(({ covariate }) => covariate))];
}

function curvesOf(
  { days, event }: { readonly days: Float64Array; readonly event: (0 | 1)[] },
  isCompared: Float64Array,
  weights: Float64Array,
): WeightingNumbers['curves'] {
  return [0, 1].flatMap((side) => {
    const members = [...isCompared.keys()].filter((i) => isCompared[i] === side);
    const own = {
      days: members.map((i) => days[i] as number),
      event: members.map((i) => event[i] as 0 | 1),
    };
    const curve = (given: number[], robust: boolean) =>
      weightedKaplanMeier({ ...own, weights: given }, { confType: 'log', robust });
    const ofGroup = members.map((i) => weights[i] as number);
    return [
      // With weights of 1 Greenwood's formula is that of Kaplan-Meier.
      {
        isCompared: side === 1,
        isWeighted: false,
        curve: curve(
          ofGroup.map(() => 1),
          false,
        ),
      },
      { isCompared: side === 1, isWeighted: true, curve: curve(ofGroup, true) },
    ];
  });
}

/** A limit beyond the largest double is none. */
function finite(limit: number | null): number | null {
  return limit !== null && Number.isFinite(limit) ? limit : null;
}
