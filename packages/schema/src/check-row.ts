import { appliesTo, appliesWhen } from './applies.ts';
import { type FieldSpec, type Form, fieldsOf, type Label, type Row, type StudyList } from './form.ts';
import { isCalendarDate } from './calendar-date.ts';
import { earliestDay, isPartialDate } from './partial-date.ts';
import { valuesOf } from './missing/reasons.ts';

export type Problem =
  | 'required'
  | 'unknownField'
  | 'wrongType'
  | 'outOfRange'
  | 'unusual'
  | 'notInList'
  | 'notADate'
  | 'tooLong'
  | 'rule'
  /** Of a declaration: records have what it would no longer allow. */
  | 'inUse'
  /** Of a declaration: what it means is fixed since it was published. */
  | 'frozen';

export interface Issue {
  readonly field: string;
  readonly problem: Problem;
  /** An `error` refuses the record, a `warning` asks for a second look. */
  readonly severity: 'error' | 'warning';
  /** What is expected, in words. Never the value given. */
  readonly expected: Label;
}

/** The codes of the study's own lists. */
export type StudyLists = Readonly<Record<StudyList, readonly string[]>>;

/**
 * The one check of a record, for import, API and web form. An absent field counts as null.
 *
 * @param lists - the study's own code lists; a `studyCode` field is refused if its code is not among them.
 * @returns faulty fields in form order, then unknown ones, then broken rules; empty if valid.
 */
export function checkRow(form: Form, row: Row, lists: StudyLists): Issue[] {
  const { fields: all, values } = entriesOf(form);
  const faults: Issue[] = [];
  for (const [field, spec] of all) {
    const fault = faultOf(field, spec, row, lists);
    if (fault) faults.push(fault);
  }
  const strangers = Object.keys(row)
    .filter((field) => !Object.hasOwn(form.fields, field))
    .map((field) => issue(field, 'unknownField', label(`a field of ${form.name}`, `表单 ${form.name} 的字段`)));
  const broken = new Set([...faults, ...strangers].filter(isError).map(({ field }) => field));
  const rules = form.rules
    .filter(({ fields, holds }) => !fields.some((field) => broken.has(field)) && !holds(row))
    .flatMap(({ fields, label: expected, severity }) =>
      fields.map((field): Issue => ({ field, problem: 'rule', severity, expected })),
    );
  // Not where a rule has said so already, of the field or of what it depends on.
  const doubted = new Set([...faults, ...rules].map(({ field }) => field));
  const beside = values
    .filter(([field, spec]) => (row[field] ?? null) !== null && !appliesTo(spec, row))
    .filter(([field, { applies = [] }]) => ![field, ...applies.map((one) => one.field)].some((one) => doubted.has(one)))
    .map(([field, spec]) => issue(field, 'rule', emptyUnless(form, spec), 'warning'));
  return [...faults, ...strangers, ...rules, ...beside];
}

export function isError({ severity }: Issue): boolean {
  return severity === 'error';
}

type Entries = readonly (readonly [field: string, spec: FieldSpec])[];

const entries = new WeakMap<Form, { readonly fields: Entries; readonly values: Entries }>();

/** Listed once: a file has a million records of a form. */
function entriesOf(form: Form): { readonly fields: Entries; readonly values: Entries } {
  const known = entries.get(form) ?? { fields: fieldsOf(form), values: valuesOf(form) };
  entries.set(form, known);
  return known;
}

function faultOf(field: string, spec: FieldSpec, row: Row, lists: StudyLists): Issue | null {
  const value = row[field] ?? null;
  if (value === null) return spec.required ? issue(field, 'required', label('a value', '必须填写')) : null;
  const problem = problemOf(spec, value, lists);
  if (!problem) return isOffered(spec, row, value) ? null : issue(field, 'notInList', offeredOf(spec, row));
  return issue(field, problem, expectedOf(spec, problem, lists), problem === 'unusual' ? 'warning' : 'error');
}

function emptyUnless(form: Form, spec: FieldSpec): Label {
  if (spec.retired) return label(`empty: it is ${spec.retired.en}`, `留空：${spec.retired.zh}`);
  const { en, zh } = appliesWhen(form, spec);
  return label(`a value ${en}`, `${zh}时填写`);
}

function isOffered(spec: FieldSpec, row: Row, value: unknown): boolean {
  const offers = spec.kind === 'code' ? spec.offers?.(row) : null;
  return !offers || offers.codes.some(({ code }) => code === value);
}

/** 'one of 1, 2, 3: the CTCAE grades that Nausea has'. */
function offeredOf(spec: FieldSpec, row: Row): Label {
  const offers = spec.kind === 'code' ? spec.offers?.(row) : null;
  const { en, zh } = oneOf((offers?.codes ?? []).map(({ code }) => code));
  return offers ? label(`${en}: ${offers.of.en}`, `${zh}（${offers.of.zh}）`) : label(en, zh);
}

function problemOf(spec: FieldSpec, value: unknown, lists: StudyLists): Problem | null {
  switch (spec.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'wrongType';
    case 'integer':
    case 'decimal': {
      const isNumber = spec.kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
      if (typeof value !== 'number' || !isNumber) return 'wrongType';
      if (!within(value, spec.range)) return 'outOfRange';
      return within(value, spec.usual) ? null : 'unusual';
    }
    case 'text':
      if (typeof value !== 'string') return 'wrongType';
      if (spec.required && value.trim() === '') return 'required';
      return value.length <= (spec.maxLength ?? TEXT_LIMIT) ? null : 'tooLong';
    case 'code':
      return spec.list.codes.some(({ code }) => code === value) ? null : 'notInList';
    case 'studyCode':
      return lists[spec.studyList].some((code) => code === value) ? null : 'notInList';
    case 'date':
      if (typeof value !== 'string' || !(spec.partial ? isPartialDate : isCalendarDate)(value)) return 'notADate';
      return isInRange(earliestDay(value)) ? null : 'outOfRange';
  }
}

/** No patient of a study was seen before this date; catches '0024-05-01'. */
const EARLIEST = '1900-01-01';

/** Where the day begins first (UTC+14), so that no centre's current date is refused. */
const EARLIEST_ZONE_MS = 14 * 3_600_000;

function isInRange(day: string): boolean {
  return day >= EARLIEST && Date.parse(day) <= Date.now() + EARLIEST_ZONE_MS;
}

/** Longest text for a field that does not set its own limit. */
export const TEXT_LIMIT = 500;

function within(value: number, range: readonly [number, number] | undefined): boolean {
  return !range || (value >= range[0] && value <= range[1]);
}

function expectedOf(spec: FieldSpec, problem: Problem, lists: StudyLists): Label {
  switch (spec.kind) {
    case 'integer':
    case 'decimal': {
      const [whole, wholeZh] = spec.kind === 'integer' ? ['a whole number', '整数'] : ['a number', '数字'];
      const range = problem === 'unusual' ? spec.usual : spec.range;
      const { en: unit, zh: unitZh } = unitLabel(spec.unit);
      if (!range) return label(`${whole}${unit}`, `${wholeZh}${unitZh}`);
      if (!range.every(Number.isFinite)) return openRange(range, [whole, wholeZh], [unit, unitZh]);
      const [en, zh] = problem === 'unusual' ? ['usually ', '通常为'] : [`${whole} from `, `${wholeZh}，范围`];
      return label(`${en}${range[0]} to ${range[1]}${unit}`, `${zh} ${range[0]} 至 ${range[1]}${unitZh}`);
    }
    case 'code':
      return oneOf(spec.list.codes.map(({ code }) => code));
    case 'studyCode':
      return oneOf(lists[spec.studyList]);
    case 'boolean':
      return label('yes or no', '是或否');
    case 'date':
      return problem === 'outOfRange'
        ? label(`a date from ${EARLIEST} to today`, `${EARLIEST} 至今天之间的日期`)
        : dateExpected(spec.partial);
    case 'text': {
      const limit = spec.maxLength ?? TEXT_LIMIT;
      return label(`text of at most ${limit} characters`, `不超过 ${limit} 个字符的文本`);
    }
  }
}

/** A range of which one end is infinite, as a study may declare it. */
function openRange(
  [lowest, highest]: readonly [number, number],
  [whole, wholeZh]: readonly [string, string],
  [unit, unitZh]: readonly [string, string],
): Label {
  return highest === Infinity
    ? label(`${whole} of at least ${lowest}${unit}`, `${wholeZh}，至少 ${lowest}${unitZh}`)
    : label(`${whole} of at most ${highest}${unit}`, `${wholeZh}，至多 ${highest}${unitZh}`);
}

/** How a date is written, for whoever reads a text as one. */
export function dateExpected(partial: true | undefined): Label {
  return partial
    ? label(
        'a date as YYYY-MM-DD, or what is known of it as YYYY-MM or YYYY',
        '日期 YYYY-MM-DD；仅知年月或年份时填 YYYY-MM 或 YYYY',
      )
    : label('a calendar date as YYYY-MM-DD', '日历日期 YYYY-MM-DD');
}

/** Units of measurement are the same in both languages; words are not. */
function unitLabel(unit: string | undefined): Label {
  if (unit === undefined) return label('', '');
  const words: Readonly<Record<string, string>> = { years: ' 岁', days: ' 天' };
  return label(` ${unit}`, words[unit] ?? ` ${unit}`);
}

function oneOf(codes: readonly string[]): Label {
  return label(`one of ${codes.join(', ')}`, `以下之一：${codes.join('、')}`);
}

function label(en: string, zh: string): Label {
  return { en, zh };
}

function issue(field: string, problem: Problem, expected: Label, severity: Issue['severity'] = 'error'): Issue {
  return { field, problem, severity, expected };
}
