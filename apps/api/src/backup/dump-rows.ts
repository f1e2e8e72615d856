import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Manifest, nameOfPart, type TableRef } from './archive-format.ts';
import { BackupError } from './backup-error.ts';
import { RowDigest } from './row-digest.ts';
import { hiddenTables, plainText, quoted, quotedColumns, tablesIn } from './tables.ts';
import { type Entry } from './tar.ts';

const PART_BYTES = 4 << 20;
const NEWLINE = 10;
const compress = promisify(gzip);

/**
 * Begins a snapshot of the whole database in which nothing changes any more, while everybody goes on working. It ends with
 * the connection.
 *
 * @returns every table; none of them can change its form before the end.
 * @throws BackupError where rows would be missing.
 */
export async function beginSnapshot(client: Client): Promise<TableRef[]> {
  // Some policies refuse to be asked by nobody. The one for backups shows every row.
  await client.query(`begin transaction isolation level repeatable read; ${plainText}
    set local app.backs_up = 'on'; set local app.user_id = 'backup'`);
  const hidden = await hiddenTables(client);
  if (hidden.length > 0) {
    throw new BackupError(
      `The role of DATABASE_URL does not see every row of ${hidden.join(', ')}: start this version of the portal once, which lets it.`,
    );
  }
  const tables = await tablesIn(client);
  if (tables.length === 0) throw new BackupError('The database is empty: there is nothing to back up.');
  await client.query(`lock table ${tables.map(quoted).join(', ')} in access share mode`);
  return tables;
}

export type DumpedTable = Manifest['tables'][number];

/**
 * The rows of one table in parts, each of whole rows.
 * @param onEnd - gets how many rows there were, with their digest.
 */
export async function* dumpRows(
  client: Client,
  table: TableRef,
  onEnd: (dumped: DumpedTable) => void,
): AsyncGenerator<Entry> {
  const digest = new RowDigest();
  let number = 0;
  for await (const lines of partsOf(copied(client, table))) {
    digest.add(lines);
    const packed = await compress(lines);
    number += 1;
    yield { name: nameOfPart(table, number), bytes: packed.length, content: only(packed) };
  }
  onEnd({ schema: table.schema, name: table.name, rows: digest.rows, sum: digest.sum });
}

/** The rows as COPY writes them in text. */
export function copied(client: Client, table: TableRef): AsyncIterable<Buffer> {
  return client.query(copyTo(`copy ${quoted(table)} (${quotedColumns(table)}) to stdout`));
}

export async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Pieces that end with a row and are as large as a part, or larger where one row is. */
export async function* partsOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    const cut = chunk.lastIndexOf(NEWLINE) + 1;
    if (bytes + chunk.length < PART_BYTES || cut === 0) {
      held.push(chunk);
      bytes += chunk.length;
      continue;
    }
    yield Buffer.concat([...held, chunk.subarray(0, cut)]);
    held = cut < chunk.length ? [chunk.subarray(cut)] : [];
    bytes = chunk.length - cut;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
