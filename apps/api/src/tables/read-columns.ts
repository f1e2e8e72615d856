import { type Table, withLines } from '@haim/stats';
import { type Reading } from './choose-encoding.ts';
import { encodingNames, type Encoding } from './encoding.ts';
import { isMissing, NOT_AVAILABLE } from './missing.ts';
import { openTable } from './open-table.ts';
import { TableError } from './table-error.ts';
import { type TableSource } from './table-source.ts';

export interface ColumnTable extends Reading {
  readonly table: Table;
  /** What was read differently from how it is written, for the user. */
  readonly notes: readonly string[];
}

/**
 * A whole file in columns, for statistics: texts without the blanks around them, null where nothing is known.
 *
 * @throws TableError as openTable does, and on a line with more or fewer cells than the headings.
 */
export async function readColumns(source: TableSource, named: Encoding | null = null): Promise<ColumnTable> {
  const { encoding, cells: sample, headings, records } = await openTable(source, named);
  const columns = headings.map((name) => ({ name, cells: [] as (string | null)[], trimmed: 0, notAvailable: 0 }));
  const lines: number[] = [];
  for await (const { line, cells } of records) {
    if (cells.length !== headings.length) {
      throw new TableError({
        en: `line ${line} has ${cells.length} cells, not ${headings.length} as the headings`,
        zh: `第 ${line} 行有 ${cells.length} 个单元格，而表头有 ${headings.length} 个`,
      });
    }
    lines.push(line);
    columns.forEach((column, i) => {
      const cell = cells[i] ?? '';
      const text = cell.trim();
      if (text !== '' && text !== cell) column.trimmed += 1;
      if (text === NOT_AVAILABLE) column.notAvailable += 1;
      column.cells.push(isMissing(text) ? null : text);
    });
  }
  const table = Object.fromEntries(columns.map(({ name, cells }) => [name, cells]));
  const notes = [
    ...(sample.length
      ? [`read as ${encodingNames[encoding]}, for example: ${sample.map(({ text }) => text).join(' | ')}`]
      : []),
    ...noteOf('had blanks around the text, which do not count', columns, ({ trimmed }) => trimmed),
    ...noteOf('say NA and count as missing', columns, ({ notAvailable }) => notAvailable),
  ];
  return { encoding, cells: sample, table: withLines(table, lines), notes };
}

function noteOf<Column extends { name: string }>(
  what: string,
  columns: readonly Column[],
  countOf: (column: Column) => number,
): string[] {
  const concerned = columns.filter((column) => countOf(column) > 0);
  const where = concerned.map((column) => `${column.name}: ${countOf(column)}`).join(', ');
  return concerned.length ? [`cells that ${what}: ${where}`] : [];
}
