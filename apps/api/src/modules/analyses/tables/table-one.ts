import { type Label, statement, type Statement, type SubjectVariable } from '@haim/schema';
import { categoryDifference, describe, meanDifference } from '@haim/stats';
import { type Cohort, type CountedValues } from '../../../columns/index.ts';
import {
  type GroupTest,
  type Summary,
  summaryBySkewness,
  testOfCategory,
  testOfQuantity,
  together,
} from '../group-tests.ts';
import { groupsOf, inTableOrder, orderOfValues, type TableGroups } from '../table-groups.ts';

/** How quantities are described: each by the rule of its skewness, or all of them alike. */
export const summaryRules = ['skewness', 'mean', 'median'] as const;
export type SummaryRule = (typeof summaryRules)[number];

export interface TableOneQuestion {
  readonly groupBy: string | null;
  readonly variables: readonly SubjectVariable[];
  readonly rule: SummaryRule;
  /** Codes in the order of the study. */
  readonly arms: readonly string[];
  /** The variables that fields of the study are. */
  readonly own: readonly SubjectVariable[];
}

export interface TableOneLevel {
  readonly value: string;
  /** [groups], then all of them. */
  readonly n: readonly number[];
  /** Which of them are bounds. */
  readonly atMost: readonly boolean[];
}

/** A quantity in one column; of all centres, what is told of it. */
export interface TableOneDescription {
  readonly n: number;
  readonly nAtMost: boolean;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly minimum: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly maximum: number | null;
}

export interface TableOneRow {
  readonly variable: string;
  readonly label: Label;
  readonly unit: string | null;
  /** Patients without a value: [groups], then all of them. */
  readonly missing: readonly number[];
  readonly missingAtMost: readonly boolean[];
  /** Of a category; empty for a quantity. */
  readonly levels: readonly TableOneLevel[];
  /** Of a quantity, otherwise null. */
  readonly summary: Summary | null;
  /** Of a quantity: [groups], then all of them; null where nobody has a value. */
  readonly described: readonly (TableOneDescription | null)[];
  readonly test: GroupTest | null;
  /** Standardised difference of two groups, of more the largest of all pairs; null where there is none. */
  readonly difference: number | null;
}

export interface TableOneNumbers extends TableGroups {
  readonly rows: readonly TableOneRow[];
}

/** Baseline characteristics by group, from the columns. @throws BAD_USER_INPUT for too many groups. */
export function tableOne(cohort: Cohort, question: TableOneQuestion): TableOneNumbers {
  const { groupBy, variables, arms, own } = question;
  const groups = groupsOf(cohort, groupBy, groupBy === null ? [] : orderOfValues(groupBy, arms, own));
  // Of nobody there is nothing to say.
  const rows = (groups.n > 0 ? variables : [])
    .filter(({ name }) => name !== groupBy)
    .map((variable) =>
      variable.kind === 'quantity'
        ? quantityRow(cohort, variable, question, groups)
        : categoryRow(cohort, variable, question, groups),
    );
  return { ...groups, rows };
}

function categoryRow(
  cohort: Cohort,
  { name, short, unit }: SubjectVariable,
  { groupBy, arms, own }: TableOneQuestion,
  { groups }: TableGroups,
): TableOneRow {
  const places = new Map(groups.map(({ value }, g) => [value, g]));
  const counts = new Map<string | null, number[]>();
  const add = (value: string | null, group: string | null, n: number) => {
    const place = places.get(group ?? '');
    if (place === undefined) return;
    const row = counts.get(value) ?? groups.map(() => 0);
    row[place] = (row[place] ?? 0) + n;
    counts.set(value, row);
  };
  if (groupBy === null) for (const { value, n } of cohort.values(name)) add(value, 'All', n);
  else for (const { a, b, n } of cohort.pairs(groupBy, name)) add(b, a, n);
  const known = [...counts]
    .flatMap(([value, n]) => (value === null ? [] : [{ value, n }]))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
  const levels = inTableOrder(known, ({ value }) => value, orderOfValues(name, arms, own));
  const table = levels.map(({ n }) => n);
  return {
    variable: name,
    label: short,
    unit,
    missing: withTotal(counts.get(null) ?? groups.map(() => 0)),
    missingAtMost: exact(groups),
    levels: levels.map(({ value, n }) => ({ value, n: withTotal(n), atMost: exact(groups) })),
    summary: null,
    described: [],
    test: testOfCategory(table),
    difference: largest(groups.length, (a, b) => {
      const [first, second] = [table.map((n) => n[a] ?? 0), table.map((n) => n[b] ?? 0)];
      return categoryDifference(first, second).difference;
    }),
  };
}

function quantityRow(
  cohort: Cohort,
  { name, short, unit }: SubjectVariable,
  { groupBy, rule }: TableOneQuestion,
  { groups, n }: TableGroups,
): TableOneRow {
  const found = new Map(cohort.samples(name, groupBy).map((sample) => [sample.label, sample]));
  const samples = groups.map(({ value }) => found.get(value));
  const known = samples.filter((sample): sample is CountedValues => sample !== undefined);
  const summary = rule === 'skewness' ? summaryBySkewness(known) : rule;
  const all = together(known);
  const described = [...samples, all].map((sample) =>
    sample && sample.values.length > 0 ? { ...describe(sample), nAtMost: false } : null,
  );
  const sizes = [...groups.map((group) => group.n), n];
  return {
    variable: name,
    label: short,
    unit,
    missing: sizes.map((size, g) => size - (described[g]?.n ?? 0)),
    missingAtMost: exact(groups),
    levels: [],
    summary,
    described,
    test: testOfQuantity(known, summary),
    difference: largest(groups.length, (a, b) => {
      const [first, second] = [samples[a], samples[b]];
      return first && second ? meanDifference(first, second).difference : null;
    }),
  };
}

/** No column is a bound: one for each group and one for all. */
const exact = (groups: readonly unknown[]): boolean[] => [...groups.map(() => false), false];

function withTotal(n: readonly number[]): number[] {
  return [...n, n.reduce((sum, one) => sum + one, 0)];
}

/** Of all pairs of groups; null where no pair has one. */
function largest(groups: number, differenceOf: (a: number, b: number) => number | null): number | null {
  let found: number | null = null;
  for (let a = 0; a < groups; a++) {
    for (let b = a + 1; b < groups; b++) {
      const difference = differenceOf(a, b);
      if (difference !== null) found = Math.max(found ?? 0, difference);
    }
  }
  return found;
}

/** By which rules the table was made, for its caption. */
export function tableOneMethod(rule: SummaryRule, { groups }: TableGroups): Statement[] {
  return [
    statement('tableOneSummaries', { rule }),
    ...(groups.length > 1
      ? [statement('tableOneTests'), statement('tableOneDifferences', { pairs: groups.length > 2 })]
      : []),
  ];
}
