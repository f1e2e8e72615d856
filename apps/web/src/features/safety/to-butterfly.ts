import { type ButterflyGroup, type ButterflyPicture, type ButterflySide } from '@/charts/butterfly-chart-data.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type Safety, type SafetyRow } from './query.ts';

/** The answer as the butterfly draws it: the reference to the left, or one group alone to the right. */
export function pictureOf(
  { compared }: Safety,
  rows: readonly SafetyRow[],
  nameOf: (row: SafetyRow) => string,
  groups: readonly ButterflyGroup[],
): ButterflyPicture {
  const [left, right] = compared
    ? [groups[compared.reference] ?? null, groups[compared.comparison]]
    : [null, groups[0]];
  if (!right) throw new Error('a butterfly needs a group');
  return {
    left,
    right,
    rows: rows.map((row) => ({
      id: row.rowId,
      name: nameOf(row),
      left: compared ? sideOf(row, compared.reference) : null,
      right: sideOf(row, compared?.comparison ?? 0),
      difference: knownDifference(row),
    })),
  };
}

function sideOf({ cells }: SafetyRow, place: number): ButterflySide {
  const cell = cells[place];
  return { anyGrade: cell?.anyGrade.share ?? null, gradeThreeOrMore: cell?.gradeThreeOrMore.share ?? null };
}

function knownDifference({ anyDifference }: SafetyRow): ButterflyPicture['rows'][number]['difference'] {
  const { estimate, lower, upper } = anyDifference ?? {};
  if (typeof estimate !== 'number' || typeof lower !== 'number' || typeof upper !== 'number') return null;
  return { estimate, lower, upper };
}

interface TableHeadings {
  readonly term: string;
  readonly organClass: string;
  readonly any: (group: string) => string;
  readonly severe: (group: string) => string;
  readonly share: (group: string) => string;
  readonly shareSevere: (group: string) => string;
  readonly difference: string;
  readonly lower: string;
  readonly upper: string;
}

/** The same as a table: patients and shares of each group, and differences as shares of 1. */
export function butterflyTable(
  { groups, rows: all, compared }: Safety,
  rows: readonly SafetyRow[],
  nameOf: (row: SafetyRow) => string,
  names: readonly string[],
  headings: TableHeadings,
): FigureRows {
  const classNameOf = ({ organClass }: SafetyRow) => {
    const head = all.find(({ kind, key }) => kind === 'CLASS' && key === organClass);
    return head ? nameOf(head) : (organClass ?? null);
  };
  return {
    columns: [
      { file: 'term', header: headings.term },
      { file: 'class', header: headings.organClass },
      ...groups.flatMap(({ value }, place) => {
        const [name, file] = [names[place] ?? '', value ?? 'none'];
        return [
          { file: `n ${file}`, header: headings.any(name) },
          { file: `share ${file}`, header: headings.share(name), decimals: 3 },
          { file: `n grade 3 or more ${file}`, header: headings.severe(name) },
          { file: `share grade 3 or more ${file}`, header: headings.shareSevere(name), decimals: 3 },
        ];
      }),
      ...(compared
        ? [
            { file: 'difference', header: headings.difference, decimals: 3 },
            { file: 'lower', header: headings.lower, decimals: 3 },
            { file: 'upper', header: headings.upper, decimals: 3 },
          ]
        : []),
    ],
    rows: rows.map((row) => [
      nameOf(row),
      classNameOf(row),
      ...row.cells.flatMap(({ anyGrade, gradeThreeOrMore }) => [
        shownCount(anyGrade),
        anyGrade.share ?? null,
        shownCount(gradeThreeOrMore),
        gradeThreeOrMore.share ?? null,
      ]),
      ...(compared
        ? [row.anyDifference?.estimate ?? null, row.anyDifference?.lower ?? null, row.anyDifference?.upper ?? null]
        : []),
    ]),
  };
}

function shownCount({ n, atMost }: { readonly n: number; readonly atMost: boolean }): string | number {
  return atMost ? `≤${n}` : n;
}
