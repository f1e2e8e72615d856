import { choicesOf, dictionaryColumns, type Label, plainOf, readDictionaryRow } from '@haim/schema';
import { type ColumnType } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { openTable } from '../open-table.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';

/** A variable of a project of REDCap, as its data dictionary declares it. */
export interface RedcapField {
  readonly name: string;
  readonly form: string;
  /** `text`, `radio`, `checkbox`, `calc` … */
  readonly type: string;
  readonly label: Label;
  readonly unit: string | null;
  readonly choices: readonly { readonly code: string; readonly label: Label }[];
  /** `date_dmy`, `number_comma_decimal` … */
  readonly validation: string;
  readonly annotation: string;
}

export interface RedcapDictionary {
  readonly file: string;
  /** In their order; the first names the record. */
  readonly fields: readonly [RedcapField, ...RedcapField[]];
  /** The instruments, in their order. */
  readonly forms: readonly string[];
}

/** The same columns as the API of REDCap calls them. */
const namesOfApi = [
  ...['field_name', 'form_name', 'section_header', 'field_type', 'field_label', 'select_choices_or_calculations'],
  ...['field_note', 'text_validation_type_or_show_slider_number', 'text_validation_min', 'text_validation_max'],
  ...['identifier', 'branching_logic', 'required_field', 'custom_alignment', 'question_number', 'matrix_group_name'],
  ...['matrix_ranking', 'field_annotation'],
];

/** A note no longer than this may be a unit; a longer one is an explanation. */
const LONGEST_UNIT = 12;

/** Whether a file begins with the headings of a data dictionary, in any encoding. */
export async function isRedcapDictionary(file: FileBytes): Promise<boolean> {
  const head = (await readRange(file, 0, 200)).toString('latin1').replaceAll('\0', '').toLowerCase();
  return /^\W*(variable \/ field name"?[,;\t]"?form name|field_name"?[,;\t]"?form_name)\b/.test(head);
}

/** @throws TableError that names the line, for a dictionary that lacks a column or has a variable twice. */
export async function readRedcapDictionary(file: FileBytes, named: Encoding | null): Promise<RedcapDictionary> {
  const { headings, records } = await openTable(() => file.stream(), named);
  const places = dictionaryColumns.map((name, i) => {
    const at = headings.indexOf(name);
    return at >= 0 ? at : headings.indexOf(namesOfApi[i] ?? '');
  });
  const fields: RedcapField[] = [];
  const lines = new Map<string, number>();
  for await (const { line, cells } of records) {
    const row = Object.fromEntries(dictionaryColumns.map((name, i) => [name, cells[places[i] ?? -1] ?? '']));
    const field = fieldOf(row);
    const earlier = lines.get(field.name);
    if (field.name === '' || field.form === '' || earlier !== undefined) {
      throw new TableError({
        en: `line ${line}: ${earlier === undefined ? 'a variable has a name and a form' : `the variable ${field.name} is on line ${earlier} already`}; export the data dictionary anew`,
        zh: `第 ${line} 行：${earlier === undefined ? '变量须有名称和所属表单' : `变量 ${field.name} 已在第 ${earlier} 行出现`}；请重新导出数据字典`,
      });
    }
    lines.set(field.name, line);
    fields.push(field);
  }
  const [first, ...others] = fields;
  if (!first) {
    throw new TableError({
      en: 'the data dictionary has no variable',
      zh: '数据字典中没有变量',
    });
  }
  return { file: file.name, fields: [first, ...others], forms: [...new Set(fields.map(({ form }) => form))] };
}

function fieldOf(row: Readonly<Record<string, string>>): RedcapField {
  const cell = (name: (typeof dictionaryColumns)[number]) => (row[name] ?? '').trim();
  const { field } = readDictionaryRow(row);
  const type = cell('Field Type').toLowerCase();
  const note = plainOf(cell('Field Note'));
  return {
    name: cell('Variable / Field Name'),
    form: cell('Form Name'),
    type,
    label: field.label,
    unit: field.unit ?? (note !== '' && note.length <= LONGEST_UNIT ? note : null),
    choices: choicesFor(type, plainOf(cell('Choices, Calculations, OR Slider Labels')), field.codes),
    validation: cell('Text Validation Type OR Show Slider Number').toLowerCase(),
    annotation: cell('Field Annotation'),
  };
}

const yesOrNo = [
  { code: '1', label: { en: 'Yes', zh: '是' } },
  { code: '0', label: { en: 'No', zh: '否' } },
];
const trueOrFalse = [
  { code: '1', label: { en: 'True', zh: '真' } },
  { code: '0', label: { en: 'False', zh: '假' } },
];

function choicesFor(type: string, text: string, codes: RedcapField['choices']): RedcapField['choices'] {
  if (type === 'yesno') return yesOrNo;
  if (type === 'truefalse') return trueOrFalse;
  if (type !== 'radio' && type !== 'dropdown' && type !== 'checkbox') return [];
  return codes.length > 0 ? codes : choicesOf(text).map(([code, en]) => ({ code, label: { en, zh: en } }));
}

/** What the values of a variable are, by its type and validation. */
export function typeOf({ type, validation, choices }: RedcapField): ColumnType {
  if (choices.length > 0) return 'code';
  if (type === 'calc' || type === 'slider' || validation.startsWith('number')) return 'decimal';
  if (validation === 'integer') return 'integer';
  return /^date(time)?_/.test(validation) ? 'date' : 'text';
}
