import { type FigureRows } from '@/charts/figure-table.tsx';
import { type RateInterval, type RateLine } from '@/charts/rate-chart-data.ts';
import { showInterval, showScore } from '@/numbers/show.ts';
import { type Subgroups } from './view-types.ts';

type OfVariable = Subgroups['subgroups'][number];
type Group = OfVariable['groups'][number];

export interface SubgroupWords {
  readonly variable: (name: string) => string;
  readonly group: (variable: string, group: Group) => string;
  /** Empty where nothing is compared. */
  readonly test: (p: number | null) => string;
  readonly n: (n: number, nPositive: number) => string;
}

/** A variable with its test, then its groups: area, sensitivity, specificity. */
export function subgroupLine({ variable, groups, pValue }: OfVariable, words: SubgroupWords): RateLine[] {
  if (groups.length === 0) return [];
  const name = words.variable(variable);
  const test = words.test(pValue);
  return [
    { id: variable, kind: 'heading', name, rates: [], tests: [test, '', ''], spoken: `${name} ${test}` },
    ...groups.map((group, i): RateLine => {
      const own = words.group(variable, group);
      const rates = [
        intervalOf(group.auc, group.aucLower, group.aucUpper),
        ...[group.sensitivity, group.specificity].map((one) =>
          one ? intervalOf(one.value, one.lower, one.upper) : null,
        ),
      ];
      return {
        id: `${variable} ${i}`,
        kind: 'rate',
        name: `${own} ${words.n(group.n, group.nPositive)}`,
        rates,
        tests: [],
        spoken: `${name}: ${own} ${rates.map((rate) => rate?.words ?? '').join(' ')}`,
      };
    }),
  ];
}

function intervalOf(value: number | null, lower: number | null, upper: number | null): RateInterval | null {
  if (value === null) return null;
  const limits = lower === null || upper === null ? '' : ` (${showInterval(lower, upper, 2)})`;
  return { estimate: value, lower: lower ?? value, upper: upper ?? value, words: `${showScore(value)}${limits}` };
}

/** The same as rows of a table. */
export function subgroupRows(
  subgroups: readonly OfVariable[],
  words: SubgroupWords,
  heads: Readonly<
    Record<'variable' | 'group' | 'positive' | 'lower' | 'upper' | 'p' | 'auc' | 'sensitivity' | 'specificity', string>
  >,
): FigureRows {
  const limits = (file: string, header: string) => [
    { file, header, decimals: 3 },
    { file: `${file}_lower`, header: heads.lower, decimals: 3 },
    { file: `${file}_upper`, header: heads.upper, decimals: 3 },
  ];
  return {
    columns: [
      { file: 'variable', header: heads.variable },
      { file: 'group', header: heads.group },
      { file: 'n', header: 'n' },
      { file: 'positive', header: heads.positive },
      ...limits('auc', heads.auc),
      ...limits('sensitivity', heads.sensitivity),
      ...limits('specificity', heads.specificity),
      { file: 'p', header: heads.p, decimals: 4 },
    ],
    rows: subgroups.flatMap((one) =>
      one.groups.map((group) => [
        words.variable(one.variable),
        words.group(one.variable, group),
        group.n,
        group.nPositive,
        group.auc,
        group.aucLower,
        group.aucUpper,
        group.sensitivity?.value ?? null,
        group.sensitivity?.lower ?? null,
        group.sensitivity?.upper ?? null,
        group.specificity?.value ?? null,
        group.specificity?.lower ?? null,
        group.specificity?.upper ?? null,
        one.pValue,
      ]),
    ),
  };
}
