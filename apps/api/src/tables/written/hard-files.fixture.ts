import AdmZip from 'adm-zip';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { hardTable } from './hard-table.fixture.ts';
import { csvOfTable } from './write-csv.ts';
import { dtaOfTable } from './write-dta.ts';
import { savOfTable } from './write-sav.ts';
import { xlsxOf } from './write-xlsx.ts';
import { xptOfTable } from './write-xpt.ts';

const at = new Date('2026-11-30T12:00:00Z');

/** The hard table in every format. */
export async function hardFiles(): Promise<{ name: string; bytes: Buffer; sha256: string }[]> {
  const sheets = [
    {
      name: 'dictionary',
      rows: [
        ['column', 'n'],
        ['=x', 1],
        [null, -2],
      ],
    },
  ];
  const made: [string, AsyncIterable<string | Uint8Array>][] = [
    ['hard.csv', csvOfTable(hardTable)],
    ['hard.xlsx', xlsxOf(sheets, [hardTable], () => undefined)],
    ['hard.sav', savOfTable(hardTable, 'en')],
    ['hard-zh.sav', savOfTable(hardTable, 'zh')],
    ['hard.dta', dtaOfTable(hardTable, 'en', at)],
    ['hard.xpt', xptOfTable(hardTable, at)],
  ];
  const files: { name: string; bytes: Buffer; sha256: string }[] = [];
  for (const [name, content] of made) {
    const bytes = await buffer(content as AsyncIterable<Buffer>);
    files.push({ name, bytes, sha256: sha256Of(name, bytes) });
  }
  return files;
}

/** Of what is packed, since machines pack differently. */
function sha256Of(name: string, bytes: Buffer): string {
  const hash = createHash('sha256');
  if (!name.endsWith('.xlsx')) return hash.update(bytes).digest('hex');
  for (const entry of new AdmZip(bytes).getEntries()) hash.update(`${entry.entryName}\0`).update(entry.getData());
  return hash.digest('hex');
}
