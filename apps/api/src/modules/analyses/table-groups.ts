import { codesOfVariable, type SubjectVariable, variableIn } from '@haim/schema';
import { type Cohort } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';
import { orderOfGroups } from './fixed-groups.ts';

/** More groups than this cannot be told apart, in a figure or in words. */
export const MOST_GROUPS = 8;

/** A column of a table: the patients with one value of the grouping variable. */
export interface TableGroup {
  /** 'All' where the table has one group. */
  readonly value: string;
  readonly n: number;
}

export interface TableGroups {
  readonly groups: readonly TableGroup[];
  /** Patients in a group: those whom the table is of. */
  readonly n: number;
  /** Patients of the cohort without a value of the grouping variable. */
  readonly ungrouped: number;
}

/** The order of values: that of the study's arms or of the code list, then by name. */
export function inTableOrder<Item>(
  items: readonly Item[],
  valueOf: (item: Item) => string,
  order: readonly string[],
): Item[] {
  const place = (item: Item) => {
    const at = order.indexOf(valueOf(item));
    return at === -1 ? order.length : at;
  };
  return items.toSorted((a, b) => place(a) - place(b));
}

/** The order in which the values of a variable are shown. */
export function orderOfValues(
  name: string,
  arms: readonly string[],
  own: readonly SubjectVariable[],
): readonly string[] {
  const order = orderOfGroups(name, arms);
  if (order.length > 0) return order;
  const variable = variableIn(name, { own });
  return variable ? codesOfVariable(variable) : [];
}

/**
 * The groups of a cohort.
 *
 * @param groupBy - null: one group of everybody.
 * @throws BAD_USER_INPUT where there are more than a table has columns for.
 */
export function groupsOf(cohort: Cohort, groupBy: string | null, order: readonly string[]): TableGroups {
  if (groupBy === null)
    return { groups: cohort.n > 0 ? [{ value: 'All', n: cohort.n }] : [], n: cohort.n, ungrouped: 0 };
  const counts = cohort.values(groupBy);
  const known = counts.flatMap(({ value, n }) => (value === null ? [] : [{ value, n }]));
  if (known.length > MOST_GROUPS) throw tooManyGroups(groupBy, known.length);
  const n = known.reduce((sum, one) => sum + one.n, 0);
  return { groups: inTableOrder(known, ({ value }) => value, order), n, ungrouped: cohort.n - n };
}

export function tooManyGroups(groupBy: string | null, n: number): Error {
  return badInput(`${groupBy} has ${n} groups here; a table has at most ${MOST_GROUPS}`, [
    {
      field: 'groupBy',
      problem: 'outOfRange',
      severity: 'error',
      expected: { en: `a variable with at most ${MOST_GROUPS} values`, zh: `取值不超过 ${MOST_GROUPS} 个的变量` },
    },
  ]);
}
