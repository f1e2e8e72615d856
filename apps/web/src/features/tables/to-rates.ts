import { type RateInterval, type RateLine } from '@/charts/rate-chart-data.ts';
import { showInterval, showNumber, showPStatement } from '@/numbers/show.ts';
import { type ResponseAnswer } from './to-response.ts';

type Counts = ResponseAnswer['rows'][number];
type Comparison = ResponseAnswer['orr'];

export interface RateWords {
  readonly group: (value: string) => string;
  readonly level: (value: string) => string;
  readonly total: string;
  /** Above the groups; null where there is one. */
  readonly groups: string | null;
  /** Above the levels of a group. */
  readonly within: (group: string) => string;
  readonly named: (name: string, n: number) => string;
  /** Both tests beside each other; null where nothing was tested. */
  readonly tests: (chiSquare: string | null, fisher: string | null) => string;
  readonly orr: string;
  readonly dcr: string;
}

/** The lines of a plot of both rates: the groups with their tests, everybody, and the levels of the second variable within each group. */
export function rateLines({ rows, total, orr, dcr, strata }: ResponseAnswer, words: RateWords): RateLine[] {
  const compared = (id: string, name: string, both: readonly Comparison[]): RateLine => {
    const tests = both.map((one) => testsOf(one, words));
    const spoken = [words.orr, words.dcr].map((rate, i) => (tests[i] ? `${rate}: ${tests[i]}` : '')).filter(Boolean);
    return { id, kind: 'heading', name, rates: [], tests, spoken: [name, ...spoken].join('; ') };
  };
  const line = (id: string, kind: 'rate' | 'total', name: string, row: Counts): RateLine => {
    const rates = [intervalOf(row.orr), intervalOf(row.dcr)];
    const said = [words.orr, words.dcr].map((rate, i) => `${rate} ${rates[i]?.words ?? ''}`);
    const named = words.named(name, row.n);
    return { id, kind, name: named, rates, tests: [], spoken: [named, ...said].join('; ') };
  };
  return [
    ...(words.groups !== null && rows.length > 1 ? [compared('groups', words.groups, [orr, dcr])] : []),
    ...rows.map((row) => line(row.value, 'rate', words.group(row.value), row)),
    ...(total && rows.length > 1 ? [line('total', 'total', words.total, total)] : []),
    ...strata.flatMap((stratum) => [
      compared(`${stratum.group} levels`, words.within(words.group(stratum.group)), [stratum.orr, stratum.dcr]),
      ...stratum.rows.map((row) => line(`${stratum.group} ${row.value}`, 'rate', words.level(row.value), row)),
    ]),
  ];
}

function testsOf({ chiSquare, fisher }: Comparison, words: RateWords): string {
  const p = (test: { readonly pValue?: number | null } | null | undefined) =>
    test && typeof test.pValue === 'number' ? showPStatement(test.pValue) : null;
  const [first, second] = [p(chiSquare), p(fisher)];
  return first === null && second === null ? '' : words.tests(first, second);
}

function intervalOf({ value, lower, upper }: Counts['orr']): RateInterval | null {
  if (typeof value !== 'number' || typeof lower !== 'number' || typeof upper !== 'number') return null;
  const words = `${showNumber(value * 100, 1)} (${showInterval(lower * 100, upper * 100, 1)})`;
  return { estimate: value, lower, upper, words };
}
