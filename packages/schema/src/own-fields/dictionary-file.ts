import { type CsvCell } from '../csv-text.ts';
import { columnOf, type Label } from '../form.ts';
import { forms } from '../forms/index.ts';
import { readNumber } from '../reading/index.ts';
import { checkOwnField } from './check-own-field.ts';
import { plainOf } from './dictionary-html.ts';
import { type OwnField, type OwnKind, usualKnown } from './own-field.ts';

/**
 * The columns of a data dictionary as REDCap exports and imports it. What REDCap has no column for (the words in Chinese,
 * the unit, what the field is in analyses) is in the annotation, which REDCap keeps and ignores.
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

/** What is wrong with a row, by column of the file. */
export interface DictionaryFault {
  readonly column: Column;
  readonly expected: Label;
}

export interface ReadDictionaryRow {
  readonly field: OwnField;
  /** What of the row cannot be held; empty if the field is what the row says. */
  readonly refused: readonly DictionaryFault[];
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

function rowOf(field: OwnField): CsvCell[] {
  const { name, form, kind, label, help, required, unit, lowest, highest, codes, known, counts } = field;
  const [type, validation] = types[kind];
  const choices = (language: keyof Label) => codes.map((one) => `${one.code}, ${one.label[language]}`).join(' | ');
  const annotation = [
    tag('LABEL-ZH', label.zh),
    ...(help ? [tag('NOTE-ZH', help.zh)] : []),
    ...(codes.length > 0 ? [tag('CHOICES-ZH', choices('zh'))] : []),
    ...(unit === null ? [] : [tag('UNIT', unit)]),
    ...(known === usualKnown(form) ? [] : [tag('KNOWN', known ?? NEVER)]),
    ...(counts === null ? [] : [tag('COUNTS', counts)]),
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

/** In place of a time: the field is not a variable. */
const NEVER = 'no';

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

/**
 * Reads a row of a dictionary. What is wrong with it altogether is reported by `faultsOfRow`.
 *
 * @param stored - the fields of the study: what a row of REDCap has no column for stays as it is stored, words in Chinese
 *   as long as the English ones beside them are the same.
 */
export function readDictionaryRow(cells: DictionaryCells, stored: readonly OwnField[] = []): ReadDictionaryRow {
  const cell = (column: Column) => (cells[column] ?? '').trim();
  const refused: DictionaryFault[] = [];
  const refuse: Refuse = (column, en, zh) => refused.push({ column, expected: { en, zh } });
  const annotation = cell('Field Annotation');
  const kind = kindOf(cell, refuse);
  refuseUnheld(cell, refuse);

  const labelZh = tagged(annotation, 'LABEL-ZH');
  const noteZh = tagged(annotation, 'NOTE-ZH');
  // What the portal wrote itself is text; REDCap shows labels, notes and choices as HTML.
  const plain = labelZh === null ? plainOf : (text: string) => text;
  const note = plain(cell('Field Note'));
  const choices = plain(cell('Choices, Calculations, OR Slider Labels'));
  const formName = cell('Form Name');
  const form = forms.find(({ name }) => columnOf(name) === formName || name === formName)?.name ?? formName;
  const name = cell('Variable / Field Name');
  const kept = labelZh === null ? (stored.find((one) => one.name === name) ?? null) : null;
  const label = plain(cell('Field Label'));
  const known = tagged(annotation, 'KNOWN');
  const codes = kind === 'code' ? codesOf(choices, tagged(annotation, 'CHOICES-ZH')) : [];
  const field: OwnField = {
    form,
    name,
    kind: kind ?? 'text',
    label: keptWords(inBoth(label, labelZh), kept?.label),
    help: note === '' && noteZh === null ? null : keptWords(inBoth(note, noteZh), kept?.help),
    required: /^y/i.test(cell('Required Field?')),
    unit: tagged(annotation, 'UNIT') ?? kept?.unit ?? null,
    lowest: endOf(cell, 'Text Validation Min', kind, refuse),
    highest: endOf(cell, 'Text Validation Max', kind, refuse),
    codes: codes.map(({ code, label: words }) => ({
      code,
      label: keptWords(words, kept?.codes.find((one) => one.code === code)?.label),
    })),
    // `checkOwnField` refuses what is not among the words that it knows.
    known: known === null ? (kept ? kept.known : usualKnown(form)) : known === NEVER ? null : (known as 'outcome'),
    counts: (tagged(annotation, 'COUNTS') as OwnField['counts']) ?? (known === null ? (kept?.counts ?? null) : null),
  };
  return { field, refused, notes: notesOf(field, cell, annotation) };
}

/** Everything that is wrong with a row: what cannot be held of it, and what the declaration lacks. */
export function faultsOfRow(
  { field, refused }: ReadDictionaryRow,
  others: readonly Pick<OwnField, 'name' | 'form'>[],
): DictionaryFault[] {
  const known = new Set(refused.map(({ column }) => column));
  const isKindKnown = !known.has('Field Type') && !known.has(VALIDATION);
  const issues = checkOwnField(field, others);
  const lacking = issues.flatMap(({ field: place, expected }) => {
    // A text that is missing in both languages is missing from its own column.
    if (place.endsWith('.zh') && issues.some((issue) => issue.field === place.replace(/zh$/, 'en'))) return [];
    // What suits a kind cannot be said where the kind is in question.
    if (!isKindKnown && ['unit', 'counts'].includes(place)) return [];
    return [{ column: columnOfPlace(place), expected }];
  });
  return [...refused, ...lacking.filter(({ column }) => !known.has(column))];
}

/** The column of the file that has what a declaration calls 'label.en' or 'codes.2.code'. */
export function columnOfPlace(place: string): Column {
  const [first = '', ...rest] = place.split('.');
  if (rest.at(-1) === 'zh' || ['unit', 'known', 'counts'].includes(first)) return 'Field Annotation';
  return placeColumns[first] ?? 'Field Annotation';
}

const placeColumns: Readonly<Record<string, Column>> = {
  name: 'Variable / Field Name',
  form: 'Form Name',
  kind: 'Field Type',
  label: 'Field Label',
  help: 'Field Note',
  codes: 'Choices, Calculations, OR Slider Labels',
  lowest: 'Text Validation Min',
  highest: 'Text Validation Max',
  required: 'Required Field?',
};

const VALIDATION = 'Text Validation Type OR Show Slider Number';

type Cell = (column: Column) => string;
type Refuse = (column: Column, en: string, zh: string) => void;

function refuseUnheld(cell: Cell, refuse: Refuse): void {
  const logic = 'Branching Logic (Show field only if...)';
  if (cell(logic) !== '') refuse(logic, 'empty: fields are always asked for', '留空：字段总会采集');
  if (/^y/i.test(cell('Matrix Ranking?')))
    refuse('Matrix Ranking?', 'empty: answers are not ranked against each other', '留空：不对各项作答排序');
  if (/^y/i.test(cell('Identifier?')))
    refuse(
      'Identifier?',
      'empty: what identifies a patient is not recorded here',
      '留空：此处不记录可识别患者身份的内容',
    );
}

/** An end of the range of a number. */
function endOf(cell: Cell, column: Column, kind: OwnKind | null, refuse: Refuse): number | null {
  const text = cell(column);
  if (text === '' || kind === null) return null;
  const value = kind === 'integer' || kind === 'decimal' ? readNumber(text) : null;
  if (value === null) refuse(column, 'empty, or a number where the field is one', '留空；数字字段可填数字');
  return value;
}

/** Null where it is refused. */
function kindOf(cell: Cell, refuse: Refuse): OwnKind | null {
  const type = cell('Field Type').toLowerCase();
  if (!Object.hasOwn(fieldTypes, type)) {
    const known = Object.keys(fieldTypes);
    refuse('Field Type', `one of ${known.join(', ')}`, `以下之一：${known.join('、')}`);
    return null;
  }
  const fixed = fieldTypes[type];
  if (fixed) return fixed;
  const validation = cell(VALIDATION).toLowerCase();
  const kind = Object.hasOwn(validations, validation) ? validations[validation] : undefined;
  if (kind) return kind;
  const known = Object.keys(validations).filter(Boolean);
  refuse(VALIDATION, `empty, or one of ${known.join(', ')}`, `留空，或以下之一：${known.join('、')}`);
  return null;
}

/** A text that a file has in one language only stands for both. */
function inBoth(en: string, zh: string | null): Label {
  return { en: en === '' ? (zh ?? '') : en, zh: zh ?? en };
}

/** The stored words, where the English ones are the same. */
function keptWords(read: Label, stored: Label | null | undefined): Label {
  return stored?.en === read.en ? stored : read;
}

/** '1, Never | 2, Former': the code ends at the first comma. */
function codesOf(choices: string, inChinese: string | null): OwnField['codes'] {
  const words = new Map(inChinese === null ? [] : choicesOf(inChinese));
  return choicesOf(choices).map(([code, en]) => ({ code, label: { en, zh: words.get(code) ?? en } }));
}

/** `1, Male | 2, Female` as codes with their words. */
export function choicesOf(text: string): [code: string, words: string][] {
  return text
    .split('|')
    .filter((choice) => choice.trim() !== '')
    .map((choice) => {
      const at = choice.indexOf(',');
      const [code, words] = at < 0 ? [choice, choice] : [choice.slice(0, at), choice.slice(at + 1)];
      return [code.trim(), words.trim()];
    });
}

function notesOf({ form, label, known }: OwnField, cell: Cell, annotation: string): Label[] {
  const notes: Label[] = [];
  const isOurs = tagged(annotation, 'LABEL-ZH') !== null;
  if (!isOurs && label.en !== '' && label.zh === label.en)
    notes.push({ en: 'has no words in Chinese; the English ones are shown', zh: '没有中文文字，将显示英文' });
  const shown = ['Field Label', 'Field Note', 'Choices, Calculations, OR Slider Labels'] as const;
  if (!isOurs && shown.some((column) => plainOf(cell(column)) !== cell(column)))
    notes.push({ en: 'its formatting (HTML) is not kept', zh: '不保留其格式（HTML）' });
  if (cell('Section Header') !== '') notes.push({ en: 'its section header is not kept', zh: '不保留其章节标题' });
  if (cell('Matrix Group Name') !== '')
    notes.push({ en: 'is asked by itself, not in a matrix', zh: '单独采集，不以矩阵显示' });
  const tags = annotation.replaceAll(/@HAIM-[A-Z-]+="(?:[^"]|"")*"/g, '').match(/@[A-Z][A-Z-]*/g);
  if (tags) {
    const list = [...new Set(tags)];
    notes.push({ en: `${list.join(', ')} is not followed`, zh: `不执行 ${list.join('、')}` });
  }
  if (known === null && tagged(annotation, 'KNOWN') === null && forms.some(({ name }) => name === form))
    notes.push({
      en: 'is not a variable of analysis: the annotation @HAIM-KNOWN would say when it is known',
      zh: '不作为分析变量：注释 @HAIM-KNOWN 可指明其何时已知',
    });
  return notes;
}
