import { statement, type Statement, type SubjectVariable } from '@haim/schema';
import { type ProtectedCohort, type ShownCount, type ShownQuantity, type ShownValue } from '../../../columns/index.ts';
import { type GroupTest, type Summary } from '../group-tests.ts';
import { testOfShown } from '../shown-test.ts';
import { inTableOrder, orderOfValues } from '../table-groups.ts';
import { type SummaryRule, type TableOneLevel, type TableOneQuestion, type TableOneRow } from './table-one.ts';

interface ShownGroup {
  readonly value: string;
  readonly n: number;
  readonly cohort: ProtectedCohort;
}

/**
 * Baseline characteristics of all centres: each group as the selection that it is, so that a table tells nothing of a group
 * that selecting it would not. The last column is the whole selection, whoever is in no group included.
 *
 * @param roundTo - of the rule under which numbers were protected.
 */
export function protectedTableOne(cohort: ProtectedCohort, question: TableOneQuestion, roundTo: number) {
  const { groupBy, variables, arms, own } = question;
  const found = groupBy === null ? [] : (cohort.values(groupBy) ?? []);
  const shown = found.flatMap(({ value, count }): ShownGroup[] => {
    if (value === null || count.atMost) return [];
    const group = cohort.group(groupBy ?? '', value, count.n);
    return group.isTooFew() ? [] : [{ value, n: count.n, cohort: group }];
  });
  const order = groupBy === null ? [] : orderOfValues(groupBy, arms, own);
  const groups =
    groupBy === null ? [{ value: 'All', n: cohort.n, cohort }] : inTableOrder(shown, ({ value }) => value, order);
  const ungrouped = found.find(({ value }) => value === null)?.count ?? { n: 0, atMost: groupBy !== null };
  return {
    groups: groups.map(({ value, n }) => ({ value, n })),
    n: cohort.n,
    ungrouped: ungrouped.n,
    ungroupedAtMost: ungrouped.atMost,
    withheldGroups: found.flatMap(({ value }) =>
      value === null || shown.some((one) => one.value === value) ? [] : [value],
    ),
    rows: variables
      .filter(({ name, known }) => name !== groupBy && name !== 'centre' && known === 'timeZero')
      .map((variable) =>
        variable.kind === 'quantity'
          ? quantityRow(cohort, groups, variable, question.rule)
          : categoryRow(cohort, groups, variable, question, roundTo),
      ),
  };
}

function categoryRow(
  cohort: ProtectedCohort,
  groups: readonly ShownGroup[],
  { name, short, unit, kind }: SubjectVariable,
  { arms, own }: TableOneQuestion,
  roundTo: number,
): TableOneRow {
  const columns = [...groups, { n: cohort.n, cohort }].map((one) => ({ n: one.n, values: one.cohort.values(name) }));
  const told = (value: string | null): ShownCount[] =>
    columns.map(({ n, values }) => values?.find((one) => one.value === value)?.count ?? { n, atMost: true });
  const known = (columns.at(-1)?.values ?? []).flatMap(({ value }) => (value === null ? [] : [{ value }]));
  const levels = inTableOrder(known, ({ value }) => value, orderOfValues(name, arms, own)).map(
    ({ value }): TableOneLevel => ({ value, ...inLists(told(value)) }),
  );
  const missing = inLists(told(null));
  return {
    ...{ variable: name, label: short, unit, missing: missing.n, missingAtMost: missing.atMost, levels },
    ...{ summary: null, described: [], difference: null },
    test: kind === 'flag' ? testOfFlag(columns.slice(0, -1), roundTo) : null,
  };
}

/** Of two groups, by yes or no among those with a value. */
function testOfFlag(columns: readonly { readonly values: ShownValue[] | null }[], roundTo: number): GroupTest | null {
  const [first, second, more] = columns.map(({ values }) => {
    const of = (wanted: string) => values?.find(({ value }) => value === wanted)?.count;
    const [yes, no] = [of('true'), of('false')];
    return yes && no ? { yes, of: { n: yes.n + no.n, atMost: yes.atMost || no.atMost } } : null;
  });
  return first && second && more === undefined ? testOfShown([first, second], roundTo) : null;
}

function quantityRow(
  cohort: ProtectedCohort,
  groups: readonly ShownGroup[],
  { name, short, unit }: SubjectVariable,
  rule: SummaryRule,
): TableOneRow {
  const columns = [...groups, { n: cohort.n, cohort }].map((one) => ({ n: one.n, told: one.cohort.quantity(name) }));
  const missing = inLists(columns.map(({ n, told }) => told?.missing ?? { n, atMost: true }));
  const summary = rule === 'skewness' ? summaryOfTold(columns.map(({ told }) => told)) : rule;
  return {
    ...{ variable: name, label: short, unit, missing: missing.n, missingAtMost: missing.atMost, levels: [] },
    ...{ summary, test: null, difference: null },
    described: columns.map(({ told }) => told && describedOf(told)),
  };
}

function describedOf({ known, missing: _, ...values }: ShownQuantity) {
  return { n: known.n, nAtMost: known.atMost, ...values, minimum: null, maximum: null };
}

/** Pearson's second coefficient of skewness from −1 to 1, of everybody; a median where a mean is not told in each column. */
function summaryOfTold(columns: readonly (ShownQuantity | null)[]): Summary {
  if (columns.some((told) => told === null || told.mean === null || told.standardDeviation === null)) return 'median';
  const { mean, median, standardDeviation } = columns.at(-1) ?? {};
  return 3 * Math.abs((mean ?? 0) - (median ?? 0)) <= (standardDeviation ?? 0) ? 'mean' : 'median';
}

function inLists(counts: readonly ShownCount[]): { readonly n: number[]; readonly atMost: boolean[] } {
  return { n: counts.map(({ n }) => n), atMost: counts.map(({ atMost }) => atMost) };
}

/** By which rules the table was made, for its caption. */
export function protectedTableOneMethod(groups: number): Statement[] {
  return [statement('protectedSummaries'), ...(groups > 1 ? [statement('protectedTests')] : [])];
}
