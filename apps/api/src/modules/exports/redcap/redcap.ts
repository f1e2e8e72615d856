import { dictionaryColumns } from '@haim/schema';
import {
  type DescribedTable,
  type TableCell,
  type TableColumn,
  tableColumn,
  type TableRow,
} from '../../../tables/index.ts';

/** The form that says who a record is; REDCap wants the name of the record to be the first field of all. */
const FIRST_FORM = 'registration';

export interface RedcapProject {
  readonly dictionary: readonly (readonly string[])[];
  /** A file for each form, to be imported one after the other. */
  readonly data: readonly DescribedTable[];
  /** The name of each column in the project. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The forms of an export as a project of REDCap: what several forms have under one name is prefixed with the form's. */
export function redcapOf(tables: readonly DescribedTable[], language: 'en' | 'zh'): RedcapProject {
  const forms = tables.filter(({ name }) => name !== 'analysis');
  const uses = new Map<string, number>();
  for (const { columns } of forms) for (const { name } of fieldsOf(columns)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const nameIn = (form: string, name: string) =>
    (uses.get(name) ?? 0) > 1 || name === FIRST_FORM ? `${form}_${name}` : name;
  const names = new Map(
    forms.map((form) => [
      form.name,
      new Map(fieldsOf(form.columns).map(({ name }) => [name, nameIn(form.name, name)])),
    ]),
  );
  const centre = forms[0]?.columns.find(({ name }) => name === 'centre');
  return {
    names,
    dictionary: [
      dictionaryColumns,
      dictionaryRow(
        'record_id',
        FIRST_FORM,
        tableColumn({ name: 'record_id', label: { en: 'Record', zh: '记录' }, type: 'text' }),
        language,
      ),
      ...(centre ? [dictionaryRow('centre', FIRST_FORM, centre, language)] : []),
      dictionaryRow(
        'patient',
        FIRST_FORM,
        tableColumn({ name: 'patient', label: { en: 'Patient', zh: '患者' }, type: 'text' }),
        language,
      ),
      ...forms.flatMap((form) =>
        fieldsOf(form.columns).map((column) =>
          dictionaryRow(nameIn(form.name, column.name), form.name, column, language),
        ),
      ),
    ],
    data: [
      ...registrationOf(forms),
      ...forms.map((form) => dataOf(form, names.get(form.name) ?? new Map<string, string>())),
    ],
  };
}

/** Those that are asked: who a record is stands in its name and number. */
function fieldsOf(columns: readonly TableColumn[]): readonly TableColumn[] {
  return columns.filter(({ name }) => !['centre', 'patient', 'record'].includes(name));
}

const kinds: Readonly<Record<TableColumn['type'], readonly [type: string, validation: string]>> = {
  text: ['text', ''],
  partialDate: ['text', ''],
  integer: ['text', 'integer'],
  decimal: ['text', 'number'],
  date: ['text', 'date_ymd'],
  boolean: ['yesno', ''],
  code: ['dropdown', ''],
};

function dictionaryRow(name: string, form: string, column: TableColumn, language: 'en' | 'zh'): string[] {
  const [type, validation] = kinds[column.type];
  // A bar ends a choice, and a comma the code of one.
  const choices = (column.codes ?? []).map(({ number, label }) => `${number}, ${label[language].replaceAll('|', '/')}`);
  const note = [column.unit, column.note?.[language]].filter(Boolean).join('; ');
  return [
    name,
    form,
    '',
    type,
    column.label[language],
    choices.join(' | '),
    note,
    validation,
    ...Array.from({ length: 9 }, () => ''),
    annotation(column),
  ];
}

function annotation({ codes, origin }: TableColumn): string {
  const stored = codes ? ` codes: ${codes.map(({ number, code }) => `${number}=${code}`).join('; ')}` : '';
  return `${origin}${stored}`;
}

const recordId = (centre: TableCell, patient: TableCell) => `${String(centre)}-${String(patient)}`;
const idColumn = tableColumn({ name: 'record_id', label: { en: 'Record', zh: '记录' }, type: 'text' });

/** One row for each patient, of the first form, which every patient has. */
function registrationOf(forms: readonly DescribedTable[]): DescribedTable[] {
  const first = forms.find(({ name }) => name === 'demographics') ?? forms[0];
  if (!first) return [];
  const [centre, patient] = ['centre', 'patient'].map((name) =>
    first.columns.findIndex((column) => column.name === name),
  );
  const [ofCentre, ofPatient] = [first.columns[centre ?? 0], first.columns[patient ?? 1]];
  if (!ofCentre || !ofPatient) throw new Error('a table of a form says whose its records are');
  const row = (cells: TableRow): TableRow => {
    const [at, who] = [cells[centre ?? 0] ?? null, cells[patient ?? 1] ?? null];
    return [recordId(at, who), toNumber(ofCentre)(at), who, 2];
  };
  return [
    {
      ...first,
      name: FIRST_FORM,
      columns: [idColumn, numbered(ofCentre, 'centre'), ofPatient, complete(FIRST_FORM)],
      batches: async function* () {
        for await (const batch of first.batches()) yield batch.map(row);
      },
    },
  ];
}

function dataOf(form: DescribedTable, names: ReadonlyMap<string, string>): DescribedTable {
  const place = (name: string) => form.columns.findIndex((column) => column.name === name);
  const [centre, patient, record] = [place('centre'), place('patient'), place('record')];
  const fields = form.columns
    .map((column, i) => ({ column, i, write: toNumber(column) }))
    .filter(({ column }) => names.has(column.name));
  const repeats = record !== -1;
  const row = (cells: TableRow): TableRow => [
    recordId(cells[centre] ?? null, cells[patient] ?? null),
    ...(repeats ? [form.name, cells[record] ?? null] : []),
    ...fields.map(({ i, write }) => write(cells[i] ?? null)),
    2,
  ];
  return {
    ...form,
    columns: [
      idColumn,
      ...(repeats ? repeated : []),
      ...fields.map(({ column }) => numbered(column, names.get(column.name) ?? column.name)),
      complete(form.name),
    ],
    batches: async function* () {
      for await (const batch of form.batches()) yield batch.map(row);
    },
  };
}

const repeated = [
  tableColumn({ name: 'redcap_repeat_instrument', label: { en: 'Repeating form', zh: '重复表单' }, type: 'text' }),
  tableColumn({
    name: 'redcap_repeat_instance',
    label: { en: 'Number of the record', zh: '记录序号' },
    type: 'integer',
  }),
];

/** 2: REDCap's own word for complete. */
function complete(form: string): TableColumn {
  return tableColumn({ name: `${form}_complete`, label: { en: 'Complete?', zh: '是否完成' }, type: 'integer' });
}

/** Choices are numbers there: a code may have a character that REDCap does not allow. */
function numbered(column: TableColumn, name: string): TableColumn {
  return { ...column, name, type: column.type === 'code' || column.type === 'boolean' ? 'integer' : column.type };
}

function toNumber(column: TableColumn): (cell: TableCell) => TableCell {
  if (column.type === 'boolean') return (cell) => (cell === null ? null : Number(cell));
  if (column.type !== 'code') return (cell) => cell;
  const numbers = new Map(column.codes?.map(({ code, number }) => [code, number]));
  return (cell) => {
    if (cell === null) return null;
    const number = numbers.get(String(cell));
    if (number === undefined) throw new Error(`${column.name}: ${String(cell)} is not one of its declared codes`);
    return number;
  };
}
