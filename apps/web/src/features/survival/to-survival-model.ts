import { type SurvivalModelQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showInterval, showNumber } from '@/numbers/show.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { type PrintedCell, type PrintedTable } from '@/tables/printed-table.tsx';

export type SurvivalModel = SurvivalModelQuery['survivalModel'];
type Row = SurvivalModel['rows'][number];
type Ratio = Row['crude'];

export interface SurvivalModelWords {
  /** With the step of a number: Age (per year). */
  readonly covariate: (name: string) => string;
  readonly level: (covariate: string, level: string) => string;
  readonly heading: string;
  readonly events: string;
  readonly crude: string;
  readonly adjusted: string;
  readonly p: string;
  /** p of the check of proportional hazards. */
  readonly proportional: string;
  readonly reference: string;
}

/** Each covariate alone and all together, with the check of each. A category has a line for each of its levels. */
export function printedSurvivalModel(
  { rows, proportionality }: SurvivalModel,
  words: SurvivalModelWords,
): PrintedTable {
  const check = (covariate: string): PrintedCell => {
    const found = proportionality.find((one) => one.covariate === covariate);
    return found ? printedP(found.pValue) : missing;
  };
  return {
    columns: [
      { header: words.heading },
      { header: words.events },
      { header: words.crude },
      { header: words.p },
      { header: words.adjusted },
      { header: words.p },
      { header: words.proportional },
    ],
    rows: rows.flatMap((row, at) => {
      const { covariate, level, isReference } = row;
      const counts = `${row.events}/${row.n}`;
      if (level === null || level === undefined) {
        const cells = [...ratio(row.crude, 3), ...ratio(row.adjusted, 3)];
        return [{ id: covariate, cells: [words.covariate(covariate), counts, ...cells, check(covariate)] }];
      }
      const begins = rows[at - 1]?.covariate !== covariate;
      const inModel = rows.some((one) => one.covariate === covariate && one.adjusted);
      const reference: PrintedCell[] = [words.reference, '', inModel ? words.reference : missing, ''];
      const head = [
        ...['', '', printedP(row.crudeP), ''],
        ...[inModel ? printedP(row.adjustedP) : '', check(covariate)],
      ] as PrintedCell[];
      const line = isReference ? reference : [...ratio(row.crude), ...ratio(row.adjusted)];
      return [
        ...(begins ? [{ id: covariate, cells: [words.covariate(covariate), ...head] }] : []),
        {
          id: `${covariate} ${level}`,
          indented: true,
          cells: [words.level(covariate, level), counts, ...line, ''],
        },
      ];
    }),
  };
}

/** The same in full precision. */
export function survivalModelNumbers({ rows, crude, adjusted, proportionality }: SurvivalModel): FigureRows {
  const files = [
    ...['covariate', 'level', 'reference', 'n', 'events', 'n_crude', 'method_crude', 'hr', 'hr_lower', 'hr_upper', 'p'],
    ...['p_covariate', 'n_adjusted', 'method_adjusted', 'adjusted_hr', 'adjusted_hr_lower', 'adjusted_hr_upper'],
    ...['adjusted_p', 'adjusted_p_covariate', 'proportionality_chi_square', 'proportionality_df', 'proportionality_p'],
  ];
  const numbers = (one: Ratio) => [
    one?.hazardRatio ?? null,
    one?.lower ?? null,
    one?.upper ?? null,
    one?.pValue ?? null,
  ];
  const check = (covariate: string | null) => {
    const found = proportionality.find((one) => (one.covariate ?? null) === covariate);
    return [found?.chiSquare ?? null, found?.df ?? null, found?.pValue ?? null];
  };
  const global = check(null);
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: [
      ...rows.map((row, at) => {
        const alone = crude.find(({ covariate }) => covariate === row.covariate);
        const together = row.adjusted ? adjusted : null;
        const begins = rows[at - 1]?.covariate !== row.covariate;
        return [
          ...[row.covariate, row.level ?? null, row.isReference ? 'reference' : null, row.n, row.events],
          ...[alone?.n ?? null, alone?.methodStatement.en ?? null, ...numbers(row.crude), row.crudeP ?? null],
          ...[
            together?.n ?? null,
            together?.methodStatement.en ?? null,
            ...numbers(row.adjusted),
            row.adjustedP ?? null,
          ],
          ...(begins ? check(row.covariate) : [null, null, null]),
        ];
      }),
      ...(adjusted && global[2] !== null
        ? [['all together', ...Array.from<null>({ length: files.length - 4 }).fill(null), ...global]]
        : []),
    ],
  };
}

/** `0.45 (0.30–0.68)` and its p; of one step of a number, which is small, a decimal more. */
function ratio(one: Ratio, decimals = 2): PrintedCell[] {
  if (!one) return [missing, ''];
  const { hazardRatio, lower, upper, pValue } = one;
  if (hazardRatio === null || hazardRatio === undefined) return [missing, missing];
  return [`${showNumber(hazardRatio, decimals)} (${showInterval(lower, upper, decimals)})`, printedP(pValue)];
}
