import { type Form, forms, isExtensible, isOwnKey, missingReason, valuesOf } from '@haim/schema';
import { z } from 'zod';
import { TableError } from '../../tables/index.ts';

const reasons = missingReason.codes.map(({ code }) => code);

export const dateOrders = ['dayFirst', 'monthFirst'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** Where a field's value comes from: a column of the file, or the same constant in every row. */
const source = z.union([
  z.strictObject({
    column: z.string().min(1),
    /** Maps the source's codes to ours; a value not listed is refused. */
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    /** A number, or the study's month length where the source counts months. */
    multiplyBy: z.union([z.number(), z.literal('monthDays')]).optional(),
    /** What the source writes where it has no value, with the reason if it states one; an empty cell always counts. */
    missing: z.union([z.array(z.string()), z.record(z.string(), z.enum(reasons))]).optional(),
    /** The column that states the reason why there is no value. */
    reasons: z.string().min(1).optional(),
    /** Columns in which a text goes on that did not fit into the first. */
    continued: z.array(z.string().min(1)).optional(),
    /** How dates are written where the year is not first: 01/02/2020 is the 1 February, or 2 January. */
    dates: z.enum(dateOrders).optional(),
    /** A time of day behind the date is left out. */
    withTime: z.literal(true).optional(),
  }),
  z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type FieldSource = z.infer<typeof source>;

const record = z.strictObject({
  form: z.string(),
  /** The record is made unless this column, or each of these columns, has one of these values. */
  unless: z
    .strictObject({
      column: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
      in: z.array(z.string()).min(1),
    })
    .optional(),
  fields: z.record(z.string(), source),
});

const importMap = z.strictObject({
  /** What the file is and how its codes were decided, for the reader of the mapping. */
  note: z.string().optional(),
  patient: z.strictObject({
    code: source,
    /** `stored`: not in the file; the patient is known already, by code, in exactly one of the centres. */
    centre: z.union([source, z.strictObject({ stored: z.literal(true) })]),
  }),
  records: z.array(record).min(1),
  /** Columns of the file that are left out on purpose. */
  ignore: z.array(z.string()).default([]),
});

export interface RecordMap {
  readonly form: Form;
  readonly unless: { readonly columns: readonly string[]; readonly in: readonly string[] } | null;
  readonly fields: readonly (readonly [field: string, source: FieldSource])[];
}

export interface ImportMap {
  readonly code: FieldSource;
  /** null: as stored. */
  readonly centre: FieldSource | null;
  readonly records: readonly RecordMap[];
  readonly ignore: readonly string[];
  /** Whether texts that a spreadsheet would run as formulas have an apostrophe in front, as in exports of the portal. */
  readonly hasApostrophes?: boolean;
}

/** A mapping as it was sent: of the only table of a file, or of several by their names; null for one that is left out. */
export interface GivenMap {
  readonly only: ImportMap | null;
  readonly tables: ReadonlyMap<string, ImportMap | null>;
  /** The same as JSON, for the next file with these columns. */
  readonly json: { readonly only: unknown; readonly tables: Readonly<Record<string, unknown>> };
}

const severalMaps = z.strictObject({
  note: z.string().optional(),
  tables: z.record(z.string(), z.union([z.literal('ignore'), z.looseObject({})])),
});

/**
 * Fields that a study adds are left to `inStudy`: here the study is not known yet.
 *
 * @throws TableError naming the place in the mapping that is wrong.
 */
export function readImportMap(json: string): GivenMap {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new TableError({ en: 'the mapping is not a JSON file', zh: '映射不是 JSON 文件' });
  }
  if (typeof parsed !== 'object' || parsed === null || !('tables' in parsed)) {
    return { only: ofOneTable(parsed, ''), tables: new Map(), json: { only: parsed, tables: {} } };
  }
  const { tables } = checked(severalMaps, parsed, '');
  const maps = Object.entries(tables).map(([name, map]): [string, ImportMap | null] => [
    name,
    map === 'ignore' ? null : ofOneTable(map, `tables.${name}.`),
  ]);
  return { only: null, tables: new Map(maps), json: { only: null, tables } };
}

/** @param at - where it is in the mapping. */
function ofOneTable(given: unknown, at: string): ImportMap {
  const { patient, records, ignore } = checked(importMap, given, at);
  return {
    code: patient.code,
    centre: 'stored' in patient.centre ? null : patient.centre,
    ignore,
    records: records.map(({ form: name, unless: left, fields }, i) => {
      const form = forms.find((candidate) => candidate.name === name);
      if (!form) {
        throw new TableError({
          en: `the mapping names no form at ${at}records.${i}.form; forms are ${formNames()}`,
          zh: `映射的 ${at}records.${i}.form 不是表单；可用表单：${formNames()}`,
        });
      }
      refuseStranger(i, form, fields, (field) => isExtensible(form.name) && isOwnKey(field));
      const unless = left ? { columns: [left.column].flat(), in: left.in } : null;
      return { form, unless, fields: Object.entries(fields) };
    }),
  };
}

function checked<T>(schema: z.ZodType<T>, given: unknown, at: string): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = at + (issue?.path.join('.') ?? '');
  throw new TableError({
    en: `the mapping is wrong at ${place || 'its top'}: ${issue?.message}`,
    zh: `映射在 ${place || '顶层'} 处有误：${issue?.message}`,
  });
}

/**
 * The mapping for a study that has these forms: with the fields that it adds to them.
 *
 * @throws TableError naming a field that the study does not have.
 */
export function inStudy(map: ImportMap, studyForms: readonly Form[]): ImportMap {
  return {
    ...map,
    records: map.records.map((record, i) => {
      const form = studyForms.find(({ name }) => name === record.form.name) ?? record.form;
      refuseStranger(i, form, Object.fromEntries(record.fields), () => false);
      return { ...record, form };
    }),
  };
}

function refuseStranger(
  at: number,
  form: Form,
  fields: Readonly<Record<string, unknown>>,
  isLeft: (field: string) => boolean,
): void {
  const stranger = Object.keys(fields).find((field) => !Object.hasOwn(form.fields, field) && !isLeft(field));
  if (stranger === undefined) return;
  const known = valuesOf(form)
    .map(([field]) => field)
    .join(', ');
  throw new TableError({
    en: `records.${at}: ${form.name} has no field ${stranger}; it has ${known}`,
    zh: `records.${at}：${form.name} 没有字段 ${stranger}；可用字段：${known}`,
  });
}

export function formNames(): string {
  return forms.map(({ name }) => name).join(', ');
}
