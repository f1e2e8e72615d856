import { csvStart } from '@haim/schema';
import { type DescribedTable, csvText } from '../../tables/index.ts';

/** The names that a format has for tables and columns, where they are not those of the portal. */
export interface NamesInFile {
  readonly column: (table: DescribedTable, name: string) => string;
}

export const ownNames: NamesInFile = { column: (_, name) => name };

type Line = readonly (string | number | null)[];

/** Every column of every table: one line each, with the name that it has in these files; the first line is the heading. */
export function dictionaryLines(tables: readonly DescribedTable[], names: NamesInFile = ownNames): Line[] {
  const head = [
    'table',
    'place',
    'column',
    'name_in_file',
    'label_en',
    'label_zh',
    'type',
    'unit',
    'codes_of',
    'cdisc',
  ];
  const lines = tables.flatMap((table) =>
    table.columns.map((column, place) => [
      ...[table.name, place + 1, column.name, names.column(table, column.name), column.label.en, column.label.zh],
      ...[column.type, column.unit, column.standard, column.cdisc, column.origin, column.reasonFor],
      ...[column.note?.en ?? null, column.note?.zh ?? null],
    ]),
  );
  return [[...head, 'origin', 'reason_for', 'note_en', 'note_zh'], ...lines];
}

/** Every code of every column: what it means, and the number that stands for it in SPSS and Stata. */
export function codeLines(tables: readonly DescribedTable[]): Line[] {
  const lines = tables.flatMap((table) =>
    table.columns.flatMap(({ name, codes }) =>
      (codes ?? []).map(({ code, number, label }) => [table.name, name, code, number, label.en, label.zh]),
    ),
  );
  return [['table', 'column', 'code', 'number', 'label_en', 'label_zh'], ...lines];
}

export function csvOfLines(lines: readonly Line[]): string {
  const cell = (value: string | number | null) => (typeof value === 'string' ? csvText(value) : String(value ?? ''));
  return csvStart + lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}
