import iconv from 'iconv-lite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TableError } from '../table-error.ts';
import { fileOf } from './file-bytes.ts';
import { openTables } from './open-tables.ts';
import { type ReadTable } from './read-table.ts';

/*
 * `reference/files/odm/snapshot.xml` was written by odmlib (`reference/write_odm.py`), whose values are repeated here; the
 * others by hand, as the standard and REDCap describe them.
 */
const textOf = (name: string) => readFileSync(join(import.meta.dirname, '../reference/files/odm', name), 'utf8');
const open = (name: string, content: string | Buffer = textOf(name)) => openTables(fileOf(name, content));

async function read({ columns, records }: ReadTable) {
  const rows: Record<string, string>[] = [];
  const aside: (string | undefined)[][] = [];
  for await (const { cells, marks, faults } of records()) {
    const filled = cells.flatMap((cell, i): [string, string][] => (cell ? [[columns[i]!.name, cell]] : []));
    rows.push(Object.fromEntries(filled));
    for (const [at, mark] of marks ?? []) aside.push([columns[at]!.name, mark]);
    for (const { at, value, rule, expected } of faults ?? []) aside.push([columns[at]!.name, value, rule, expected.en]);
  }
  return { rows, aside };
}
const rowsOf = async (table: ReadTable | undefined) => (await read(table!)).rows;
const refusal = async (name: string, content: string | Buffer) => {
  try {
    for (const table of await open(name, content)) await read(table);
  } catch (error) {
    expect(error).toBeInstanceOf(TableError);
    return (error as TableError).label.en;
  }
  return 'not refused';
};

describe('a snapshot of odmlib', () => {
  it('has a table of the forms that are filled once at the baseline, one of the visits, one of a group that repeats', async () => {
    const tables = await open('snapshot.xml');
    expect(tables.map(({ name, format }) => [name, format])).toEqual([
      ['Demographics+Laboratory', 'odm'],
      ['Adverse events.Event', 'odm'],
      ['Images', 'odm'],
    ]);
    const [once, events, images] = tables;
    expect(await rowsOf(once)).toEqual([
      {
        ...{ SubjectKey: '0012', LocationOID: 'L.1', SEX: 'M', AGE: '57', 'DM.NOTE': 'a < b & "c"\n腹痛' },
        ...{ 'AFP_ng/mL': '1200.5', 'LB.NOTE': 'frozen' },
      },
      { SubjectKey: '1E2', LocationOID: 'L.2', SEX: 'F', 'AFP_kIU/L': '9.5' },
    ]);
    expect(await rowsOf(events)).toEqual([
      { SubjectKey: '0012', LocationOID: 'L.1', ItemGroupRepeatKey: '1', TERM: 'Fever', DAY: '2024-03' },
      { SubjectKey: '0012', LocationOID: 'L.1', ItemGroupRepeatKey: '2', TERM: 'Pain' },
    ]);
    expect(await rowsOf(images)).toEqual([
      { SubjectKey: '0012', LocationOID: 'L.1', StudyEventRepeatKey: '1', DAY: '2024-06-01', SIZE: '45' },
      { SubjectKey: '0012', LocationOID: 'L.1', StudyEventRepeatKey: '2', DAY: '2024-09-02', SIZE: '38.5' },
    ]);
    expect(await rowsOf(images), 'a second time').toHaveLength(2);
  });

  it('has questions in both languages, codes with their words, units, and the names of sites', async () => {
    const [{ columns }] = (await open('snapshot.xml')) as [ReadTable];
    const of = (name: string) => columns.find((column) => column.name === name)!;
    expect(of('SEX')).toMatchObject({ label: { en: 'Sex', zh: '性别' }, type: 'code', origin: 'DM.SEX' });
    expect(of('SEX').codes!.map(({ code, label }) => [code, label.en, label.zh])).toEqual([['M', 'Male', '男'], ['F', 'Female', '女']]); // prettier-ignore
    expect([of('AFP_ng/mL').unit, of('AFP_kIU/L').unit]).toEqual(['ng/mL', 'kIU/L']);
    expect(
      columns.some(({ name }) => name === 'AFP'),
      'a column of values without a unit',
    ).toBe(false);
    expect(of('AGE').type).toBe('integer');
    expect(of('LocationOID').codes!.map(({ code, label }) => [code, label.en])).toEqual([['L.1', 'NFH'], ['L.2', 'SYSU']]); // prettier-ignore
  });

  it('is the same in UTF-16 and in GB18030, as its declaration says', async () => {
    const text = textOf('snapshot.xml');
    const expected = await rowsOf((await open('snapshot.xml'))[0]);
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace("'UTF-8'", "'UTF-16'"), 'utf16le')]); // prettier-ignore
    expect(await rowsOf((await open('a.xml', marked))[0])).toEqual(expected);
    const chinese = iconv.encode(text.replace("encoding='UTF-8'", 'encoding="GB18030"'), 'gb18030');
    expect(await rowsOf((await open('a.xml', chinese))[0])).toEqual(expected);
  });
});

it('transactions are applied in their order: the last state of each subject', async () => {
  const [table, ...others] = await open('transactions.xml');
  expect(others).toEqual([]);
  expect(table!.columns.map(({ label }) => label)).toMatchObject([
    {},
    {},
    { en: '访视日期', zh: '访视日期' },
    { en: 'AFP', zh: 'AFP' },
    { en: 'NEW' },
  ]);
  expect(await rowsOf(table)).toEqual([
    { SubjectKey: 'A', StudyEventRepeatKey: '1', DAY: '2024-01-01', AFP: '350' },
    { SubjectKey: 'A', StudyEventRepeatKey: '3', DAY: '2024-03-01' },
    { SubjectKey: 'A', StudyEventRepeatKey: '4', DAY: '2024-04-01' },
    { SubjectKey: 'B', StudyEventRepeatKey: '1', DAY: '2024-01-05', AFP: '7' },
  ]);
});

it('a file that continues another may update what that one inserted, and cannot remove it', async () => {
  const later = textOf('transactions.xml')
    .replace('FileOID="T"', 'FileOID="T2" PriorFileOID="T"')
    .replace('SubjectKey="B" TransactionType="Upsert"', 'SubjectKey="B" TransactionType="Update"');
  expect(await rowsOf((await open('a.xml', later))[0])).toHaveLength(4);
  const removed = later.replace('SubjectKey="B" TransactionType="Update"', 'SubjectKey="B" TransactionType="Remove"');
  expect(await refusal('a.xml', removed)).toContain('SubjectData is removed and was not inserted before in this file');
});

it('records without a repeat key are each a record', async () => {
  const [table] = await open('unkeyed.xml');
  expect((await rowsOf(table)).map((row) => row['DAY'])).toEqual(['2024-01-01', '2024-02-01']);
});

it('a project of REDCap has its repeating forms by themselves, and codes of missing data as marks', async () => {
  const [once, visits, ...others] = await open('redcap.xml');
  expect(others).toEqual([]);
  const { rows, aside } = await read(once!);
  expect(rows).toEqual([{ SubjectKey: '0012', record_id: '0012', liver___1: '1', enrolment_complete: '2' }]);
  expect(aside).toEqual([['afp', 'ND']]);
  expect(once!.columns.find(({ name }) => name === 'afp')!.marks[0]).toEqual({ mark: 'ND', label: 'Not done' });
  expect(await rowsOf(visits)).toEqual([
    { SubjectKey: '0012', FormRepeatKey: '1', day: '2024-06-01' },
    { SubjectKey: '0012', FormRepeatKey: '2', day: '2024-09-02' },
  ]);
});

describe('what cannot be read right is refused, by line and OID', () => {
  const [plain, moves] = [textOf('unkeyed.xml'), textOf('transactions.xml')];
  it.each([
    ['ODM 2.0', plain, /odm\/v1\.3" ODMVersion="1\.3"/, 'odm/v2.0" ODMVersion="2.0"', 'line 3: the file is ODM 2.0, which has another structure: export ODM 1.3'],
    ['other XML', plain, /odm:ODM/g, 'odm:Workbook', 'line 3: the file is XML whose first element is Workbook, not ODM'],
    ['a document type', plain, '<!--', '<!DOCTYPE x [<!ENTITY a "b">]>\n<!--', 'line 2: the file has a document type of its own (DOCTYPE)'],
    ['an entity that is not there', plain, 'Value="2024-01-01"', 'Value="&a;"', 'line 16: the file is not well-formed XML'],
    ['a file that is cut off', plain, '</odm:ClinicalData>\n</odm:ODM>', '', 'the file is not well-formed XML'],
    ['a form that is not defined', plain, '<odm:FormData FormOID="F">', '<odm:FormData FormOID="X">', 'line 16: FormData in StudyEventData E has FormOID "X", which is not defined there in MetaDataVersion M'],
    ['an item that is not defined', plain, 'ItemData ItemOID="DAY"', 'ItemData ItemOID="DAYS"', 'line 16: ItemData in StudyEventData E, FormData F, ItemGroupData G has ItemOID "DAYS"'],
    ['a group of another form', plain, /ItemGroupRef ItemGroupOID="G" Mandatory="No"\/>/, 'ItemGroupRef ItemGroupOID="H" Mandatory="No"/></odm:FormDef><odm:ItemGroupDef OID="H" Name="H" Repeating="No"/><odm:FormDef OID="F2" Name="F2" Repeating="No">', 'line 16: ItemGroupData in StudyEventData E, FormData F, ItemGroupData G has ItemGroupOID "G"'],
    ['data without their metadata', plain, 'ClinicalData StudyOID="S" MetaDataVersionOID="M"', 'ClinicalData StudyOID="S" MetaDataVersionOID="N"', 'line 13: MetaDataVersion N of S is not in the file'],
    ['definitions alone', plain, /<odm:ClinicalData[^]*ClinicalData>/, '', 'the file has no data of a subject, only definitions'],
    ['two values of one item', plain, '"DAY" Value="2024-01-01"/>', '"DAY" Value="2024-01-01"/><odm:ItemData ItemOID="DAY" Value="2024-01-02"/>', 'line 16: ItemOID DAY has two values in ItemGroupOID G'],
    ['a removal in a snapshot', plain, 'SubjectKey="A"', 'SubjectKey="A" TransactionType="Remove"', 'line 14: a Snapshot removes nothing'],
    ['a transaction of another kind', moves, 'TransactionType="Upsert"', 'TransactionType="Replace"', 'line 27: TransactionType "Replace" is not one of Insert, Update, Remove, Upsert, Context'],
    ['an update of what is not there', moves, 'TransactionType="Upsert"', 'TransactionType="Update"', 'line 27: SubjectData is updated and was not inserted before in this file'],
    ['an insertion of what is there', moves, 'StudyEventRepeatKey="4" TransactionType="Insert"', 'StudyEventRepeatKey="3" TransactionType="Insert"', 'line 40: StudyEventData is inserted and is there already'],
    ['transactions that are not stated', moves, / TransactionType="Upsert"/, '', 'line 29: no TransactionType is stated here or above'],
  ] as const)('%s', async (_, text, from, to, message) => {
    expect(await refusal('a.xml', text.replace(from, to))).toContain(message);
  }); // prettier-ignore

  it('a text that does not end', async () => {
    const endless = plain.replace('Name="DAY"', `Name="${'x'.repeat(5_000_000)}"`);
    expect(await refusal('a.xml', endless)).toContain('a text has more than 4000000 characters');
  });

  it('bytes that are not of its encoding', async () => {
    const broken = Buffer.from(plain.replace('Value="2024-01-01"', 'Value="\u0001"'), 'latin1');
    broken[broken.indexOf(1)] = 0xff;
    expect(await refusal('a.xml', broken)).toContain('its bytes are not text in utf-8');
  });

  it('a value in another unit, and one that is not text, by cell', async () => {
    const text = textOf('snapshot.xml');
    const other = text.replace('<ItemData ItemOID="IMG.SIZE" Value="45"><MeasurementUnitRef MeasurementUnitOID="MU.mm" /></ItemData>', '<ItemDataFloat ItemOID="IMG.SIZE" MeasurementUnitOID="MU.kIU/L">45</ItemDataFloat>'); // prettier-ignore
    const bytes = other.replace('<ItemData ItemOID="IMG.DAY" Value="2024-06-01" />', '<ItemDataHexBinary ItemOID="IMG.DAY">00FF</ItemDataHexBinary>'); // prettier-ignore
    expect((await read((await open('a.xml', bytes))[2]!)).aside).toEqual([
      ['DAY', '00FF', 'wrongType', 'a value as text or number: export it as ItemData'],
      ['SIZE', '45 kIU/L', 'wrongUnit', 'a value in mm, as its definition says'],
    ]);
    const several = text.replace(
      'MeasurementUnitOID="MU.ng/mL" /></ItemData>',
      'MeasurementUnitOID="MU.mm" /></ItemData>',
    );
    expect((await read((await open('a.xml', several))[0]!)).aside).toEqual([
      ['AFP', '1200.5 mm', 'wrongUnit', 'a value in ng/mL or kIU/L, as its definition says'],
    ]);
    const none = text.replace('MeasurementUnitOID="MU.ng/mL" /></ItemData>', 'MeasurementUnitOID="MU.g" /></ItemData>');
    expect(await refusal('a.xml', none)).toContain('has MeasurementUnitOID "MU.g", which is not defined');
  });
});
