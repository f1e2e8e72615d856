import { describe, expect, it } from 'vitest';
import { csvOf } from '../csv-text.ts';
import { checkOwnField } from './check-own-field.ts';
import {
  type DictionaryCells,
  dictionaryColumns,
  dictionaryRows,
  faultsOfRow,
  readDictionaryRow,
} from './dictionary-file.ts';
import { type OwnField, ownKinds } from './own-field.ts';

const field = (given: Partial<OwnField>): OwnField => ({
  ...{ form: 'tumourAssessment', name: 'pack_years', kind: 'decimal', label: { en: 'Pack-years', zh: '吸烟包年' } },
  ...{ help: null, required: false, unit: null, lowest: null, highest: null, codes: [] },
  ...{ known: null, counts: null },
  ...given,
});

const cellsOf = (row: readonly (string | number | null)[]): DictionaryCells =>
  Object.fromEntries(dictionaryColumns.map((column, i) => [column, String(row[i] ?? '')]));

/** As REDCap writes it: only the columns that are given are filled. */
const redcap = (given: DictionaryCells) =>
  readDictionaryRow({
    'Variable / Field Name': 'smoking',
    'Form Name': 'baseline',
    'Field Type': 'text',
    'Field Label': 'Smoking',
    ...given,
  });

describe('a dictionary file of our own', () => {
  it.each([
    ...ownKinds.filter((kind) => kind !== 'code').map((kind) => field({ kind })),
    field({ form: 'baseline', known: 'timeZero' }),
    field({ form: 'baseline', known: 'outcome' }),
    field({ form: 'treatment', known: 'timeZero' }),
    field({ known: 'outcome', counts: 'highest' }),
    field({ label: { en: 'A <b>label</b> of ours', zh: '标签' } }),
    field({ unit: 'mg/m²', lowest: 0.5, required: true, help: { en: 'Say "x"', zh: '写“x”' } }),
    field({ lowest: -3, highest: 1e21, label: { en: 'A "quoted", label', zh: '带"引号"的标签' } }),
    field({
      kind: 'code',
      codes: [
        { code: 'a', label: { en: 'One, or two', zh: '一，或二' } },
        { code: '-9', label: { en: 'Unknown', zh: '未知' } },
      ],
    }),
  ])('is read as it was written: %j', (one) => {
    const [, row = []] = dictionaryRows([one]);
    expect(row).toHaveLength(dictionaryColumns.length);
    const { notes, ...read } = readDictionaryRow(cellsOf(row));
    expect(read).toEqual({ field: one, refused: [] });
    expect(notes).toHaveLength(one.known === null && one.form !== 'baseline' ? 1 : 0);
  });
});

it('begins no cell with a sign that a spreadsheet runs, nor with a mark that REDCap keeps', () => {
  const codes = [{ code: '-9', label: { en: 'Unknown', zh: '未知' } }];
  const csv = csvOf(dictionaryRows([field({ kind: 'code', codes })]));
  expect(csv).toContain('," -9, Unknown",');
  expect(csv).not.toMatch(/(^|,)"?['=+@-]/m);
});

// Column names, types and validation names as the REDCap help texts "Data Dictionary" and "Text validation" have them.
describe('a dictionary file of REDCap', () => {
  it.each<[DictionaryCells, Partial<OwnField>]>([
    [{}, { kind: 'text' }],
    [{ 'Field Type': 'notes' }, { kind: 'text' }],
    [
      { 'Field Type': 'radio', 'Choices, Calculations, OR Slider Labels': '0, Never | 1, Former, light | 2,Current' },
      {
        kind: 'code',
        codes: [
          { code: '0', label: { en: 'Never', zh: 'Never' } },
          { code: '1', label: { en: 'Former, light', zh: 'Former, light' } },
          { code: '2', label: { en: 'Current', zh: 'Current' } },
        ],
      },
    ],
    [{ 'Field Type': 'yesno' }, { kind: 'boolean' }],
    [
      { 'Field Type': 'truefalse', 'Required Field?': 'y' },
      { kind: 'boolean', required: true },
    ],
    [
      {
        'Text Validation Type OR Show Slider Number': 'integer',
        'Text Validation Min': '0',
        'Text Validation Max': '150',
      },
      { kind: 'integer', lowest: 0, highest: 150 },
    ],
    [
      { 'Text Validation Type OR Show Slider Number': 'number', 'Text Validation Min': '0.5' },
      { kind: 'decimal', lowest: 0.5, highest: null },
    ],
    [{ 'Text Validation Type OR Show Slider Number': 'date_mdy' }, { kind: 'date' }],
    [
      { 'Form Name': 'follow_up', 'Field Note': 'in packs' },
      { form: 'followUp', help: { en: 'in packs', zh: 'in packs' } },
    ],
  ])('is read: %j', (cells, expected) => {
    const { field: read, refused, notes } = redcap(cells);
    expect(read).toMatchObject(expected);
    expect(refused).toEqual([]);
    expect(checkOwnField(read, [])).toEqual([]);
    expect(notes[0]?.en).toBe('has no words in Chinese; the English ones are shown');
    expect(notes).toHaveLength(read.form === 'followUp' ? 2 : 1);
  });

  it.each<[DictionaryCells, string]>([
    [{ 'Field Type': 'calc' }, 'Field Type'],
    [{ 'Field Type': 'file' }, 'Field Type'],
    [{ 'Field Type': 'descriptive' }, 'Field Type'],
    [{ 'Field Type': 'checkbox', 'Choices, Calculations, OR Slider Labels': '1, A' }, 'Field Type'],
    [{ 'Field Type': '' }, 'Field Type'],
    [{ 'Text Validation Type OR Show Slider Number': 'email' }, 'Text Validation Type OR Show Slider Number'],
    [{ 'Text Validation Type OR Show Slider Number': 'number', 'Text Validation Min': 'low' }, 'Text Validation Min'],
    [
      { 'Text Validation Type OR Show Slider Number': 'date_ymd', 'Text Validation Max': '2024-01-01' },
      'Text Validation Max',
    ],
    [{ 'Branching Logic (Show field only if...)': '[sex] = "1"' }, 'Branching Logic (Show field only if...)'],
    [{ 'Matrix Group Name': 'm', 'Matrix Ranking?': 'y' }, 'Matrix Ranking?'],
    [{ 'Identifier?': 'y' }, 'Identifier?'],
  ])('is refused by column where it cannot be held: %j', (cells, column) => {
    expect(redcap(cells).refused.map((one) => one.column)).toEqual([column]);
  });

  it('is read over what is stored: what REDCap has no column for stays, words as long as the English ones do', () => {
    const codes = [
      { code: '0', label: { en: 'Never', zh: '从不' } },
      { code: '1', label: { en: 'Ever', zh: '曾经' } },
    ];
    const stored = field({
      ...{ name: 'smoking', form: 'followUp', kind: 'code', codes, label: { en: 'Smoking', zh: '吸烟' } },
      ...{ known: 'outcome', counts: 'last' },
    });
    const row = { 'Variable / Field Name': 'smoking', 'Form Name': 'follow_up', 'Field Type': 'radio' };
    const choices = 'Choices, Calculations, OR Slider Labels';
    const read = (given: DictionaryCells) => readDictionaryRow({ ...row, ...given }, [stored]).field;
    expect(read({ 'Field Label': 'Smoking', [choices]: '0, Never | 1, Ever' })).toEqual(stored);
    expect(read({ 'Field Label': 'Smoking', [choices]: '0, Never | 1, Now' }).codes).toEqual([
      codes[0],
      { code: '1', label: { en: 'Now', zh: 'Now' } },
    ]);
    expect(read({ 'Field Label': 'Habit', [choices]: '0, Never' }).label).toEqual({ en: 'Habit', zh: 'Habit' });
  });

  it('reports every fault of a row, by column', () => {
    const read = redcap({
      ...{ 'Variable / Field Name': 'Bad Name', 'Form Name': 'nowhere', 'Field Label': '', 'Field Type': 'radio' },
      ...{ 'Identifier?': 'y', 'Field Annotation': '@HAIM-KNOWN="later"' },
    });
    expect(faultsOfRow(read, []).map(({ column }) => column)).toEqual([
      'Identifier?',
      'Form Name',
      'Variable / Field Name',
      'Field Label',
      'Choices, Calculations, OR Slider Labels',
      'Field Annotation',
    ]);
    // What suits a kind is not asked where the kind is in question.
    expect(faultsOfRow(redcap({ 'Field Type': 'calc' }), []).map(({ column }) => column)).toEqual(['Field Type']);
  });

  it('is read without its formatting, and says so', () => {
    const { field: read, notes } = redcap({
      ...{
        'Field Type': 'radio',
        'Field Label': '<div class="rich-text-field-label"><p>Size &lt;5&nbsp;cm<br>now</p></div>',
      },
      ...{ 'Choices, Calculations, OR Slider Labels': '01, <b>None</b> | 02, 1 < x &amp; x < 3' },
    });
    expect(read.label.en).toBe('Size <5 cm now');
    expect(read.codes.map(({ code, label }) => `${code} ${label.en}`)).toEqual(['01 None', '02 1 < x & x < 3']);
    expect(notes.map(({ en }) => en)).toContain('its formatting (HTML) is not kept');
  });

  it('reports what is not kept', () => {
    const notes = redcap({
      ...{ 'Section Header': 'Habits', 'Matrix Group Name': 'habits', 'Field Annotation': '@HIDDEN @DEFAULT="1"' },
      ...{ 'Form Name': 'treatment' },
    }).notes.map(({ en }) => en);
    expect(notes).toEqual([
      'has no words in Chinese; the English ones are shown',
      'its section header is not kept',
      'is asked by itself, not in a matrix',
      '@HIDDEN, @DEFAULT is not followed',
      'is not a variable of analysis: the annotation @HAIM-KNOWN would say when it is known',
    ]);
  });
});
