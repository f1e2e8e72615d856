import { missing } from '@/numbers/show.ts';
import { type PrintedTable, textOf } from './printed-table.tsx';

/** A result at two moments, as a page writes it. */
export interface LineOfTwo {
  readonly key: string;
  readonly label: string;
  readonly then: string;
  readonly now: string;
}

/**
 * Every cell of two tables of the same question, by the names of its row and column. Rows are the same by their id, columns
 * by their heading; what one of the two does not have is a dash there.
 *
 * @param named - how a row, with the row it belongs to, and a column are put together.
 */
export function linesOfTables(
  then: PrintedTable,
  now: PrintedTable,
  named: (row: string, column: string) => string,
): LineOfTwo[] {
  const [before, after] = [cellsOf(then), cellsOf(now)];
  const all = [...new Map([...before, ...after]).entries()].map(([key, { row, column }]) => ({
    key,
    label: named(row, column),
    then: before.get(key)?.text ?? missing,
    now: after.get(key)?.text ?? missing,
  }));
  // A cell that is empty wherever it is says nothing.
  return all.filter(({ then, now }) => [then, now].some((text) => text !== '' && text !== missing));
}

interface Cell {
  readonly row: string;
  readonly column: string;
  readonly text: string;
}

function cellsOf({ columns, rows }: PrintedTable): Map<string, Cell> {
  // Two columns of one name, such as a p of each of two tests, are told apart by their place.
  const keys = columns.map(({ header }, c) => `${header} ${columns.slice(0, c).filter((one) => one.header === header).length}`); // prettier-ignore
  const cells = new Map<string, Cell>();
  // The number of patients of a group, below its name.
  columns.forEach(({ header, below }, c) => {
    if (below) cells.set(`head ${keys[c]}`, { row: '', column: header, text: below });
  });
  let parent = '';
  for (const { id, cells: texts, indented } of rows) {
    const [name = ''] = texts.slice(0, 1).map(textOf);
    if (!indented) parent = name;
    const row = indented && parent !== '' ? `${parent}: ${name}` : name;
    texts.forEach((cell, c) => {
      const text = textOf(cell);
      if (c > 0) cells.set(`${id} ${keys[c]}`, { row, column: columns[c]?.header ?? '', text });
    });
  }
  return cells;
}
