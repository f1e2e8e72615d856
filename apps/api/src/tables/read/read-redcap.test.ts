import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TableError } from '../table-error.ts';
import { fileOf } from './file-bytes.ts';
import { openTables } from './open-tables.ts';
import { type ReadTable } from './read-table.ts';

/*
 * `reference/files/redcap` is a project of REDCap, written by hand as REDCap's own exports are: the dictionary with its 18
 * columns, the same records raw and with labels, and as a project with events. Facts of the format: Help & FAQ and “Data
 * Export” of REDCap 14; rows of repeating instruments as in the test projects of REDCapR (OuhscBbmc/REDCapR, inst/test-data).
 */
const textOf = (name: string) => readFileSync(join(import.meta.dirname, '../reference/files/redcap', name), 'utf8');
const dictionary = fileOf('HCC_DataDictionary.csv', textOf('dictionary.csv'));
const open = (name: string, text = textOf(name)) => openTables([fileOf(name, text), dictionary]);

async function rowsOf(table: ReadTable | undefined) {
  const rows: Record<string, string>[] = [];
  for await (const { line, cells } of table!.records()) {
    const filled = cells.flatMap((cell, i): [string, string][] => (cell ? [[table!.columns[i]!.name, cell]] : []));
    rows.push({ line: String(line), ...Object.fromEntries(filled) });
  }
  return rows;
}
const refusal = async (work: Promise<readonly ReadTable[]>) => {
  try {
    for (const table of await work) for await (const _ of table.records());
  } catch (error) {
    expect(error).toBeInstanceOf(TableError);
    return (error as TableError).label;
  }
  return null;
};

const once = [
  {
    ...{ line: '2', record_id: '0012', redcap_data_access_group: 'nfh', age: '57', sex: '1' },
    ...{ liver___1: '1', liver___2: '0', liver____9: '0', afp: '1200.5', born: '1967-02-03', enrolment_complete: '2' },
    ...{ regimen: 'fo', given: '2024-03-05 10:30', cirrhosis: '1', treatment_complete: '2' },
  },
  {
    ...{ line: '6', record_id: '1E2', redcap_data_access_group: 'fahsyu', age: '61', sex: '2' },
    ...{ liver___1: '0', liver___2: '0', liver____9: '1', afp: '12', born: '1963-12-31', enrolment_complete: '1' },
    treatment_complete: '0',
  },
];
const visits = [
  ['3', '0012', '1', '2024-06-01', '45', 'stable, "as before"', '2'],
  ['4', '0012', '2', '2024-09-02', '38.5', 'first line\nsecond line', '0'],
  ['7', '1E2', '1', '2024-07-01', undefined, undefined, '2'],
];
const visitOf = (row: Record<string, string>) =>
  ['line', 'record_id', 'redcap_repeat_instance', 'visit_date', 'size', 'note', 'visit_complete'].map((of) => row[of]);

describe('an export of REDCap with its dictionary', () => {
  it('has a table of what is filled once and one for each repeating instrument, ids as they are written', async () => {
    const [first, second, ...others] = await open('raw.csv');
    expect(others).toEqual([]);
    expect([first!.name, second!.name, first!.format]).toEqual(['enrolment+treatment', 'visit', 'redcap']);
    expect(await rowsOf(first)).toEqual(once);
    expect((await rowsOf(second)).map(visitOf)).toEqual(visits);
    expect(second!.columns.map(({ name }) => name)).toEqual([
      ...['record_id', 'redcap_repeat_instance', 'redcap_data_access_group'],
      ...['visit_date', 'size', 'note', 'visit_complete'],
    ]);
  });

  it('has labels, choices, units and types of the dictionary, its formatting gone', async () => {
    const [{ columns }] = (await open('raw.csv')) as [ReadTable];
    const of = (name: string) => columns.find((column) => column.name === name)!;
    expect(of('sex').label.en).toBe('Sex of the patient');
    expect(of('sex').codes!.map(({ code, label }) => [code, label.en])).toEqual([['1', 'Male'], ['2', 'Female']]); // prettier-ignore
    expect(of('liver____9').label.en).toBe('Liver disease: Not known');
    expect(of('liver____9').codes!.map(({ code }) => code)).toEqual(['0', '1']);
    expect(of('cirrhosis').codes!.map(({ code, label }) => [code, label.en])).toEqual([['1', 'Yes'], ['0', 'No']]); // prettier-ignore
    expect([of('afp').unit, of('age').unit]).toEqual(['ng/mL', 'years']);
    expect(['age', 'afp', 'born', 'given', 'sex', 'record_id'].map((name) => of(name).type)).toEqual([
      ...['integer', 'decimal', 'date', 'date', 'code', 'text'],
    ]);
  });

  it('is the same with labels in its headings and cells', async () => {
    const [first, second] = await open('labels.csv');
    expect(second!.name).toBe('visit');
    const upper = (row: Record<string, string>) => ({
      ...row,
      redcap_data_access_group: row['redcap_data_access_group']!.toUpperCase(),
    });
    expect(await rowsOf(first)).toEqual(once.map(upper));
    expect((await rowsOf(second)).map(visitOf)).toEqual(visits);
  });

  it('joins instruments that are filled at the same events, and leaves empty rows out', async () => {
    const [first, second] = await open('events.csv');
    expect([first!.name, second!.name]).toEqual(['enrolment+treatment', 'visit']);
    expect((await rowsOf(first)).map((row) => [row['record_id'], row['redcap_event_name'], row['regimen']])).toEqual([
      ['0012', 'baseline_arm_1', 'fo'],
      ['1E2', 'baseline_arm_1', 'ra'],
    ]);
    expect((await rowsOf(second)).map((row) => [row['record_id'], row['redcap_event_name'], row['size']])).toEqual([
      ['0012', 'baseline_arm_1', '60'],
      ['0012', 'month_3_arm_1', '45'],
      ['1E2', 'month_3_arm_1', undefined],
    ]);
  });

  it('takes the dictionary as the API of REDCap gives it', async () => {
    const [, ...lines] = textOf('dictionary.csv').split('\n');
    const names = 'field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,identifier,branching_logic,required_field,custom_alignment,question_number,matrix_group_name,matrix_ranking,field_annotation'; // prettier-ignore
    const ofApi = fileOf('metadata.csv', [names, ...lines].join('\n'));
    const [first] = await openTables([ofApi, fileOf('raw.csv', textOf('raw.csv'))]);
    expect(await rowsOf(first)).toEqual(once);
    expect(first!.columns.find(({ name }) => name === 'sex')!.label.en).toBe('Sex of the patient');
  });

  it('is a plain table without the dictionary', async () => {
    const [table, ...others] = await openTables(fileOf('raw.csv', textOf('raw.csv')));
    expect(others).toEqual([]);
    expect(table).toMatchObject({ format: 'csv', name: 'raw' });
  });
});

describe('what does not fit is refused by name', () => {
  it('a dictionary alone, or two of them', async () => {
    expect((await refusal(openTables(dictionary)))!.en).toContain('send it together with the data of the same project');
    const two = [dictionary, fileOf('Other.csv', textOf('dictionary.csv')), fileOf('raw.csv', textOf('raw.csv'))];
    expect((await refusal(openTables(two)))!.en).toContain(
      'HCC_DataDictionary.csv and Other.csv are both data dictionaries',
    );
  });

  it.each([
    [
      'a column of another project',
      'age,sex',
      'age,gender',
      'raw.csv: the column "gender" is not of the data dictionary',
    ],
    [
      'a choice that is gone',
      'liver___2',
      'liver___3',
      'raw.csv: the column "liver___3" is not of the data dictionary',
    ],
    ['a row that is too short', '2024-07-01,,,2', '2024-07-01,,2', 'line 7: 19 cells where the headings are 20'],
    [
      ...['values beside the instrument', '1E2,visit,1,fahsyu,', '1E2,visit,1,fahsyu,44'],
      'line 7: the row is of the repeating instrument visit and has values of enrolment, visit',
    ],
  ] as const)('%s', async (_, from, to, message) => {
    expect((await refusal(open('raw.csv', textOf('raw.csv').replace(from, to))))!.en).toContain(message);
  });

  it('a label that two variables have, where one of them is missing', async () => {
    const without = textOf('labels.csv').split('\n').map((line) => line.replace('Regimen,Date,', 'Regimen,').replace('FOLFOX,"2024-03-05 10:30",', 'FOLFOX,').replace(/,,,,(Incomplete|,)/, ',,,$1')); // prettier-ignore
    expect((await refusal(open('labels.csv', without.join('\n'))))!.en).toContain(
      '2 variables of HCC_DataDictionary.csv have the label "Date", and the file has 1 of them: export the data with raw headings',
    );
  });

  it('a dictionary with a variable twice', async () => {
    const twice = textOf('dictionary.csv').replace('\nsize,', '\nage,');
    const work = openTables([fileOf('d.csv', twice), fileOf('raw.csv', textOf('raw.csv'))]);
    expect((await refusal(work))!.en).toContain('d.csv: line 13: the variable age is on line 4 already');
  });
});
