import { type ResponseTableQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showCount, showInterval, showNumber, showPercent, showPercentInterval } from '@/numbers/show.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';

export type ResponseAnswer = ResponseTableQuery['responseTable'];
type Counts = ResponseAnswer['rows'][number];
type Comparison = ResponseAnswer['orr'];
type Rate = Counts['orr'];

export interface ResponseWords {
  readonly group: (value: string) => string;
  /** A value of the second variable. */
  readonly level: (value: string) => string;
  readonly response: string;
  readonly notEvaluable: string;
  readonly total: string;
  readonly orr: string;
  readonly dcr: string;
  readonly n: string;
  readonly chiSquare: string;
  readonly fisher: string;
  readonly difference: string;
  readonly stratum: string;
  readonly unknown: string;
  /** The heading of the column of one's own patients, beside protected numbers. */
  readonly own: string;
}

const responses = [
  ['cr', 'CR'],
  ['pr', 'PR'],
  ['sd', 'SD'],
  ['pd', 'PD'],
] as const;

/** Groups that are only described, not compared: without tests and differences. */
export function onlyDescribed(answer: ResponseAnswer): ResponseAnswer {
  const none = { chiSquare: null, fisher: null, difference: null };
  const { orr, dcr, strata } = answer;
  return {
    ...answer,
    orr: { ...orr, ...none },
    dcr: { ...dcr, ...none },
    strata: strata.map((one) => ({ ...one, orr: { ...one.orr, ...none }, dcr: { ...one.dcr, ...none } })),
  };
}

/**
 * Best responses and rates, group beside group, with both tests of each rate.
 *
 * @param own - of protected numbers: the same of one's own centres, exactly, whose total is a column.
 */
export function printedResponse(
  { rows, total, orr, dcr, protection }: ResponseAnswer,
  words: ResponseWords,
  isCompared = rows.length > 1,
  own: ResponseAnswer['total'] = null,
): PrintedTable {
  const isProtected = protection !== null;
  const columns = [...rows, ...(rows.length > 1 && total ? [total] : []), ...(own ? [own] : [])];
  const headingOf = (place: number) => {
    if (place < rows.length) return words.group(rows[place]?.value ?? '');
    return own && place === columns.length - 1 ? words.own : words.total;
  };
  const hasDifference = Boolean(orr.difference ?? dcr.difference);
  // Fisher's test is of exact counts alone.
  const testHeadings = isProtected ? [words.chiSquare] : [words.chiSquare, words.fisher];
  const empty = isCompared ? [...testHeadings.map(() => ''), ...(hasDifference ? [''] : [])] : [];
  const compared = (rate: Comparison) =>
    isCompared ? [...tests(rate).slice(0, testHeadings.length), ...(hasDifference ? [differenceText(rate)] : [])] : [];
  return {
    columns: [
      { header: words.response },
      ...columns.map((row, place) => ({
        header: headingOf(place),
        below: `n ${isProtected && row !== own ? '≈' : '='} ${row.n}`,
      })),
      ...(isCompared ? testHeadings.map((header) => ({ header })) : []),
      ...(hasDifference ? [{ header: words.difference, below: differenceOf(orr.difference ? orr : dcr, words) }] : []),
    ],
    rows: [
      ...responses.map(([key, name]) => ({
        id: key,
        cells: [`${name}, n (%)`, ...columns.map((row) => countText(row, key)), ...empty],
      })),
      {
        id: 'notEvaluable',
        cells: [`${words.notEvaluable}, n (%)`, ...columns.map((row) => countText(row, 'notEvaluable')), ...empty],
      },
      { id: 'orr', cells: [words.orr, ...columns.map((row) => rateText(row.orr)), ...compared(orr)] },
      { id: 'dcr', cells: [words.dcr, ...columns.map((row) => rateText(row.dcr)), ...compared(dcr)] },
    ],
  };
}

/** Rates by the values of a second variable within each group, with both tests of each rate. */
export function printedStrata({ strata }: ResponseAnswer, words: ResponseWords): PrintedTable {
  return {
    columns: [
      { header: words.stratum },
      { header: words.n },
      { header: words.orr },
      { header: words.chiSquare },
      { header: words.fisher },
      { header: words.dcr },
      { header: words.chiSquare },
      { header: words.fisher },
    ],
    rows: strata.flatMap(({ group, rows, orr, dcr, unknown }) => [
      {
        id: group,
        cells: [
          words.group(group),
          // Of the whole group, as its lines add up to it.
          String(rows.reduce((sum, { n }) => sum + n, unknown)),
          ...['', ...tests(orr)],
          ...['', ...tests(dcr)],
        ],
      },
      ...rows.map((row) => ({
        id: `${group} ${row.value}`,
        indented: true,
        cells: [words.level(row.value), String(row.n), rateText(row.orr), '', '', rateText(row.dcr), '', ''],
      })),
      ...(unknown > 0
        ? [{ id: `${group} unknown`, indented: true, cells: [words.unknown, String(unknown), '', '', '', '', '', ''] }]
        : []),
    ]),
  };
}

/** The same in full precision: a line for each group, and each level within it. */
export function responseNumbers({ rows, total, orr, dcr, strata, protection }: ResponseAnswer): FigureRows {
  const possible = (rate: string) => (protection ? [`${rate}_least_p`, `${rate}_greatest_p`] : []);
  const comparison = (rate: string) => [
    ...[`${rate}_chi_square`, `${rate}_p_chi_square`, ...possible(rate), `${rate}_p_fisher`],
    ...[`${rate}_difference`, `${rate}_difference_lower`, `${rate}_difference_upper`],
  ];
  const files = [
    ...['group', 'level', 'n', 'cr', 'pr', 'sd', 'pd', 'not_evaluable', 'orr', 'orr_lower', 'orr_upper', 'dcr'],
    ...['dcr_lower', 'dcr_upper', 'interval', ...comparison('orr'), ...comparison('dcr')],
  ];
  const line = (
    group: string,
    level: string | null,
    row: Counts,
    compared: readonly [Comparison, Comparison] | null,
  ) => [
    ...[group, level, row.n],
    ...(['cr', 'pr', 'sd', 'pd', 'notEvaluable'] as const).map((key) =>
      row.atMost.includes(key) ? `≤${row[key]}` : row[key],
    ),
    ...[row.orr, row.dcr].flatMap(({ value, lower, upper }) => [value ?? null, lower ?? null, upper ?? null]),
    row.orr.methodStatement.en,
    ...(compared ?? [null, null]).flatMap((one) => [
      one?.chiSquare?.statistic ?? null,
      one?.chiSquare?.pValue ?? null,
      ...(protection ? [one?.chiSquare?.lowestP ?? null, one?.chiSquare?.highestP ?? null] : []),
      one?.fisher?.pValue ?? null,
      one?.difference?.estimate ?? null,
      one?.difference?.lower ?? null,
      one?.difference?.upper ?? null,
    ]),
  ];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: [
      // What is compared between all rows is in the line of all of them; of all centres, where there is none, in the last.
      ...rows.map((row, place) => line(row.value, null, row, !total && place === rows.length - 1 ? [orr, dcr] : null)),
      ...(total ? [line('total', null, total, [orr, dcr])] : []),
      ...strata.flatMap((stratum) =>
        stratum.rows.map((row) => line(stratum.group, row.value, row, [stratum.orr, stratum.dcr])),
      ),
    ],
  };
}

function tests({ chiSquare, fisher }: Comparison) {
  return [chiSquare ? printedP(chiSquare.pValue, chiSquare) : missing, fisher ? printedP(fisher.pValue) : missing];
}

const percent = (share: number) => showPercent(share).replace(' %', '');

function countText(row: Counts, key: (typeof responses)[number][0] | 'notEvaluable'): string {
  if (row.atMost.includes(key)) return showCount(row[key], true);
  return row.n === 0 ? missing : `${row[key]} (${percent(row[key] / row.n)})`;
}

/** `153 (54.4; 48.6–60.2)`. */
function rateText({ numerator, denominator, atMost, value, lower, upper }: Rate): string {
  if (atMost) return showCount(numerator, true);
  if (value === null || value === undefined || denominator === 0) return missing;
  return `${numerator} (${percent(value)}; ${showPercentInterval(lower, upper)})`;
}

function differenceText({ difference }: Comparison): string {
  if (!difference || difference.estimate === null || difference.estimate === undefined) return missing;
  const { estimate, lower, upper } = difference;
  const points = (share: number | null | undefined) => (share === null || share === undefined ? null : share * 100);
  return `${showNumber(estimate * 100, 1)} (${showInterval(points(lower), points(upper), 1)})`;
}

function differenceOf({ difference }: Comparison, words: ResponseWords): string {
  return difference ? `${words.group(difference.comparison)} − ${words.group(difference.reference)}` : '';
}
