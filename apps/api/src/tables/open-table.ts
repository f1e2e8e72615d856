import { chooseEncoding, type Reading, sampleOf } from './choose-encoding.ts';
import { type Encoding } from './encoding.ts';
import { readHeadings } from './headings.ts';
import { readRecords, type TableRecord } from './read-records.ts';
import { scanTable } from './scan-table.ts';
import { TableError } from './table-error.ts';
import { type TableSource } from './table-source.ts';

export interface OpenTable extends Reading {
  readonly headings: readonly string[];
  /** What follows the headings. */
  readonly records: AsyncGenerator<TableRecord>;
}

/**
 * The one reader of tables, for imports and for the statistics of a file: bytes to text in a known encoding, text to
 * records with their lines. A caller that does not read `records` to the end must `return` it, so that the file is
 * closed.
 *
 * @param encoding - as the user named it; null: detected from the file, otherwise the user is asked.
 * @throws TableError for a file that is not a table, or whose encoding is in doubt.
 */
export async function openTable(source: TableSource, encoding: Encoding | null = null): Promise<OpenTable> {
  const reading = encoding === null ? chooseEncoding(await scanTable(source)) : await readingOf(source, encoding);
  const records = readRecords(source, reading.encoding);
  try {
    const first = await records.next();
    if (first.done) throw new TableError({ en: 'the file has no headings', zh: '文件没有表头' });
    return { ...reading, headings: readHeadings(first.value.cells), records };
  } catch (cause) {
    await records.return(undefined);
    throw cause;
  }
}

async function readingOf(source: TableSource, encoding: Encoding): Promise<Reading> {
  if (encoding.startsWith('utf-16')) return { encoding, cells: [] };
  const { mark, sound, broken } = await scanTable(source);
  if (mark && mark !== encoding) {
    throw new TableError({
      en: `the file begins with the mark of ${mark}, so it is not in ${encoding}`,
      zh: `文件以 ${mark} 的标记开头，因此不是 ${encoding} 编码`,
    });
  }
  return { encoding, cells: encoding === 'utf-8' ? [] : sampleOf([...broken.cells, ...sound.cells], encoding) };
}
