import { missingReason } from '../codes/missing-reason.ts';
import { type CodeList, type FieldSpec, type Label } from '../form.ts';
import { readField } from '../reading/index.ts';
import { unitsIn, wordsOf } from './guess-words.ts';
import { type ColumnSource, type LookedColumn } from './look.ts';

type Written = { -readonly [K in keyof ColumnSource]: ColumnSource[K] };

/** How a column would be read as a field, and which share of its different values that leaves readable. */
export interface GuessedSource {
  readonly source: ColumnSource;
  readonly readable: number;
}

/** @param arms - of the study, for the field that names one. */
export function guessSource(column: LookedColumn, spec: FieldSpec, arms: CodeList): GuessedSource {
  const source: Written = { column: column.name };
  const missing = missingBy(column);
  if (missing) source.missing = missing;
  const list = spec.kind === 'code' ? spec.list : spec.kind === 'studyCode' ? arms : null;
  if (list || spec.kind === 'boolean') return withValues(column, spec, list, source);
  if (spec.kind === 'date') return asDate(column, source);
  if (spec.kind === 'integer' || spec.kind === 'decimal') {
    const factor = factorOf(column, spec.unit);
    if (factor === 'unstated') return { source, readable: 0 };
    if (factor !== 1) source.multiplyBy = factor;
    return { source, readable: column.holds === 'numbers' ? 1 : share(column, spec) };
  }
  return { source, readable: column.holds === 'nothing' ? 0.5 : column.holds === 'texts' ? 1 : 0.6 };
}

/** Marks of the file whose labels are those of reasons. */
function missingBy({ marks }: LookedColumn): Written['missing'] {
  const found = marks.flatMap(({ mark, label }) => {
    const word = label.trim().toLowerCase();
    const reason = missingReason.codes.find(
      ({ code, label: { en, zh } }) => word === code.toLowerCase() || word === en.toLowerCase() || label.trim() === zh,
    );
    return reason ? [[mark, reason.code] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function asDate(column: LookedColumn, source: Written): GuessedSource {
  if (column.withTime) source.withTime = true;
  const [order, other] = column.orders;
  // Where both are possible somebody has to say which.
  if (order && !other) source.dates = order;
  const isDates = column.holds === 'dates' || column.holds === 'datesOtherwise';
  return { source, readable: isDates ? 1 : column.holds === 'nothing' ? 0.5 : 0 };
}

/** Different values that the field reads as they are. */
function share({ values, samples }: LookedColumn, spec: FieldSpec): number {
  const texts = values?.map(({ value }) => value) ?? samples;
  if (texts.length === 0) return 0.5;
  return texts.filter((text) => readField(spec, text) !== null).length / texts.length;
}

/** Codes by the value itself, or by the label that the file has for it. */
function withValues(column: LookedColumn, spec: FieldSpec, list: CodeList | null, source: Written): GuessedSource {
  const { values } = column;
  if (values === null) return { source, readable: 0 };
  if (values.length === 0) return { source, readable: 0.5 };
  const asCode: FieldSpec = list ? { kind: 'code', label: spec.label, list } : spec;
  const found = values.map(({ value, label }) => {
    const plain = readField(asCode, value);
    return { value, plain, code: plain ?? (label === null ? null : readField(asCode, label)) };
  });
  const hasLabels = values.some(({ label }) => label !== null);
  const read = hasLabels
    ? found.map((one, i) => {
        const label = values[i]?.label;
        return { ...one, code: (label ? readField(asCode, label) : null) ?? one.plain };
      })
    : found;
  const known = eventOf(column, list, read) ?? read;
  // A list of values is needed where a value is not read as it stands.
  if (known.some(({ plain, code }) => code !== plain)) {
    source.values = Object.fromEntries(known.flatMap(({ value, code }) => (code === null ? [] : [[value, code]])));
  }
  return { source, readable: known.filter(({ code }) => code !== null).length / known.length };
}

interface KnownValue {
  readonly value: string;
  readonly plain: string | number | boolean | null;
  readonly code: string | number | boolean | null;
}

/** A column that says by 1 or yes that somebody has died. */
function eventOf(
  { name, label }: LookedColumn,
  list: CodeList | null,
  read: readonly KnownValue[],
): KnownValue[] | null {
  if (!list?.codes.some(({ code }) => code === 'dead')) return null;
  const answers = read.map(({ value }) => readField({ kind: 'boolean', label: { en: '', zh: '' } }, value));
  if (answers.includes(null)) return null;
  if (![name, label.en, label.zh].some((text) => /death|dead|died|event|死亡/i.test(text))) return null;
  return read.map((one, i) => ({ ...one, code: answers[i] === true ? 'dead' : 'alive' }));
}

const lengths: Readonly<Record<string, number>> = { mm: 1, cm: 10, m: 1000, 毫米: 1, 厘米: 10 };
const times: Readonly<Record<string, number | 'monthDays'>> = {
  ...{ days: 1, day: 1, d: 1, 天: 1, 日: 1, weeks: 7, week: 7, 周: 7 },
  ...{ months: 'monthDays', month: 'monthDays', mo: 'monthDays', m: 'monthDays', 月: 'monthDays', 个月: 'monthDays' },
};
const masses: Readonly<Record<string, number>> = {
  ...{ 'ng/ml': 1, 'ug/l': 1, 'µg/l': 1, 'μg/l': 1, 'mg/l': 1000, 'ug/ml': 1000, 'µg/ml': 1000 },
};

/** Units that columns come in for a field of this unit, each with what a value is multiplied by. */
export function factorsOf(
  unit: string | undefined,
): readonly { readonly unit: Label; readonly factor: number | 'monthDays' }[] {
  const own = unit?.toLowerCase() ?? '';
  if (own === 'mm') return [{ unit: { en: 'cm', zh: 'cm' }, factor: 10 }];
  if (own === 'ng/ml') return [{ unit: { en: 'mg/L, µg/mL', zh: 'mg/L、µg/mL' }, factor: 1000 }];
  if (own !== 'days') return [];
  return [
    { unit: { en: 'weeks', zh: '周' }, factor: 7 },
    { unit: { en: 'months', zh: '月' }, factor: 'monthDays' },
  ];
}

/**
 * What a value is multiplied by, where the heading has another unit than the field. Lengths and times come in several
 * units: one that nobody states is for a person to say.
 */
function factorOf(
  { name, label, unit: stated }: LookedColumn,
  unit: string | undefined,
): number | 'monthDays' | 'unstated' {
  if (unit === undefined) return 1;
  const own = unit.toLowerCase();
  const given = [...(stated === null ? [] : [stated.toLowerCase()]), ...[label.en, label.zh, name].flatMap(unitsIn)];
  for (const scale of [lengths, times, masses]) {
    const to = scale[own];
    if (to === undefined) continue;
    for (const one of given) {
      const from = scale[one];
      if (from === undefined) continue;
      return from === 'monthDays' ? from : from / Number(to);
    }
    // `tumour_size_mm` is the portal's own name for it.
    if (scale !== masses && !wordsOf(name).includes(own)) return 'unstated';
  }
  return 1;
}
