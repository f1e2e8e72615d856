import { type ResponseModelQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showInterval, showNumber } from '@/numbers/show.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { type PrintedCell, type PrintedTable } from '@/tables/printed-table.tsx';

export type ModelAnswer = ResponseModelQuery['responseModel'];
type Row = ModelAnswer['rows'][number];
type OddsRatio = Row['univariate'];

export interface ModelWords {
  /** With the step of a number: Age (per year). */
  readonly covariate: (name: string) => string;
  readonly level: (covariate: string, level: string) => string;
  readonly heading: string;
  readonly responders: string;
  readonly univariate: string;
  readonly multivariable: string;
  readonly p: string;
  readonly reference: string;
}

/** Table 2: each covariate alone, and those of the model together. A category has a line for each of its levels. */
export function printedModel({ rows }: ModelAnswer, words: ModelWords): PrintedTable {
  return {
    columns: [
      { header: words.heading },
      { header: words.responders },
      { header: words.univariate },
      { header: words.p },
      { header: words.multivariable },
      { header: words.p },
    ],
    rows: rows.flatMap((row, at) => {
      const { covariate, level, isReference } = row;
      const begins = rows[at - 1]?.covariate !== covariate;
      const counts = `${row.responders}/${row.n}`;
      if (level === null || level === undefined) {
        return [
          {
            id: covariate,
            cells: [words.covariate(covariate), counts, ...ratio(row.univariate, 3), ...ratio(row.multivariable, 3)],
          },
        ];
      }
      const inModel = rows.some((one) => one.covariate === covariate && one.multivariable);
      const reference: PrintedCell[] = [words.reference, '', inModel ? words.reference : missing, ''];
      return [
        ...(begins
          ? [{ id: covariate, cells: [words.covariate(covariate), '', '', printedP(row.termP), '', ''] }]
          : []),
        {
          id: `${covariate} ${level}`,
          indented: true,
          cells: [
            words.level(covariate, level),
            counts,
            ...(isReference ? reference : [...ratio(row.univariate), ...ratio(row.multivariable)]),
          ],
        },
      ];
    }),
  };
}

/** The same in full precision. */
export function modelNumbers({ rows, univariate, multivariable }: ModelAnswer): FigureRows {
  const files = [
    ...['covariate', 'level', 'reference', 'n', 'responders', 'n_univariate', 'method_univariate', 'or', 'or_lower'],
    ...['or_upper', 'p', 'p_covariate', 'n_multivariable', 'method_multivariable', 'adjusted_or', 'adjusted_or_lower'],
    ...['adjusted_or_upper', 'adjusted_p'],
  ];
  const numbers = (one: OddsRatio) => [
    one?.oddsRatio ?? null,
    one?.lower ?? null,
    one?.upper ?? null,
    one?.pValue ?? null,
  ];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: rows.map((row) => {
      const alone = univariate.find(({ covariate }) => covariate === row.covariate);
      const together = row.multivariable ? multivariable : null;
      return [
        ...[row.covariate, row.level ?? null, row.isReference ? 'reference' : null, row.n, row.responders],
        ...[alone?.n ?? null, alone?.methodStatement.en ?? null, ...numbers(row.univariate), row.termP ?? null],
        ...[together?.n ?? null, together?.methodStatement.en ?? null, ...numbers(row.multivariable)],
      ];
    }),
  };
}

/** `2.02 (1.08–3.78)` and its p; of one step of a number, which is small, a decimal more. */
function ratio(one: OddsRatio, decimals = 2): PrintedCell[] {
  if (!one) return [missing, ''];
  const { oddsRatio, lower, upper, pValue } = one;
  if (oddsRatio === null || oddsRatio === undefined) return [missing, missing];
  return [`${showNumber(oddsRatio, decimals)} (${showInterval(lower, upper, decimals)})`, printedP(pValue)];
}
