import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { dayText, type TableCell, type TableColumn } from '../described-table.ts';
import read from '../reference/read.json' with { type: 'json' };
import hashes from '../reference/read.sha256.json' with { type: 'json' };
import { hardFiles } from './hard-files.fixture.ts';
import { hardRows, hardTable } from './hard-table.fixture.ts';
import { csvText } from './write-csv.ts';
import { datasetJsonOf } from './write-dataset-json.ts';
import { shortNames } from './short-names.ts';

/*
 * `reference/read.json` is what pyreadstat, pandas and openpyxl read from files of these very bytes
 * (`reference/read_tables.py`), so that every value there is compared with the table that was written.
 */
const { columns } = hardTable;
type Read = readonly (readonly unknown[])[];

/** How a reader shows a cell that is there. */
function shown(column: TableColumn, cell: TableCell, asNumber: boolean): unknown {
  if (column.type === 'date') return dayText(cell as number);
  if (asNumber && column.type === 'boolean') return Number(cell);
  if (asNumber && column.type === 'code') return column.codes?.find(({ code }) => code === cell)?.number;
  return cell;
}

const reasonOf = (row: readonly TableCell[], { name }: TableColumn): string | null => {
  const place = columns.findIndex(({ reasonFor }) => reasonFor === name);
  return place === -1 ? null : (row[place] as string | null);
};
/** From 1960, where Stata counts from. */
const DAYS_TO_1970 = 3653;
const isText = ({ type }: TableColumn) => type === 'text' || type === 'partialDate';
/** Texts are filled up with blanks in these formats: blanks at the end of one are not kept. */
const unpadded = (cell: TableCell) => String(cell ?? '').replace(/ +$/, '');

it('writes the bytes that were read', async () => {
  const written = Object.fromEntries((await hardFiles()).map(({ name, sha256 }) => [name, sha256]));
  expect(written).toEqual(hashes);
});

describe('a system file of SPSS', () => {
  const expected = (withReasons: boolean) =>
    hardRows.map((row) =>
      columns.map((column, i) => {
        const cell = row[i] ?? null;
        if (isText(column)) return unpadded(cell);
        if (cell !== null) return shown(column, cell, true);
        const why = column.type === 'date' || !withReasons ? null : reasonOf(row, column);
        return why === null ? null : -9_999_900 + ['notDone', 'unknown'].indexOf(why) + 1;
      }),
    );

  it('has every value, with reasons as user-missing values', () => {
    expect(read.sav.rows).toEqual(expected(true));
    expect(read.sav['rows without user-missing']).toEqual(expected(false));
  });

  it('has long names, labels and what the codes mean', () => {
    expect(read.sav.names).toEqual(columns.map(({ name }) => (name === 'with' ? 'with_' : name)));
    expect(read.sav.labels).toEqual(columns.map(({ label }) => label.en));
    expect(read.sav['labels in Chinese']).toEqual(columns.map(({ label }) => label.zh));
    expect(read.sav.title).toBe(hardTable.label.en);
    expect(read.sav.values.stage).toEqual({
      ...{ '1.0': 'Very early', '2.0': 'Early', '3.0': 'x'.repeat(120) },
      ...{ '-9999899.0': 'Not done', '-9999898.0': 'Unknown' },
    });
    expect(read.sav.values.grade).toEqual({ '0.0': 'Grade 0', '3.0': 'Grade 3', '5.0': 'Grade 5' });
  });
});

describe('a data set of Stata', () => {
  const joined = (rows: Read): unknown[][] => {
    const second = read.dta.names.indexOf('note_2');
    return rows.map((row) => [...row.slice(0, second - 1), `${String(row[second - 1])}${String(row[second])}`]);
  };
  const expected = (missing: (row: readonly TableCell[], column: TableColumn) => unknown) =>
    hardRows.map((row) =>
      columns.map((column, i) => {
        const cell = row[i] ?? null;
        if (isText(column)) return cell ?? '';
        return cell === null ? missing(row, column) : shown(column, cell, true);
      }),
    );

  it('has every value, long texts in two columns', () => {
    expect(joined(read.dta.rows)).toEqual(expected(() => null));
  });

  it('has reasons as extended missing values', () => {
    const mark = (why: string | null) => (why === null ? '.' : why === 'notDone' ? '.a' : '.b');
    const day = (value: unknown, i: number) =>
      columns[i]?.type === 'date' && typeof value === 'number' ? dayText(value - DAYS_TO_1970) : value;
    expect(joined(read.dta['rows with reasons']).map((row) => row.map(day))).toEqual(
      expected((row, column) => mark(reasonOf(row, column))),
    );
  });

  it('has names of 32 characters and labels', () => {
    expect(read.dta.names.every((name) => name.length <= 32)).toBe(true);
    expect(read.dta.labels.slice(0, 5)).toEqual(['Patient', 'Stage', 'Stage: why missing', 'Grade', 'AFP (ng/mL)']);
    expect(read.dta.values.stage).toMatchObject({
      '1': 'Very early',
      '2': 'Early',
      '3': 'x'.repeat(150),
      a: 'Not done',
      b: 'Unknown',
    });
  });
});

it('a transport file of SAS has every value, texts of over 200 bytes in several columns', () => {
  const { names, rows } = read.xpt;
  expect(names.every((name) => /^[A-Z]\w{0,7}$/.test(name))).toBe(true);
  const starts = columns.map(({ name }) => names.indexOf(shortNamesOf.get(name) ?? ''));
  const joined = (rows as Read).map((row) =>
    columns.map((column, i) => {
      const [from = 0, to = row.length] = [starts[i], starts[i + 1]];
      const cells = row.slice(from, to);
      if (isText(column) || column.type === 'code') return cells.map((cell) => cell ?? '').join('');
      return cells[0];
    }),
  );
  expect(joined).toEqual(
    hardRows.map((row) =>
      columns.map((column, i) => {
        const cell = row[i] ?? null;
        if (isText(column) || column.type === 'code') return unpadded(cell);
        if (cell === null) return null;
        return column.type === 'date' ? dayText(cell as number) : Number(cell);
      }),
    ),
  );
});
const shortNamesOf = shortNames(read.xpt.names.length > 0 ? splitNames() : [], { most: 8, isUpper: true });

/** The names in the order of the file, those of continued texts among them. */
function splitNames(): string[] {
  const pieces = new Map([
    ['cause', 4],
    ['note', 13],
  ]);
  return columns.flatMap(({ name }) =>
    Array.from({ length: pieces.get(name) ?? 1 }, (_, k) => (k === 0 ? name : `${name}_${k + 1}`)),
  );
}

it('a workbook has typed values, and no formula', () => {
  const [head, ...rows] = read.xlsx.hard_to_write as Read;
  expect(head).toEqual(columns.map(({ name }) => name));
  expect(rows).toEqual(
    hardRows.map((row) =>
      columns.map((column, i) => {
        const cell = row[i] ?? null;
        return cell === null ? null : shown(column, cell, false);
      }),
    ),
  );
  expect(read['xlsx types'].flat()).not.toContain('f');
  expect(read.xlsx.dictionary).toEqual([
    ['column', 'n'],
    ['=x', 1],
    [null, -2],
  ]);
});

describe('CSV', () => {
  it('has every value; a text that a spreadsheet would run has an apostrophe in front', () => {
    const [head, ...rows] = read.csv;
    expect(head).toEqual(columns.map(({ name }) => name));
    const withApostrophe = /^['=+\-@\t]/;
    expect(rows).toEqual(
      hardRows.map((row) =>
        columns.map((column, i) => {
          const cell = row[i] ?? null;
          const text = cell === null ? '' : String(shown(column, cell, false));
          return column.type === 'text' && withApostrophe.test(text) ? `'${text}` : text;
        }),
      ),
    );
  });

  it.each(['=1', "'=1", "''", '+1', '-1', '@a', '\tx', '＝1', 'plain', ''])(
    '%j is read again by taking one apostrophe away',
    (text) => {
      expect(
        csvText(text)
          .replace(/^"(.*)"$/s, '$1')
          .replace(/^'/, ''),
      ).toBe(text);
    },
  );
});

it('Dataset-JSON 1.1 has every value as it is stored', async () => {
  const origin = { study: 'S', metaDataVersion: 'V', madeAt: new Date('2026-11-30T12:00:00Z'), keys: ['patient'] };
  const {
    columns: described,
    rows,
    ...head
  } = JSON.parse(await text(Readable.from(datasetJsonOf(hardTable, origin), { objectMode: false }))) as {
    columns: { name: string; dataType: string; keySequence?: number; length?: number }[];
    rows: unknown[][];
  };
  expect(head).toMatchObject({
    ...{
      datasetJSONVersion: '1.1.0',
      datasetJSONCreationDateTime: '2026-11-30T12:00:00Z',
      records: 6,
      name: 'hard_to_write',
    },
    itemGroupOID: 'IG.hard_to_write',
  });
  expect(described.map(({ dataType }) => dataType).slice(3, 11)).toEqual(
    ['string', 'double', 'string', 'boolean', 'string', 'integer', 'date', 'string'], // prettier-ignore
  );
  expect(described[0]).toMatchObject({ name: 'patient', length: 6, keySequence: 1 });
  expect(rows).toEqual(
    hardRows.map((row) =>
      row.map((cell, i) => (cell !== null && columns[i]?.type === 'date' ? dayText(cell as number) : cell)),
    ),
  );
});

const python = process.env['PORTAL_PYTHON'];

it.skipIf(!python)(
  'is read the same here by the Python that PORTAL_PYTHON names',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'written-'));
    try {
      for (const { name, bytes } of await hardFiles()) await writeFile(path.join(folder, name), bytes);
      const script = path.join(import.meta.dirname, '../reference/read_tables.py');
      expect(JSON.parse(execFileSync(python ?? '', [script, folder], { encoding: 'utf8' }))).toEqual(read);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  60_000,
);
