import { type CsvCell } from '../csv-text.ts';
import { columnOf, type Label } from '../form.ts';
import { forms } from '../forms/index.ts';
import { readNumber } from '../reading/index.ts';
import { type OwnField, type OwnKind } from './own-field.ts';

/**
 * The columns of a data dictionary as REDCap exports and imports it. What REDCap has no column for, the words in Chinese
 * and the unit, is in the annotation, which REDCap keeps and ignores.
 */
export const dictionaryColumns = [
  'Variable / Field Name',
  'Form Name',
  'Section Header',
  'Field Type',
  'Field Label',
  'Choices, Calculations, OR Slider Labels',
  'Field Note',
  'Text Validation Type OR Show Slider Number',
  'Text Validation Min',
  'Text Validation Max',
  'Identifier?',
  'Branching Logic (Show field only if...)',
  'Required Field?',
  'Custom Alignment',
  'Question Number (surveys only)',
  'Matrix Group Name',
  'Matrix Ranking?',
  'Field Annotation',
] as const;

type Column = (typeof dictionaryColumns)[number];

/** The cells of a row by heading; a column that the file leaves out is empty. */
export type DictionaryCells = Readonly<Partial<Record<string, string>>>;

export interface ReadDictionaryRow {
  readonly field: OwnField;
  /** What of the row cannot be held, by column; empty if the field is what the row says. */
  readonly refused: readonly { readonly column: string; readonly expected: Label }[];
  /** What the row does not say, or what it says and is not kept. */
  readonly notes: readonly Label[];
}

const types: Readonly<Record<OwnKind, readonly [type: string, validation: string]>> = {
  integer: ['text', 'integer'],
  decimal: ['text', 'number'],
  date: ['text', 'date_ymd'],
  text: ['text', ''],
  code: ['radio', ''],
  boolean: ['yesno', ''],
};

/** The rows of a dictionary file, its headings first. */
export function dictionaryRows(fields: readonly OwnField[]): CsvCell[][] {
  return [[...dictionaryColumns], ...fields.map(rowOf)];
}

function rowOf({ name, form, kind, label, help, required, unit, lowest, highest, codes }: OwnField): CsvCell[] {
  const [type, validation] = types[kind];
  const choices = (language: keyof Label) => codes.map((one) => `${one.code}, ${one.label[language]}`).join(' | ');
  const annotation = [
    tag('LABEL-ZH', label.zh),
    ...(help ? [tag('NOTE-ZH', help.zh)] : []),
    ...(codes.length > 0 ? [tag('CHOICES-ZH', choices('zh'))] : []),
    ...(unit === null ? [] : [tag('UNIT', unit)]),
  ].join(' ');
  const cells: Partial<Record<Column, CsvCell>> = {
    'Variable / Field Name': name,
    'Form Name': columnOf(form),
    'Field Type': type,
    'Field Label': label.en,
    'Choices, Calculations, OR Slider Labels': choices('en'),
    'Field Note': help?.en ?? '',
    'Text Validation Type OR Show Slider Number': validation,
    'Text Validation Min': lowest,
    'Text Validation Max': highest,
    'Required Field?': required ? 'y' : '',
    'Field Annotation': annotation,
  };
  return dictionaryColumns.map((column) => asText(cells[column] ?? ''));
}

/** A blank before what a spreadsheet would run as a formula: REDCap and we drop it, while a quotation mark would stay. */
function asText(cell: CsvCell): CsvCell {
  return typeof cell === 'string' && /^[=+\-@]/.test(cell) ? ` ${cell}` : cell;
}

const tag = (name: string, value: string): string => `@HAIM-${name}="${value.replaceAll('"', '""')}"`;

function tagged(annotation: string, name: string): string | null {
  const found = new RegExp(`@HAIM-${name}="((?:[^"]|"")*)"`).exec(annotation)?.[1];
  return found?.replaceAll('""', '"') ?? null;
}

/** Validations of a text by the kind of field that holds the same. */
const validations: Readonly<Record<string, OwnKind>> = {
  '': 'text',
  integer: 'integer',
  ...Object.fromEntries(
    ['number', 'number_1dp', 'number_2dp', 'number_3dp', 'number_4dp'].map((one) => [one, 'decimal']),
  ),
  ...Object.fromEntries(['date_ymd', 'date_mdy', 'date_dmy'].map((one) => [one, 'date'])),
};

const fieldTypes: Readonly<Record<string, OwnKind | null>> = {
  text: null,
  notes: 'text',
  radio: 'code',
  dropdown: 'code',
  yesno: 'boolean',
  truefalse: 'boolean',
};

/** Reads a row of a dictionary; the declaration itself is checked afterwards, by `checkOwnField`. */
export function readDictionaryRow(cells: DictionaryCells): ReadDictionaryRow {
  const cell = (column: Column) => (cells[column] ?? '').trim();
  const refused: { column: string; expected: Label }[] = [];
  const refuse = (column: Column, en: string, zh: string) => refused.push({ column, expected: { en, zh } });
  const annotation = cell('Field Annotation');

  const kind = kindOf(cell, refuse);
  const number = (column: Column): number | null => {
    const text = cell(column);
    if (text === '') return null;
    const value = kind === 'integer' || kind === 'decimal' ? readNumber(text) : null;
    if (value === null) refuse(column, 'empty, or a number where the field is one', '留空；数字字段可填数字');
    return value;
  };
  if (cell('Branching Logic (Show field only if...)') !== '')
    refuse('Branching Logic (Show field only if...)', 'empty: fields are always asked for', '留空：字段总会采集');
  if (cell('Matrix Group Name') !== '') refuse('Matrix Group Name', 'empty: there are no matrices', '留空：不支持矩阵');
  if (/^y/i.test(cell('Identifier?')))
    refuse(
      'Identifier?',
      'empty: what identifies a patient is not recorded here',
      '留空：此处不记录可识别患者身份的内容',
    );

  const label = inBoth(cell('Field Label'), tagged(annotation, 'LABEL-ZH'));
  const note = cell('Field Note');
  const noteZh = tagged(annotation, 'NOTE-ZH');
  const formName = cell('Form Name');
  const field: OwnField = {
    form: forms.find(({ name }) => columnOf(name) === formName || name === formName)?.name ?? formName,
    name: cell('Variable / Field Name'),
    kind,
    label,
    help: note === '' && noteZh === null ? null : inBoth(note, noteZh),
    required: /^y/i.test(cell('Required Field?')),
    unit: tagged(annotation, 'UNIT'),
    lowest: number('Text Validation Min'),
    highest: number('Text Validation Max'),
    codes:
      kind === 'code' ? codesOf(cell('Choices, Calculations, OR Slider Labels'), tagged(annotation, 'CHOICES-ZH')) : [],
  };
  return { field, refused, notes: notesOf(field, cell('Section Header'), annotation) };
}

function kindOf(cell: (column: Column) => string, refuse: (column: Column, en: string, zh: string) => void): OwnKind {
  const type = cell('Field Type').toLowerCase();
  if (!Object.hasOwn(fieldTypes, type)) {
    const known = Object.keys(fieldTypes);
    refuse('Field Type', `one of ${known.join(', ')}`, `以下之一：${known.join('、')}`);
    return 'text';
  }
  const fixed = fieldTypes[type];
  if (fixed) return fixed;
  const validation = cell('Text Validation Type OR Show Slider Number').toLowerCase();
  const kind = Object.hasOwn(validations, validation) ? validations[validation] : undefined;
  if (kind) return kind;
  const known = Object.keys(validations).filter(Boolean);
  refuse(
    'Text Validation Type OR Show Slider Number',
    `empty, or one of ${known.join(', ')}`,
    `留空，或以下之一：${known.join('、')}`,
  );
  return 'text';
}

/** A text that a file has in one language only stands for both. */
function inBoth(en: string, zh: string | null): Label {
  return { en: en === '' ? (zh ?? '') : en, zh: zh ?? en };
}

/** '1, Never | 2, Former': the code ends at the first comma. */
function codesOf(choices: string, inChinese: string | null): OwnField['codes'] {
  const words = new Map(inChinese === null ? [] : choicesOf(inChinese));
  return choicesOf(choices).map(([code, en]) => ({ code, label: { en, zh: words.get(code) ?? en } }));
}

function choicesOf(text: string): [code: string, words: string][] {
  return text
    .split('|')
    .filter((choice) => choice.trim() !== '')
    .map((choice) => {
      const at = choice.indexOf(',');
      const [code, words] = at < 0 ? [choice, choice] : [choice.slice(0, at), choice.slice(at + 1)];
      return [code.trim(), words.trim()];
    });
}

function notesOf({ label }: OwnField, section: string, annotation: string): Label[] {
  const notes: Label[] = [];
  if (tagged(annotation, 'LABEL-ZH') === null && label.en !== '')
    notes.push({ en: 'has no words in Chinese; the English ones are shown', zh: '没有中文文字，将显示英文' });
  if (section !== '') notes.push({ en: 'its section header is not kept', zh: '不保留其章节标题' });
  return notes;
}
