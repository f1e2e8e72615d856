import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedExport } from './asked-export.ts';
import { openExportedStudy } from './exported-study.fixture.ts';

let at: Awaited<ReturnType<typeof openExportedStudy>>;
let exported: typeof at.exported;
let everywhere: typeof at.everywhere;

beforeAll(async () => {
  at = await openExportedStudy();
  ({ exported, everywhere } = at);
}, 120_000);
afterAll(() => at?.close());

interface DataSet {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

describe('data sets of ADaM', () => {
  const sets = async (asked: Partial<AskedExport> = {}) => {
    const files = await exported(everywhere('dataManager'), {
      format: 'adam',
      isIdentified: true,
      reason: 'test',
      ...asked,
    });
    const rowsOf = (name: string) => {
      const { columns, rows } = JSON.parse(files.text(`${name}.json`)) as DataSet;
      return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
    };
    return { files, rowsOf };
  };

  it('have CNSR 0 for an event, days from STARTDT to ADT, and a row for each endpoint with a time', async () => {
    const { rowsOf } = await sets();
    const rows = rowsOf('adtte').filter(({ USUBJID }) => USUBJID === 'EXPORT-A-P3');
    // Seen dead 100 days after the first HAIC; without an image, death is the event of PFS too.
    expect(rows.filter(({ PARAMCD }) => PARAMCD === 'OS')).toEqual([
      expect.objectContaining({
        STARTDT: '2022-01-04',
        ADT: '2022-04-14',
        AVAL: 100,
        CNSR: 0,
        EVNTDESC: 'DEATH',
        CNSDTDSC: null,
      }),
    ]);
    expect(rows.find(({ PARAMCD }) => PARAMCD === 'PFS')).toMatchObject({ AVAL: 100, CNSR: 0 });
    expect(rows.map(({ PARAMCD }) => PARAMCD)).not.toContain('DOR');
  });

  it('have one row per patient in ADSL, and each event in ADAE', async () => {
    const { rowsOf, files } = await sets();
    expect(rowsOf('adsl').find(({ SUBJID }) => SUBJID === 'P2')).toMatchObject({
      ...{ STUDYID: 'EXPORT', SITEID: 'B', TRTA: 'HAIC', AGE: 52, AGEU: 'YEARS', SEX: 'M', TRTSDT: '2022-01-03' },
      ...{ tumour_size_mm: expect.any(Number) as number, dor_missing: expect.any(String) as string },
    });
    expect(rowsOf('adsl').length).toBe(12);
    expect(rowsOf('adae').length).toBe(25);
    // Known to the month alone, and so not to be after the first HAIC or before it.
    expect(rowsOf('adae')[0]).toMatchObject({ ATOXGR: '2', AESTDTC: '2022-03', ASTDT: null, TRTEMFL: null });
    expect(files.text('README.md')).toContain('CNSR is 0 for an event');
    expect(files.table('dictionary').map(({ table }) => table)).toEqual(
      expect.arrayContaining(['ADSL', 'ADTTE', 'ADAE']),
    );
  });
});

describe('a project of REDCap', () => {
  it('has each field once, and rows that fit its dictionary', async () => {
    const files = await exported(everywhere(), { format: 'redcap' });
    const dictionary = files.table('redcap-dictionary');
    const fields = dictionary.map((row) => row['Variable / Field Name'] ?? '');
    expect(new Set(fields).size).toBe(fields.length);
    expect(fields[0]).toBe('record_id');
    expect(fields.every((field) => /^[a-z]\w*$/.test(field))).toBe(true);
    const of = (field: string) => dictionary.find((row) => row['Variable / Field Name'] === field);
    expect(of('arm')).toMatchObject({
      ...{ 'Form Name': 'treatment', 'Field Type': 'dropdown', 'Field Label': 'Treatment arm' },
      'Choices, Calculations, OR Slider Labels': '1, Arm HAIC | 2, Arm HTI',
    });
    const names = files.names.filter((name) => /^redcap-(?!dictionary)/.test(name)).map((name) => name.slice(7, -4));
    expect(names).toEqual(expect.arrayContaining(['registration', 'treatment', 'adverse_event']));
    const own = ['redcap_repeat_instrument', 'redcap_repeat_instance'];
    for (const name of names) {
      const asked = Object.keys(files.table(`redcap-${name}`)[0] ?? { record_id: '' });
      const strange = asked.filter(
        (field) => !fields.includes(field) && !own.includes(field) && field !== `${name}_complete`,
      );
      expect(strange, name).toEqual([]);
    }
    const [event] = files.table('redcap-adverse_event');
    expect(event).toMatchObject({ redcap_repeat_instrument: 'adverse_event', redcap_repeat_instance: '1', grade: '2' });
    expect(files.table('redcap-registration').find((row) => row['patient'] === 'P3')).toMatchObject({
      record_id: 'A-P3',
      centre: '1',
    });
  });
});

describe('an ODM file', () => {
  interface Element {
    readonly [name: string]: string | readonly Element[] | Element;
  }
  const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (name) => lists.has(name) });
  const lists = new Set(['SubjectData', 'FormData', 'ItemData', 'ItemDef', 'CodeListItem', 'TranslatedText', 'User']);
  const at = (of: Element, ...path: string[]) => path.reduce((one, name) => one[name] as Element, of);
  const all = (of: Element, name: string) => (of[name] ?? []) as readonly Element[];
  const read = async (asked: Partial<AskedExport>) => {
    const files = await exported(everywhere('dataManager'), { format: 'odm', ...asked });
    return at(xml.parse(files.text('EXPORT.odm.xml')) as Element, 'ODM');
  };

  it('has every value of every table, patient by patient', async () => {
    const odm = await read({});
    const files = await exported(everywhere());
    const found = all(at(odm, 'ClinicalData'), 'SubjectData').flatMap((subject) =>
      all(at(subject, 'StudyEventData'), 'FormData').map((form) => {
        const items = all(at(form, 'ItemGroupData'), 'ItemData').filter((item) => item['IsNull'] === undefined);
        const values = items.map((item) => `${String(item['ItemOID'])}=${String(item['Value'])}`);
        return [subject['SubjectKey'], form['FormOID'], form['FormRepeatKey'] ?? '', ...values.toSorted()].join(' ');
      }),
    );
    const structure = ['centre', 'patient', 'record'];
    const expected = files.names
      .filter((name) => name.endsWith('.csv') && !['dictionary.csv', 'codes.csv'].includes(name))
      .flatMap((name) => {
        const table = name.slice(0, -4);
        return files.table(table).map((row) => {
          const values = Object.entries(row).filter(([column, value]) => !structure.includes(column) && value !== '');
          const items = values.map(([column, value]) => `I.${table}.${column}=${value.replace(/^'/, '')}`);
          const key = `${String(row['centre'])}-${String(row['patient'])}`;
          return [key, `F.${table}`, row['record'] ?? '', ...items.toSorted()].join(' ');
        });
      });
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(found.length).toBeGreaterThan(80);
  });

  it('defines each item in both languages, and has nulls for what a reason says is missing', async () => {
    const odm = await read({});
    const defined = all(at(odm, 'Study', 'MetaDataVersion'), 'ItemDef');
    const item = defined.find((one) => one['OID'] === 'I.baseline.tumour_size_mm')!;
    expect(item).toMatchObject({ DataType: 'double', MeasurementUnitRef: { MeasurementUnitOID: 'MU.mm' } });
    expect(all(at(item, 'Question'), 'TranslatedText').map((text) => text['xml:lang'])).toEqual(['en', 'zh']);
    const [subject] = all(at(odm, 'ClinicalData'), 'SubjectData');
    const baseline = all(at(subject!, 'StudyEventData'), 'FormData').find((form) => form['FormOID'] === 'F.baseline')!;
    const items = all(at(baseline, 'ItemGroupData'), 'ItemData');
    expect(items.find((one) => one['ItemOID'] === 'I.baseline.afp_ng_ml')).toMatchObject({ IsNull: 'Yes' });
    expect(items.find((one) => one['ItemOID'] === 'I.baseline.missing_afp_ng_ml')).toMatchObject({ Value: 'notDone' });
    expect(at(baseline, 'ItemGroupData')['AuditRecord']).toBeUndefined();
    expect(at(odm, 'AdminData')['User']).toBeUndefined();
  });

  it('has who last changed each record, where true dates are asked for', async () => {
    const odm = await read({ isIdentified: true, reason: 'test' });
    const [subject] = all(at(odm, 'ClinicalData'), 'SubjectData');
    const treatment = all(at(subject!, 'StudyEventData'), 'FormData').find(
      (form) => form['FormOID'] === 'F.treatment',
    )!;
    const group = at(treatment, 'ItemGroupData');
    expect(at(group, 'AuditRecord', 'UserRef')['UserOID']).toBe('U.test');
    expect(at(group, 'AuditRecord')['DateTimeStamp']).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(all(at(odm, 'AdminData'), 'User').map((user) => user['OID'])).toEqual(['U.test']);
  });
});

it('a project of Prism has a survival table for each endpoint, 1 for an event in the column of the arm', async () => {
  const text = (await exported(everywhere(), { format: 'prism' })).text('EXPORT-survival.pzfx');
  const lists = ['Table', 'YColumn', 'd'];
  const parsed = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => lists.includes(name),
  });
  const { Table } = (parsed.parse(text) as { GraphPadPrismFile: { Table: PrismTable[] } }).GraphPadPrismFile;
  expect(Table.map(({ Title, TableType }) => [Title, TableType])).toEqual(
    ['OS', 'PFS', 'TTR', 'DOR', 'TTNT'].map((name) => [name, 'Survival']),
  );
  const os = Table[0]!;
  // Twelve patients, six in each arm, all dead after 100 days.
  expect(os.XColumn.Subcolumn.d).toEqual(Array.from({ length: 12 }, () => 100));
  expect(os.YColumn.map(({ Title, Subcolumn }) => [Title, Subcolumn.d.filter((value) => value === 1).length])).toEqual([
    ['Arm HAIC', 6],
    ['Arm HTI', 6],
  ]);
});

interface PrismColumn {
  readonly Title: string;
  readonly Subcolumn: { readonly d: readonly (number | string)[] };
}
interface PrismTable {
  readonly Title: string;
  readonly TableType: string;
  readonly XColumn: PrismColumn;
  readonly YColumn: readonly PrismColumn[];
}
