import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TableError } from '../table-error.ts';
import { fileOf } from './file-bytes.ts';
import { openTables } from './open-tables.ts';
import { type ReadTable } from './read-table.ts';
import { zipEntries } from './zip-entries.ts';

/*
 * Data sets that SAS itself wrote (test files of pandas), and what ReadStat reads in them: `reference/read_sas7bdat.py`.
 */
const reference = join(import.meta.dirname, '../reference');
const archive = readFileSync(join(reference, 'files/sas7bdat.zip'));
const expected = JSON.parse(readFileSync(join(reference, 'read-sas7bdat.json'), 'utf8')) as Record<
  string,
  { names: string[]; labels: string[]; rows: (string | number)[][] }
>;

async function bytesOf(name: string): Promise<Buffer> {
  const entry = (await zipEntries(fileOf('a.zip', archive))).find((one) => one.name === `${name}.sas7bdat`)!;
  const from = entry.at + 30 + archive.readUInt16LE(entry.at + 26) + archive.readUInt16LE(entry.at + 28);
  return inflateRawSync(archive.subarray(from, from + entry.packed));
}
const read = async (table: ReadTable) => {
  const rows: (readonly string[])[] = [];
  for await (const { cells, faults } of table.records()) {
    expect(faults).toBeUndefined();
    rows.push(cells);
  }
  return rows;
};
const refusal = async (bytes: Buffer) => {
  try {
    for (const table of await openTables(fileOf('a.sas7bdat', bytes))) for await (const _ of table.records());
  } catch (error) {
    expect(error).toBeInstanceOf(TableError);
    return (error as TableError).label.en;
  }
  return 'not refused';
};

describe('data sets of SAS', () => {
  it.each(Object.keys(expected))('%s have every value, name and label that ReadStat reads in them', async (name) => {
    const [table] = await openTables(fileOf(`${name}.sas7bdat`, await bytesOf(name)));
    const { names, labels, rows } = expected[name]!;
    expect(table).toMatchObject({ name, format: 'sas7bdat' });
    expect(table!.columns.map((column) => column.name)).toEqual(names);
    expect(table!.columns.map((column) => column.label.en)).toEqual(labels);
    // Numbers as numbers: 1 and 1.0 are the same.
    const ours = (await read(table!)).map((cells, i) =>
      cells.map((cell, j) => (typeof rows[i]?.[j] === 'number' ? Number(cell) : cell)),
    );
    expect(ours).toEqual(rows);
  });

  it('are read from an archive, each a table', async () => {
    const tables = await openTables(fileOf('a.zip', archive));
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(expected));
  });

  it('are in UTF-8 where all of their texts are, though they state ISO-8859-1', async () => {
    const [table] = await openTables(fileOf('test16.sas7bdat', await bytesOf('test16')));
    expect(table!.reading.encoding).toBe('utf-8');
    expect((await read(table!))[0]).toContain('高雄市');
  });
});

describe('a data set of SAS that cannot be read right is refused', () => {
  it.each(['airline', 'test11', 'test14'])('%s that is cut off anywhere', async (name) => {
    const whole = await bytesOf(name);
    for (const share of [0.01, 0.3, 0.6, 0.99]) {
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * share)))).toMatch(/is cut off|cannot be read/);
    }
  });

  it('one that has fewer rows than it says', async () => {
    const more = Buffer.from(await bytesOf('airline'));
    // The part that counts rows is at byte 3616 of the page, which begins at 1024; its seventh number is their count.
    expect(more.readUInt32LE(1024 + 3616 + 24)).toBe(32);
    more.writeUInt32LE(33, 1024 + 3616 + 24);
    expect(await refusal(more)).toMatch(/cut off|cannot be read/);
  });

  it('one that holds deleted observations', async () => {
    const deleted = Buffer.from(await bytesOf('airline'));
    expect(deleted.readUInt16LE(1024 + 16)).toBe(0x200);
    deleted.writeUInt16LE(0x280, 1024 + 16);
    expect(await refusal(deleted)).toContain('observations that were deleted');
  });

  it('one whose compressed rows are damaged', async () => {
    const broken = Buffer.from(await bytesOf('test11'));
    // Rows are below the hundred formats, which begin 60,980 bytes into the first page.
    broken.fill(0xff, 65_536 + 53_000, 65_536 + 55_500);
    expect(await refusal(broken)).toMatch(/cannot be read|cut off/);
  });
});
