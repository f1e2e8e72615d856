import { csvStart, type ImportCorrection } from '@haim/schema';
import { inTurn } from '../../../db/study-db.ts';
import { type Encoding, type FileBytes, openTables, type ReadTable, zipOf } from '../../../tables/index.ts';
import { Corrections } from './corrections.ts';

/** A file to be saved. */
export interface CorrectedFile {
  readonly name: string;
  readonly type: string;
  readonly content: AsyncIterable<string | Uint8Array>;
}

/**
 * The file as it was corrected: CSV in UTF-8, of several tables an archive of them. Its cells are those of the file, without
 * what an export puts in front of formulas: it is imported again, and goes to whoever sent it alone.
 */
export async function correctedFile(
  file: FileBytes,
  encoding: Encoding | null,
  corrections: readonly ImportCorrection[],
): Promise<CorrectedFile> {
  const tables = (await inTurn([file], (one) => openTables(one, encoding))).flat();
  const made = new Corrections(corrections);
  const [only, ...others] = tables;
  const name = file.name.replace(/\.[^.]*$/, '');
  if (only && others.length === 0) {
    return { name: `${name}.corrected.csv`, type: 'text/csv; charset=utf-8', content: linesOf(only, made, null) };
  }
  const entries = tables.map((table) => ({ name: `${table.name}.csv`, content: linesOf(table, made, table.name) }));
  return { name: `${name}.corrected.zip`, type: 'application/zip', content: zipOf(entries) };
}

async function* linesOf(table: ReadTable, corrections: Corrections, name: string | null): AsyncGenerator<string> {
  yield csvStart + lineOf(table.columns.map((column) => column.name));
  for await (const { cells, marks } of corrections.over(table, name)) {
    yield lineOf(cells.map((cell, at) => marks?.get(at) ?? cell));
  }
}

function lineOf(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\r\n`;
}
