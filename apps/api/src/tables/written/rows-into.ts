import { countedBatches, type DescribedTable, type TableRow } from '../described-table.ts';
import { type ByteSink } from './byte-sink.ts';

/** What waits is handed on when it is this long. */
export const PIECE_BYTES = 1 << 16;

/** Writes the rows of a table into a sink, and hands on what waits there. @throws as `countedBatches`. */
export async function* rowsInto(
  sink: ByteSink,
  table: DescribedTable,
  write: (row: TableRow) => void,
): AsyncGenerator<Buffer> {
  for await (const batch of countedBatches(table)) {
    for (const row of batch) write(row);
    if (sink.waiting > PIECE_BYTES) yield sink.take();
  }
}
