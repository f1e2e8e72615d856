import { type Table } from '@haim/stats';
import { type TableCall } from '../table-files.ts';
import { type ComparedResponses, rateTable, type ResponseCounts, type ResponseNumbers } from './response-table.ts';

/** Columns that the file has beside the best response, so that a reader sees how the rates follow from it. */
export const derivedColumns = { response: 'response', orr: 'objectiveResponse', dcr: 'diseaseControl' } as const;

/** The table with best response, objective response and disease control of each patient, not evaluable counted as neither. */
export function withResponses(table: Table): Table {
  const best = table['bestResponse'] ?? [];
  const evaluable = ['CR', 'PR', 'SD', 'PD'];
  const response = best.map((one) => (one !== null && evaluable.includes(one) ? one : 'NE'));
  const among = (codes: readonly string[]) => response.map((one) => (codes.includes(one) ? 'yes' : 'no'));
  return {
    ...table,
    [derivedColumns.response]: response,
    [derivedColumns.orr]: among(['CR', 'PR']),
    [derivedColumns.dcr]: among(['CR', 'PR', 'SD']),
  };
}

/** The numbers of the table as calls: counts by group, each rate with its interval, tests and differences. */
export function responseCalls(numbers: ResponseNumbers, group: string): TableCall[] {
  const { rows, total, strata } = numbers;
  const column = (rate: 'orr' | 'dcr') => ({ row: derivedColumns[rate], col: group });
  return [
    { name: 'best response', call: { fn: 'crosstable', args: { row: derivedColumns.response, col: group } } },
    ...rates.flatMap((rate): TableCall[] => [
      ...[...rows, ...(total ? [total] : [])].map((row) => interval(rate, row.value, row)),
      ...testCalls(numbers, rate, '', column(rate)),
    ]),
    ...strata.flatMap((stratum) =>
      rates.flatMap((rate): TableCall[] => [
        ...stratum.rows.map((row) => interval(rate, `${stratum.group}, ${row.value}`, row)),
        ...testCalls(stratum, rate, `${stratum.group}, `, { table: occurring(rateTable(stratum.rows, rate)) }),
      ]),
    ),
  ];
}

const rates = ['orr', 'dcr'] as const;

function interval(rate: 'orr' | 'dcr', what: string, row: ResponseCounts): TableCall {
  const { numerator, denominator } = row[rate];
  return { name: `${rate}, ${what}`, call: { fn: 'binomci', args: { x: numerator, n: denominator } } };
}

function testCalls(
  compared: ComparedResponses,
  rate: 'orr' | 'dcr',
  where: string,
  columns: Readonly<Record<string, unknown>>,
): TableCall[] {
  const { chiSquare, fisher, difference } = compared[rate];
  const [first, second] = compared.rows;
  return [
    ...(chiSquare !== null && chiSquare.pValue !== null
      ? [{ name: `${rate}, ${where}chi-square`, call: { fn: 'chisq', args: { ...columns, correct: false } } }]
      : []),
    ...(fisher ? [{ name: `${rate}, ${where}Fisher`, call: { fn: 'fisher', args: columns } }] : []),
    ...(difference !== null && difference.estimate !== null && first && second
      ? [
          {
            name: `${rate}, ${where}difference`,
            call: {
              fn: 'riskdifference',
              args: {
                x0: first[rate].numerator,
                n0: first[rate].denominator,
                x1: second[rate].numerator,
                n1: second[rate].denominator,
              },
            },
          },
        ]
      : []),
  ];
}

/** Without groups of nobody. */
function occurring([did, didNot]: readonly number[][]): number[][] {
  const keep = (did ?? []).map((n, g) => n + (didNot?.[g] ?? 0) > 0);
  return [did ?? [], didNot ?? []].map((row) => row.filter((_, g) => keep[g]));
}
