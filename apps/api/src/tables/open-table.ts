import iconv from 'iconv-lite';
import { chooseEncoding, type Reading, sampleOf } from './choose-encoding.ts';
import { type Encoding } from './encoding.ts';
import { readHeadings, refuseSemicolons } from './headings.ts';
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
 * The one reader of tables of texts, for imports and for the statistics of a file: bytes to text in a known encoding, text to
 * records with their lines. A caller that does not read `records` to the end must `return` it, so that the file is
 * closed.
 *
 * @param encoding - as the user named it; null: detected from the file, otherwise the user is asked.
 * @param headingsOf - what its first line is taken for.
 * @throws TableError for a file that is not a table, or whose encoding is in doubt.
 */
export async function openTable(
  source: TableSource,
  encoding: Encoding | null = null,
  headingsOf: (cells: readonly string[]) => string[] = readHeadings,
): Promise<OpenTable> {
  const reading = encoding === null ? chooseEncoding(await scanTable(source)) : await readingOf(source, encoding);
  const delimiter = (await isSeparatedByTabs(source, reading.encoding)) ? '\t' : ',';
  const records = readRecords(source, reading.encoding, delimiter);
  try {
    const first = await records.next();
    if (first.done) throw new TableError({ en: 'the file has no headings', zh: '文件没有表头' });
    if (delimiter === ',') refuseSemicolons(first.value.cells);
    return { ...reading, headings: headingsOf(first.value.cells), records };
  } catch (cause) {
    await records.return(undefined);
    throw cause;
  }
}

/** Whether the first line has more tabs than commas: a heading may have a comma in it, a tab is typed by nobody. */
async function isSeparatedByTabs(source: TableSource, encoding: Encoding): Promise<boolean> {
  const decoder = iconv.getDecoder(encoding);
  let text = '';
  for await (const chunk of source()) {
    text += decoder.write(chunk as Buffer);
    if (/[\r\n]./.test(text.trimStart()) || text.length > 1_000_000) break;
  }
  const [line = ''] = text.trimStart().split(/[\r\n]/);
  return line.split('\t').length > Math.max(1, line.split(',').length - 1) && line.includes('\t');
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
