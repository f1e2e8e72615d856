import { allOf, type CohortFilter, statement, type Statement, type SubjectVariable } from '@haim/schema';
import { type BinomialMethod, compareRisks } from '@haim/stats';
import { type Cohort, type PairCount, type SubjectColumns } from '../../../columns/index.ts';
import { type ExactProportion, proportion } from '../../cohort/index.ts';
import { bothTestsOf, type GroupTest } from '../group-tests.ts';
import { groupsOf, inTableOrder, orderOfValues } from '../table-groups.ts';

export const intervalMethods = ['wilson', 'clopper-pearson'] as const satisfies readonly BinomialMethod[];
export type IntervalMethod = (typeof intervalMethods)[number];

export interface ResponseQuestion {
  readonly filter: CohortFilter | null;
  readonly groupBy: string | null;
  /** Response by its values within each group; null: not at all. */
  readonly within: string | null;
  readonly interval: IntervalMethod;
  readonly arms: readonly string[];
  readonly own: readonly SubjectVariable[];
}

/** k of n with its interval; where k is a bound there is none. */
export type Rate = Omit<ExactProportion, 'atMost'> & { readonly atMost: boolean };

/** Best response of some patients. Whoever has no evaluable one stays in the denominators. */
export interface ResponseCounts {
  readonly value: string;
  readonly n: number;
  readonly nAtMost: boolean;
  /** Which of the counts from `cr` to `notEvaluable` are bounds; none where numbers are exact. */
  readonly atMost: readonly string[];
  readonly cr: number;
  readonly pr: number;
  readonly sd: number;
  readonly pd: number;
  readonly notEvaluable: number;
  /** Objective response: CR or PR. */
  readonly orr: Rate;
  /** Disease control: CR, PR or SD. */
  readonly dcr: Rate;
}

export interface RiskDifference {
  readonly reference: string;
  readonly comparison: string;
  /** Share of the comparison minus that of the reference; null, with its limits, where one is empty. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly method: Statement;
}

/** A rate compared between the groups beside it. */
export interface RateComparison {
  readonly chiSquare: GroupTest | null;
  /** Null too where there are too many patients for it. */
  readonly fisher: GroupTest | null;
  /** Only of exactly two groups. */
  readonly difference: RiskDifference | null;
}

export interface ComparedResponses {
  readonly rows: readonly ResponseCounts[];
  readonly orr: RateComparison;
  readonly dcr: RateComparison;
}

export interface ResponseStratum extends ComparedResponses {
  /** The group within which the rows are compared. */
  readonly group: string;
  /** Its patients without a value of the variable. */
  readonly unknown: number;
}

export interface ResponseNumbers extends ComparedResponses {
  readonly n: number;
  readonly ungrouped: number;
  /** null of nobody. */
  readonly total: ResponseCounts | null;
  readonly strata: readonly ResponseStratum[];
}

/** Responses by group, and within each group by another variable, from the columns. @throws BAD_USER_INPUT for too many groups. */
export function responseTable(columns: SubjectColumns, question: ResponseQuestion): ResponseNumbers {
  const { filter, groupBy, within, arms, own } = question;
  const cohort = columns.cohort(filter);
  const { groups, n, ungrouped } = groupsOf(cohort, groupBy, groupBy === null ? [] : orderOfValues(groupBy, arms, own));
  const rows = rowsOf(
    cohort,
    groupBy,
    groups.map(({ value }) => value),
    question.interval,
  );
  const strata =
    within === null
      ? []
      : groups.map(({ value, n: size }): ResponseStratum => {
          const inGroup =
            groupBy === null ? cohort : columns.cohort(allOf([filter, { variable: groupBy, in: [value] }]));
          const levels = inTableOrder(
            inGroup.values(within).flatMap((one) => (one.value === null ? [] : [one.value])),
            (level) => level,
            orderOfValues(within, arms, own),
          );
          const compared = compare(rowsOf(inGroup, within, levels, question.interval));
          const known = compared.rows.reduce((sum, row) => sum + row.n, 0);
          return { group: value, unknown: size - known, ...compared };
        });
  const of = (key: 'cr' | 'pr' | 'sd' | 'pd') => rows.reduce((sum, row) => sum + row[key], 0);
  const total =
    n === 0 ? null : countsOf('All', n, { cr: of('cr'), pr: of('pr'), sd: of('sd'), pd: of('pd') }, question.interval);
  return { n, ungrouped, total, strata, ...compare(rows) };
}

function rowsOf(
  cohort: Cohort,
  by: string | null,
  values: readonly string[],
  interval: IntervalMethod,
): ResponseCounts[] {
  return responsesOf(responsePairs(cohort, by, 'bestResponse'), values, interval);
}

/** How many patients of each group have each response, by a column of responses. */
export function responsePairs(cohort: Cohort, by: string | null, column: string): PairCount[] {
  return by === null ? cohort.values(column).map(({ value: b, n }) => ({ a: 'All', b, n })) : cohort.pairs(by, column);
}

/** @param values - the groups, in the order in which they are shown. */
export function responsesOf(
  pairs: readonly PairCount[],
  values: readonly string[],
  interval: IntervalMethod,
): ResponseCounts[] {
  return values.map((value) => {
    const here = pairs.filter(({ a }) => a === value);
    const of = (response: string) => here.reduce((sum, { b, n }) => sum + (b === response ? n : 0), 0);
    const n = here.reduce((sum, pair) => sum + pair.n, 0);
    return countsOf(value, n, { cr: of('CR'), pr: of('PR'), sd: of('SD'), pd: of('PD') }, interval);
  });
}

/** Best responses of n patients; whoever is in none of the counts is not evaluable. */
export function countsOf(
  value: string,
  n: number,
  { cr, pr, sd, pd }: Readonly<Record<'cr' | 'pr' | 'sd' | 'pd', number>>,
  interval: IntervalMethod,
): ResponseCounts {
  return {
    ...{ value, n, nAtMost: false, atMost: [], cr, pr, sd, pd },
    notEvaluable: n - cr - pr - sd - pd,
    orr: proportion(cr + pr, n, interval),
    dcr: proportion(cr + pr + sd, n, interval),
  };
}

function compare(rows: readonly ResponseCounts[]): ComparedResponses {
  return { rows, orr: compareRates(rows, 'orr'), dcr: compareRates(rows, 'dcr') };
}

function compareRates(rows: readonly ResponseCounts[], rate: 'orr' | 'dcr'): RateComparison {
  const tests = bothTestsOf(rateTable(rows, rate));
  return {
    chiSquare: tests?.chiSquare ?? null,
    fisher: tests?.fisher ?? null,
    difference: rows.length === 2 ? difference(rows as [ResponseCounts, ResponseCounts], rate) : null,
  };
}

/** [who did, who did not][groups]. */
export function rateTable(rows: readonly ResponseCounts[], rate: 'orr' | 'dcr'): number[][] {
  return [rows.map((row) => row[rate].numerator), rows.map((row) => row[rate].denominator - row[rate].numerator)];
}

/** The second group minus the first, as they are ordered. */
function difference([first, second]: [ResponseCounts, ResponseCounts], rate: 'orr' | 'dcr'): RiskDifference {
  const of = ({ [rate]: { numerator, denominator } }: ResponseCounts) => ({ successes: numerator, n: denominator });
  const { riskDifference, method } = compareRisks(of(first), of(second));
  return { reference: first.value, comparison: second.value, ...riskDifference, method };
}

/** By which rules the table was made, for its caption. */
export function responseMethod({ rows, strata }: ResponseNumbers): Statement[] {
  const isCompared = rows.length > 1 || strata.some((stratum) => stratum.rows.length > 1);
  return [statement('responseRates'), ...(isCompared ? [statement('responseTests')] : [])];
}
