import { type DescribedTable, type TableCell, type TableColumn, type TableRow } from '../described-table.ts';

const SLACK = 20;

/**
 * The table with no text longer than so many bytes: a longer one continues in further columns, `cause_of_death_2` and so
 * on, behind the first; put together they are the text. The same table where all fit.
 */
export function withSplitTexts(table: DescribedTable, mostBytes: number): DescribedTable {
  // Cut between characters and before blanks, a piece may lack some bytes of what it could hold.
  const pieces = table.columns.map(({ bytes }) => (bytes > mostBytes ? Math.ceil(bytes / (mostBytes - SLACK)) : 1));
  if (pieces.every((n) => n === 1)) return table;
  const columns = table.columns.flatMap((column, i): TableColumn[] => {
    const n = pieces[i] ?? 1;
    if (n === 1) return [column];
    return Array.from({ length: n }, (_, k) =>
      k === 0
        ? { ...column, bytes: mostBytes }
        : {
            ...column,
            name: `${column.name}_${k + 1}`,
            label: { en: `${column.label.en}, continued`, zh: `${column.label.zh}（续）` },
            bytes: mostBytes,
          },
    );
  });
  return { ...table, columns, batches: () => splitRows(table, pieces, mostBytes) };
}

async function* splitRows(
  table: DescribedTable,
  pieces: readonly number[],
  mostBytes: number,
): AsyncGenerator<TableRow[]> {
  for await (const rows of table.batches()) {
    yield rows.map((row) => row.flatMap((cell, i) => piecesOf(cell, pieces[i] ?? 1, mostBytes)));
  }
}

function piecesOf(cell: TableCell, n: number, mostBytes: number): TableCell[] {
  if (n === 1) return [cell];
  if (typeof cell !== 'string') return Array.from({ length: n }, (_, k) => (k === 0 ? cell : null));
  const found: TableCell[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of cell) {
    const length = Buffer.byteLength(character);
    if (bytes + length > mostBytes) {
      // Formats that fill texts up with blanks keep none at the end: they begin the next piece.
      const kept = piece.trimEnd() || piece;
      found.push(kept);
      piece = piece.slice(kept.length);
      bytes = Buffer.byteLength(piece);
    }
    piece += character;
    bytes += length;
  }
  found.push(piece);
  if (found.length > n)
    throw new Error(`a text of ${Buffer.byteLength(cell)} bytes with too many blanks for ${n} columns`);
  return Array.from({ length: n }, (_, k) => found[k] ?? null);
}
