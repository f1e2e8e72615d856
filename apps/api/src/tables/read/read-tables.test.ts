import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { dayText, type TableColumn, tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { TableError } from '../table-error.ts';
import { hardFiles } from '../written/hard-files.fixture.ts';
import { hardRows, hardTable } from '../written/hard-table.fixture.ts';
import { shortNames } from '../written/short-names.ts';
import { dtaNames } from '../written/write-dta.ts';
import { savNames, savOfTable } from '../written/write-sav.ts';
import { xptNames } from '../written/write-xpt.ts';
import { fileOf } from './file-bytes.ts';
import { openTables } from './open-tables.ts';
import { type ReadTable } from './read-table.ts';

/*
 * The files of `reference/files` were written by pyreadstat, pandas and openpyxl (`reference/write_tables.py`): what they
 * are to give is copied from that script.
 */
const bytesOf = (name: string) => readFileSync(join(import.meta.dirname, '../reference/files', name));
const open = (name: string, bytes: Buffer = bytesOf(name), named: Encoding | null = null) =>
  openTables(fileOf(name, bytes), named);

async function read(table: ReadTable) {
  const rows: (string | null)[][] = [];
  const marks: [row: number, column: string, mark: string][] = [];
  const faults: [row: number, column: string, value: string, rule: string][] = [];
  const nameAt = (at: number) => table.columns[at]!.name;
  for await (const { line, cells, marks: of, faults: wrong } of table.records()) {
    rows.push([...cells]);
    for (const [at, mark] of of ?? []) marks.push([line, nameAt(at), mark]);
    for (const { at, value, rule } of wrong ?? []) faults.push([line, nameAt(at), value, rule]);
  }
  return { rows, marks, faults };
}
const only = async (name: string, bytes?: Buffer, named: Encoding | null = null) =>
  (await open(name, bytes, named))[0]!;
const refusal = async (name: string, bytes: Buffer = bytesOf(name)): Promise<string> => {
  try {
    for (const table of await open(name, bytes)) await read(table);
  } catch (error) {
    expect(error).toBeInstanceOf(TableError);
    return (error as TableError).message;
  }
  return 'not refused';
};

const longText = `${'x'.repeat(300)}肝`;

describe.each(['plain.sav', 'bytes.sav', 'blocks.zsav'])('%s of pyreadstat', (name) => {
  it('has every value, in the place of missing ones nothing or a mark', async () => {
    const table = await only(name);
    expect(table).toMatchObject({ format: 'sav', label: { en: 'Made by pyreadstat' }, name: name.split('.')[0] });
    const { rows, marks, faults } = await read(table);
    expect(rows).toEqual([
      ['P-1', '57', '1', '2024-03-05', '2024-03-05 10:30:00', '腹痛'],
      ['P-2', '58.5', '2', '1959-12-31', '2024-03-05', longText],
      ['P-3', '', '1', '', '', ''],
      ['P-4', '', '', '2096-02-29', '1999-12-31 23:59:59', 'a "b", c'],
      ['P-5', '-1e-9', '', '1582-10-15', '', ' x'],
    ]);
    expect(marks).toEqual([
      [4, 'age', '99'],
      [5, 'sex', '3'],
    ]);
    expect(faults).toEqual([]);
  });

  it('has the labels of its columns and values', async () => {
    const { columns } = await only(name);
    expect(columns.map(({ name: of, type, label }) => [of, type, label.en])).toEqual([
      ['code', 'text', 'Patient'],
      ['age', 'decimal', '年龄'],
      ['sex', 'code', 'Sex'],
      ['seen_on', 'date', ''],
      ['taken_at', 'date', ''],
      ['note', 'text', 'Note'],
    ]);
    expect(columns[2]!.codes!.map(({ code, label }) => [code, label.en])).toEqual([
      ['1', 'Male'],
      ['2', '女'],
    ]);
    expect(columns[1]!.marks).toEqual([{ mark: '99', label: 'Unknown' }]);
  });

  it('is refused where it is cut off anywhere', async () => {
    const whole = bytesOf(name);
    for (const share of [0.1, 0.4, 0.7, 0.95]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      expect(await refusal(name, Buffer.from(cut))).toMatch(/cut off|cannot be read/);
    }
  });
});

describe('data sets of Stata', () => {
  it.each([113, 114, 115, 117, 118, 119])('of format %d by pyreadstat have every value', async (release) => {
    const old = release < 117;
    const table = await only(`pyreadstat-${release}.dta`);
    expect(table).toMatchObject({ format: 'dta', label: { en: 'Made by pyreadstat' } });
    expect(table.columns[2]).toMatchObject({ name: 'sex', type: 'code' });
    expect(table.columns[2]!.codes!.map(({ code, label }) => [code, label.en])).toEqual([
      ['1', 'Male'],
      ['2', 'Female'],
    ]);
    expect((await read(table)).rows).toEqual([
      ['P-1', '57', '1', '2024-03-05 10:30:00', old ? 'ab' : '腹痛'],
      ['P-2', '58.5', '2', '2024-03-05', old ? 'y'.repeat(200) : longText],
      ['P-3', '', '1', '', ''],
      ['P-4', '99', '', '1999-12-31 23:59:59', 'a "b", c'],
      ['P-5', '-1e-9', '3', '', ' x'],
    ]);
  });

  it.each([
    [114, 'little-endian, without long texts'],
    [117, 'big-endian'],
    [118, 'with long texts'],
    [119, 'with long texts'],
  ])('of format %d by pandas, %s, have every type of number', async (release) => {
    const table = await only(`pandas-${release}.dta`);
    const { rows } = await read(table);
    const text = (long: string) => (release === 114 ? [] : [long]);
    expect(rows).toEqual([
      ['1', '1000', '70000', '0.1', '0.1', '2024-03-05', '2024-03', 'a', ...text('z'.repeat(3000))],
      ['-3', '-32000', '-2000000', '-25000000000', '1234567890.1234567', '1959-12-31', '1959-12', 'bcd', ...text('y')],
      ['', '5', '7', '', '', '', '', '', ...text('')],
    ]);
  });

  it('have marks for .a and .b, with their labels', async () => {
    const table = await only('marks.dta');
    expect(table.columns[1]!.marks).toEqual([{ mark: '.a', label: 'Not done' }]);
    expect(await read(table)).toMatchObject({
      rows: [
        ['P-1', '400'],
        ['P-2', ''],
        ['P-3', ''],
      ],
      marks: [
        [2, 'afp', '.a'],
        [3, 'afp', '.b'],
      ],
    });
  });

  it('that are cut off, or of another version, are refused', async () => {
    const whole = bytesOf('pyreadstat-118.dta');
    for (const share of [0.1, 0.5, 0.9]) {
      expect(await refusal('a.dta', Buffer.from(whole.subarray(0, whole.length * share)))).toMatch(
        /cut off|cannot be read/,
      );
    }
    const later = Buffer.from(whole);
    later.write('121', later.indexOf('<release>') + 9, 'latin1');
    expect(await refusal('a.dta', later)).toContain('version 121');
    expect(await refusal('a.dta', Buffer.from([105, 2, 1, 0, ...new Array<number>(200).fill(0)]))).toContain(
      'version 105',
    );
  });

  it('before Stata 14 are in an encoding that is found, or asked for', async () => {
    const place = (table: Buffer, text: Buffer) => {
      const bytes = Buffer.from(table);
      text.copy(bytes, bytes.indexOf('y'.repeat(200)));
      return bytes;
    };
    const old = bytesOf('pyreadstat-115.dta');
    const chinese = place(old, iconv.encode('患者出现腹痛发热恶心呕吐乏力', 'gb18030'));
    expect((await read(await only('a.dta', chinese))).rows[1]![4]).toMatch(/^患者出现腹痛发热恶心呕吐乏力y/);
    const french = place(old, iconv.encode('Céphalée', 'windows-1252'));
    await expect(open('a.dta', french)).rejects.toMatchObject({
      extensions: { readings: expect.anything() as unknown },
    });
    expect((await read(await only('a.dta', french, 'windows-1252'))).rows[1]![4]).toMatch(/^Céphaléey/);
  });
});

describe('SAS transport files', () => {
  it('of version 5 have every value', async () => {
    const table = await only('version5.xpt');
    expect(table.columns.map(({ label }) => label.en)).toEqual(['Patient', '年龄', 'Sex', '', '', 'Note']);
    expect((await read(table)).rows).toEqual([
      ['P-1', '57', '1', '2024-03-05', '2024-03-05 10:30:00', '腹痛'],
      ['P-2', '58.5', '2', '1959-12-31', '2024-03-05', 'x'.repeat(200)],
      ['P-3', '', '1', '', '', ''],
      ['P-4', '99', '', '2096-02-29', '1999-12-31 23:59:59', 'a "b", c'],
      ['P-5', '-1e-9', '3', '1582-10-15', '', ' x'],
    ]);
  });

  it('of version 8 have long names, labels and texts', async () => {
    const table = await only('version8.xpt');
    expect(table.columns.at(-1)!.name).toBe('a_name_of_more_than_eight');
    expect(table.columns[1]!.label.en).toBe('A label that is longer than the forty characters of version 5');
    expect((await read(table)).rows[1]).toEqual(['P-2', '58.5', '2', '1959-12-31', '2024-03-05', longText, '2']);
  });

  it('of short rows have no rows of what fills the last record up', async () => {
    expect((await read(await only('short.xpt'))).rows).toEqual([['abc'], ['de'], ['f']]);
  });

  it('that are cut off are refused', async () => {
    const whole = bytesOf('version5.xpt');
    expect(await refusal('a.xpt', Buffer.from(whole.subarray(0, whole.length - 100)))).toContain('cut off');
    expect(await refusal('a.xpt', Buffer.from(whole.subarray(0, 600)))).toMatch(/cut off|cannot be read/);
  });
});

describe('workbooks of openpyxl', () => {
  it('are tables of their sheets that have rows, days as days, times as times', async () => {
    const tables = await open('openpyxl.xlsx');
    expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['患者', ['编号', '年龄', '性别', '入组日期', '时长', '已婚', '说明']],
      ['events', ['code', 'grade', 'term']],
    ]);
    expect(await read(tables[0]!)).toEqual({
      rows: [
        ['P-1', '57', '男', '2024-03-05', '36:00:00', 'true', '腹痛'],
        ['P-2', '58.5', '女', '1900-02-28', '10:30:00', 'false', 'a "b", c'],
        ['P-3', '', '', '2024-03-05 10:30:00', '', '', ' x '],
      ],
      ...{ marks: [], faults: [] },
    });
    expect((await read(tables[1]!)).rows).toEqual([
      ['P-1', '2', 'Fatigue'],
      ['P-2', '3', 'Pain\r'],
    ]);
  });

  it('name the cell of a formula without a value, and of an error', async () => {
    const { rows, faults } = await read(await only('formulas.xlsx'));
    expect(rows).toEqual([
      ['P-1', '57', ''],
      ['P-2', '#DIV/0!', '20'],
    ]);
    expect(faults).toEqual([
      [2, 'bmi', '', 'formula'],
      [3, 'age', '#DIV/0!', 'formula'],
    ]);
  });

  it('with merged cells are refused by sheet and cells', async () => {
    expect(await refusal('merged.xlsx')).toMatch(/^sheet visits: cells A2:A3 are merged/);
  });

  it('of the calendar from 1904 have the same days', async () => {
    expect((await read(await only('from1904.xlsx'))).rows).toEqual([['P-1', '2024-03-05']]);
  });

  it('that are cut off, locked or of another program are refused', async () => {
    const whole = bytesOf('openpyxl.xlsx');
    for (const share of [0.2, 0.6, 0.95]) {
      expect(await refusal('a.xlsx', Buffer.from(whole.subarray(0, whole.length * share)))).toContain('cut off');
    }
    const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500)]);
    expect(await refusal('a.xls', container)).toContain('old Excel file');
    const locked = Buffer.concat([container, Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await refusal('a.xlsx', locked)).toContain('protected by a password');
  });
});

it('an archive is the tables in it', async () => {
  const tables = await open('archive.zip');
  expect(tables.map(({ name, format }) => [name, format])).toEqual([
    ['demographics', 'csv'],
    ['cases', 'sav'],
  ]);
  expect((await read(tables[1]!)).rows).toHaveLength(5);
});

describe('texts', () => {
  it('may be separated by tabs, with commas in them', async () => {
    const table = await only('a.tsv', Buffer.from('code\t"Age, years"\nP-1\t"a, ""b"""\nP-2\t\n'));
    expect(table.columns.map(({ name }) => name)).toEqual(['code', 'Age, years']);
    expect((await read(table)).rows).toEqual([
      ['P-1', 'a, "b"'],
      ['P-2', ''],
    ]);
  });

  it('of an .sav file are in the encoding that it states', async () => {
    const table = { name: 't', label: { en: '', zh: '' }, rows: 1, columns: [tableColumn({ name: 'note', label: { en: 'l', zh: 'l' }, type: 'text', bytes: 4 })], batches: async function* () { yield [['AAAA']]; } }; // prettier-ignore
    const bytes = await buffer(savOfTable(table, 'en'));
    bytes.write('GBK  ', bytes.lastIndexOf('UTF-8'), 'latin1');
    iconv.encode('腹痛', 'gbk').copy(bytes, bytes.lastIndexOf('AAAA'));
    const read1 = await only('a.sav', bytes);
    expect(read1.reading.encoding).toBe('gb18030');
    expect((await read(read1)).rows).toEqual([['腹痛']]);
    bytes.write('\xff\xff', bytes.length - 20, 'latin1');
    bytes.write('KOI9 ', bytes.lastIndexOf('GBK  '), 'latin1');
    expect(await refusal('a.sav', bytes)).toContain('KOI9');
  });
});

/** What a format keeps of the hard table, as text. */
const shown = (column: TableColumn, cell: (typeof hardRows)[number][number] | undefined) => {
  if (cell === null || cell === undefined) return '';
  return column.type === 'date' ? dayText(cell as number) : String(cell);
};
const rules: Readonly<Record<string, Parameters<typeof shortNames>[1]>> = {
  sav: savNames,
  dta: dtaNames,
  xpt: xptNames,
};
const isPadded = (format: string) => format === 'sav' || format === 'xpt';

describe('what the portal writes is read back', () => {
  it.each(['hard.xlsx', 'hard.sav', 'hard.dta', 'hard.xpt'])('from %s, value for value', async (name) => {
    const format = name.split('.')[1]!;
    const { bytes } = (await hardFiles()).find((one) => one.name === name)!;
    const tables = await open(name, bytes);
    const table = tables.find((one) => one.name !== 'dictionary')!;
    const { rows, faults } = await read(table);
    expect(faults).toEqual([]);
    const names = rules[format]
      ? shortNames(
          hardTable.columns.map((column) => column.name),
          rules[format],
        )
      : null;
    const starts = hardTable.columns.map((column) =>
      table.columns.findIndex((one) => one.name === (names?.get(column.name) ?? column.name)),
    );
    // A text that is too long for the format continues in the columns behind it.
    const joined = rows.map((row) => starts.map((from, i) => row.slice(from, starts[i + 1] ?? row.length).join('')));
    expect(joined).toEqual(
      hardRows.map((row) =>
        hardTable.columns.map((column, i) => {
          const text = shown(column, row[i]);
          if (column.type === 'boolean' && text !== '' && format !== 'xlsx') return text === 'true' ? '1' : '0';
          return isPadded(format) ? text.trimEnd() : text;
        }),
      ),
    );
  });

  it.each(['hard.sav', 'hard.dta'])('from %s, with labels in both languages, codes and reasons', async (name) => {
    const { bytes } = (await hardFiles()).find((one) => one.name === name)!;
    const { columns } = await only(name, bytes);
    const stage = columns.find((one) => one.name === 'stage')!;
    expect(stage).toMatchObject({ label: { en: 'Stage', zh: '分期' }, type: 'code', origin: 'registry' });
    expect(stage.codes!.slice(0, 2).map(({ code, label }) => [code, label.en, label.zh])).toEqual([
      ['0', 'Very early', '极早期'],
      ['A', 'Early', '早期'],
    ]);
    expect(stage.marks.map(({ label }) => label)).toEqual(['Not done', 'Unknown']);
  });
});
