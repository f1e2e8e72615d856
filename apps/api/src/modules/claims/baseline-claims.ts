import { bySlideSet, type ClaimRule, inBoth, statement, type SubjectVariable, variableIn } from '@haim/schema';
import { type SubjectColumns } from '../../columns/index.ts';
import { bothTestsOf, type GroupTest, type SummaryRule, tableOne, type TableOneNumbers } from '../analyses/index.ts';
import { type ClaimMoment } from './claim-moment.ts';
import { type Answer, type Candidate, type NotRecomputed, only } from './recomputed.ts';

type RuleOf<Kind extends ClaimRule['kind']> = Extract<ClaimRule, { readonly kind: Kind }>;

/** A cell of the table of characteristics. */
export async function baseline(moment: ClaimMoment, rule: RuleOf<'baseline'>): Promise<Answer> {
  const found = await rowOf(moment, rule, 'skewness');
  if ('missing' in found) return found;
  const { row, groups, n } = found;
  // The last place of each list is everybody who is in a group.
  const place = rule.group === null ? groups.length : groups.findIndex(({ value }) => value === rule.group);
  const size = rule.group === null ? n : groups[place]?.n;
  if (place === -1 || !row || size === undefined || size === 0) return { missing: statement('claimOfNobody') };
  if (rule.as === 'patients' || rule.as === 'percent') {
    const count = row.levels.find(({ value }) => value === rule.value)?.n[place] ?? 0;
    const of = size - (row.missing[place] ?? 0);
    if (of === 0) return { missing: statement('claimOfNobody') };
    const value = rule.as === 'patients' ? count : (100 * count) / of;
    return { candidates: only(value), said: [], counts: { count, of } };
  }
  const value = row.described[place]?.[rule.as] ?? null;
  return value === null ? { missing: statement('claimNotEstimable') } : { candidates: only(value), said: [] };
}

/**
 * Of a quantity by the test that belongs to means, and by the one that belongs to medians; of a category by the chi-square
 * test and by Fisher's.
 */
export async function baselineTest(moment: ClaimMoment, rule: RuleOf<'baselineTest'>): Promise<Answer> {
  const tests: (GroupTest | null)[] = [];
  for (const summary of ['mean', 'median'] as const) {
    const answer = await rowOf(moment, rule, summary);
    if ('missing' in answer) return answer;
    const { row, groups } = answer;
    if (row === undefined) continue;
    // The last place of a level is everybody.
    const both = row.summary === null ? bothTestsOf(row.levels.map(({ n }) => n.slice(0, groups.length))) : null;
    tests.push(...(row.summary === null ? [both?.chiSquare ?? null, both?.fisher ?? null] : [row.test]));
  }
  const found: Candidate[] = [];
  for (const test of tests) {
    if (test === null || test.pValue === null) continue;
    const label = inBoth(test.method);
    if (found.every((one) => one.label?.en !== label.en)) found.push({ label, value: test.pValue });
  }
  return found.length > 0 ? { candidates: found, said: [] } : { missing: statement('claimNotEstimable') };
}

interface RowOfTable extends Pick<TableOneNumbers, 'groups' | 'n'> {
  readonly row: TableOneNumbers['rows'][number] | undefined;
}

async function rowOf(
  moment: ClaimMoment,
  { variable, by }: { readonly variable: string; readonly by: string | null },
  rule: SummaryRule,
): Promise<NotRecomputed | RowOfTable> {
  if (by === bySlideSet && !moment.keepsScores) return { missing: statement('claimNotKept') };
  const columns = await columnsBy(moment, by);
  const described = variableIn(variable, { own: columns.own });
  if (!described) return { missing: statement('claimNotEstimable') };
  const numbers = await moment.once(`table ${by} ${variable} ${rule}`, () =>
    tableOf(moment, columns, by, described, rule),
  );
  return { row: numbers.rows[0], groups: numbers.groups, n: numbers.n };
}

/** The columns that have the grouping. */
export function columnsBy(moment: ClaimMoment, by: string | null): Promise<SubjectColumns> | SubjectColumns {
  return by === bySlideSet ? moment.bySlides() : moment.columns;
}

export async function tableOf(
  { arms }: ClaimMoment,
  columns: SubjectColumns,
  groupBy: string | null,
  variable: SubjectVariable,
  rule: SummaryRule,
) {
  if (variable.kind === 'quantity') await columns.sortQuantities([variable.name]);
  return tableOne(columns.cohort(null), { groupBy, variables: [variable], rule, arms, own: columns.own });
}
