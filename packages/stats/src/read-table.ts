import { StatsInputError } from './errors.ts';
import type { Table } from './run-calls/table.ts';

/**
 * Reads CSV text (RFC 4180: commas, quotes doubled inside quotes) into the columns `runCall` takes.
 *
 * @param text - first line the column names.
 * @returns columns of texts; an empty cell is null.
 * @throws StatsInputError on a line with more or fewer cells than the first, or a quote left open.
 *
 * Source: RFC 4180 (CSV); an empty cell is R's NA.
 * Checked against: reference/goldens/edge_with_na.csv and the other tables, as R wrote them.
 */
export function readTable(text: string): Table {
  const [head = [], ...rows] = readRows(text.replace(/^\uFEFF/, ''));
  const ragged = rows.findIndex((row) => row.length !== head.length);
  if (ragged >= 0)
    throw new StatsInputError('text', `line ${ragged + 2} has ${rows[ragged]?.length} cells, not ${head.length}`);
  return Object.fromEntries(head.map((name, i) => [name, rows.map((row) => row[i] || null)]));
}

function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i] as string;
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',') endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (isQuoted) throw new StatsInputError('text', 'a quote is left open');
  endRow();
  return rows;
}
