import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type Table } from '../src/index.ts';

/**
 * A reference table as R wrote it, in columns: an empty cell is missing. For tests only; the portal has its own reader.
 */
export function readCsv(file: URL): Table {
  const [head = [], ...rows] = parse(readFileSync(file), { bom: true, skip_empty_lines: true });
  return Object.fromEntries(head.map((name, i) => [name, rows.map((row) => row[i] || null)]));
}
