import { tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { openTable } from '../open-table.ts';
import { type TableRecord } from '../read-records.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, type ReadTable } from './read-table.ts';

/** A file of texts separated by commas or tabs, whose first line has the headings. */
export async function readCsv(file: FileBytes, name: string, named: Encoding | null): Promise<ReadTable> {
  const source = () => file.stream();
  const { headings, records, encoding, cells } = await openTable(source, named);
  await records.return(undefined);
  return {
    ...{ name, format: 'csv', label: null },
    columns: headings.map((heading): ReadColumn => ({
      ...tableColumn({ name: heading, label: { en: heading, zh: heading }, type: 'text', origin: '' }),
      marks: [],
    })),
    reading: { encoding, cells },
    records: () => again(),
  };

  async function* again(): AsyncGenerator<TableRecord> {
    const opened = await openTable(source, encoding);
    yield* opened.records;
  }
}
