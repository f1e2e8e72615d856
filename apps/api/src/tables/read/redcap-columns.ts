import { type Label } from '@haim/schema';
import { numberedCodes, tableColumn } from '../described-table.ts';
import { TableError } from '../table-error.ts';
import { type ReadColumn } from './read-table.ts';
import { type RedcapDictionary, type RedcapField, typeOf } from './redcap-dictionary.ts';

export type RedcapRole = 'record' | 'event' | 'instrument' | 'instance' | 'aside' | 'complete' | 'field' | 'checkbox';

/** A column of an export of REDCap, as its dictionary explains it. */
export interface RedcapColumn {
  readonly role: RedcapRole;
  /** Its instrument; null for what says whose a row is. */
  readonly form: string | null;
  /** As an export with raw headings has it. */
  readonly column: ReadColumn;
  /** As an export with labels has it in its first line. */
  readonly heading: string;
  readonly hasDecimalComma: boolean;
}

const complete = [
  { code: '0', label: { en: 'Incomplete', zh: '未完成' } },
  { code: '1', label: { en: 'Unverified', zh: '未核实' } },
  { code: '2', label: { en: 'Complete', zh: '完成' } },
];
const checked = [
  { code: '0', label: { en: 'Unchecked', zh: '未勾选' } },
  { code: '1', label: { en: 'Checked', zh: '已勾选' } },
];

/** What REDCap puts in front of the variables, in its order, as raw headings and in words. */
const inFront: readonly (readonly [name: string, role: RedcapRole, label: Label])[] = [
  ['redcap_event_name', 'event', { en: 'Event Name', zh: '事件' }],
  ['redcap_repeat_instrument', 'instrument', { en: 'Repeat Instrument', zh: '重复表单' }],
  ['redcap_repeat_instance', 'instance', { en: 'Repeat Instance', zh: '重复序号' }],
  ['redcap_data_access_group', 'aside', { en: 'Data Access Group', zh: '数据访问组' }],
  ['redcap_survey_identifier', 'aside', { en: 'Survey Identifier', zh: '问卷标识' }],
];

/**
 * What each heading of a data file is.
 *
 * @throws TableError that names the heading, where one is not of the dictionary, or may be of several variables.
 */
export function redcapColumns(headings: readonly string[], dictionary: RedcapDictionary): readonly RedcapColumn[] {
  const known = columnsOf(dictionary);
  if (isRaw(headings, dictionary)) return byName(headings, known, dictionary);
  return byLabel(headings, known, dictionary);
}

/** Whether a file has data of the project: its first column is the variable that names the record, or its label. */
export function isRedcapData(headings: readonly string[], dictionary: RedcapDictionary): boolean {
  const [record] = dictionary.fields;
  return isRaw(headings, dictionary) || plain(headings[0] ?? '') === plain(record.label.en);
}

function isRaw(headings: readonly string[], { fields }: RedcapDictionary): boolean {
  return headings.includes(fields[0].name);
}

function columnsOf({ fields, forms }: RedcapDictionary): RedcapColumn[] {
  const [record] = fields;
  return [
    made('record', null, { name: record.name, label: record.label, origin: record.annotation }),
    ...inFront.map(([name, role, label]) => made(role, null, { name, label })),
    ...forms.flatMap((form) => [
      made('complete', form, { name: `${form}_timestamp`, label: { en: 'Survey Timestamp', zh: '问卷时间' } }),
      ...fields.filter((field) => field.form === form && field !== record).flatMap(ofField),
      made('complete', form, {
        ...{ name: `${form}_complete`, label: { en: 'Complete?', zh: '是否完成' } },
        ...{ type: 'code', codes: numberedCodes(complete) },
      }),
    ]),
  ];
}

function ofField(field: RedcapField): RedcapColumn[] {
  const { name, form, label, unit, choices, validation, annotation: origin } = field;
  if (field.type === 'descriptive') return [];
  if (field.type !== 'checkbox') {
    const codes = choices.length > 0 ? numberedCodes(choices) : null;
    const column = made('field', form, { name, label, unit, origin, type: typeOf(field), codes });
    return [{ ...column, hasDecimalComma: validation.endsWith('comma_decimal') }];
  }
  return choices.map(({ code, label: choice }) => ({
    ...made('checkbox', form, {
      name: `${name}___${codeInName(code)}`,
      label: { en: `${label.en}: ${choice.en}`, zh: `${label.zh}：${choice.zh}` },
      ...{ type: 'code', codes: numberedCodes(checked), origin },
    }),
    heading: `${label.en} (choice=${choice.en})`,
  }));
}

/** -1 becomes _1: a name of REDCap has small letters, digits and underscores. */
function codeInName(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
}

function made(
  role: RedcapRole,
  form: string | null,
  given: Partial<ReadColumn> & Pick<ReadColumn, 'name' | 'label'>,
): RedcapColumn {
  const column: ReadColumn = { ...tableColumn({ type: 'text', origin: '', ...given }), marks: [] };
  return { role, form, column, heading: given.label.en, hasDecimalComma: false };
}

function byName(
  headings: readonly string[],
  known: readonly RedcapColumn[],
  dictionary: RedcapDictionary,
): RedcapColumn[] {
  const columns = new Map(known.map((one) => [one.column.name, one]));
  const stranger = headings.filter((heading) => !columns.has(heading));
  if (stranger.length > 0) throw notInDictionary(stranger, dictionary);
  return headings.flatMap((heading) => columns.get(heading) ?? []);
}

/**
 * Several variables may have one label, and each instrument has a “Complete?”: they come in the order of the dictionary.
 * Where fewer are there than variables have the label, nobody can say which.
 */
function byLabel(
  headings: readonly string[],
  known: readonly RedcapColumn[],
  dictionary: RedcapDictionary,
): RedcapColumn[] {
  const labels = known.map(({ heading }) => plain(heading));
  const given = headings.map(plain);
  const stranger = headings.filter((_, i) => !labels.includes(given[i] ?? ''));
  if (stranger.length > 0) throw notInDictionary(stranger, dictionary);
  const countOf = (texts: readonly string[], text: string) => texts.filter((one) => one === text).length;
  const taken = new Set<number>();
  let last = -1;
  return headings.flatMap((heading, i) => {
    const text = given[i] ?? '';
    const places = labels.flatMap((label, place) => (label === text && !taken.has(place) ? [place] : []));
    const place = places.find((one) => one > last) ?? places[0];
    const column = place === undefined ? undefined : known[place];
    const isOfAny = column?.role === 'complete';
    if (column === undefined || (!isOfAny && countOf(labels, text) > countOf(given, text))) {
      throw new TableError({
        en: `${countOf(labels, text)} variables of ${dictionary.file} have the label "${heading}", and the file has ${countOf(given, text)} of them: export the data with raw headings`,
        zh: `${dictionary.file} 中有 ${countOf(labels, text)} 个变量的标签为“${heading}”，而数据有 ${countOf(given, text)} 列：请以原始变量名（raw）导出数据`,
      });
    }
    taken.add(place ?? -1);
    last = place ?? last;
    return [column];
  });
}

/** REDCap writes labels into headings without their formatting. */
function plain(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/\s+/g, ' ').trim();
}

function notInDictionary(headings: readonly string[], { file: of, fields }: RedcapDictionary) {
  const names = headings.slice(0, 5).map((name) => `"${name}"`);
  const more = headings.length > names.length ? ` (${headings.length})` : '';
  return new TableError({
    en: `the column ${names.join(', ')}${more} is not of the data dictionary ${of}, which has ${fields.length} variables: export both of the same project on the same day`,
    zh: `列 ${names.join('、')}${more} 不在数据字典 ${of} 中（共 ${fields.length} 个变量）：请同时导出同一项目的数据和字典`,
  });
}
