import { columnOf, type Form, forms, isExtensible, isOwnKey, missingReason, valuesOf } from '@haim/schema';
import { z } from 'zod';
import { TableError } from '../../tables/index.ts';

const reasons = missingReason.codes.map(({ code }) => code);

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
  }),
  z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type FieldSource = z.infer<typeof source>;

const record = z.strictObject({
  form: z.string(),
  /** The record is made only where this column has none of these values. */
  unless: z.strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) }).optional(),
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
  readonly unless: { readonly column: string; readonly in: readonly string[] } | null;
  readonly fields: readonly (readonly [field: string, source: FieldSource])[];
}

export interface ImportMap {
  readonly code: FieldSource;
  /** null: as stored. */
  readonly centre: FieldSource | null;
  readonly records: readonly RecordMap[];
  readonly ignore: readonly string[];
}

/**
 * Fields that a study adds are left to `inStudy`: here the study is not known yet.
 *
 * @throws TableError naming the place in the mapping that is wrong.
 */
export function readImportMap(json: string): ImportMap {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new TableError({ en: 'the mapping is not a JSON file', zh: '映射不是 JSON 文件' });
  }
  const result = importMap.safeParse(parsed);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join('.');
    throw new TableError({
      en: `the mapping is wrong at ${place || 'its top'}: ${issue?.message}`,
      zh: `映射在 ${place || '顶层'} 处有误：${issue?.message}`,
    });
  }
  const { patient, records, ignore } = result.data;
  return {
    code: patient.code,
    centre: 'stored' in patient.centre ? null : patient.centre,
    ignore,
    records: records.map(({ form: name, unless = null, fields }, i) => {
      const form = forms.find((candidate) => candidate.name === name);
      if (!form) {
        throw new TableError({
          en: `the mapping names no form at records.${i}.form; forms are ${formNames()}`,
          zh: `映射的 records.${i}.form 不是表单；可用表单：${formNames()}`,
        });
      }
      refuseStranger(i, form, fields, (field) => isExtensible(form.name) && isOwnKey(field));
      return { form, unless, fields: Object.entries(fields) };
    }),
  };
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

const CODE = 'patient_code';
const CENTRE = 'centre';

/**
 * The mapping of a file in the portal's own headings: patient_code, centre, then columns of one form.
 *
 * @param studyForms - the forms as the study has them.
 * @throws TableError where the headings fit no form, or lack the two that identify the patient.
 */
export function ownHeadings(headings: readonly string[], studyForms: readonly Form[]): ImportMap {
  const lacking = [CODE, CENTRE].filter((heading) => !headings.includes(heading));
  if (lacking.length) {
    throw new TableError({
      en: `the file lacks the column ${lacking.join(' and ')}: take the headings of a template, or add a mapping`,
      zh: `文件缺少列 ${lacking.join(' 和 ')}：请使用模板中的表头，或添加映射`,
    });
  }
  const columns = headings.filter((heading) => heading !== CODE && heading !== CENTRE);
  const fitting = studyForms
    .map((form) => ({ form, known: valuesOf(form).filter(([field]) => columns.includes(columnOf(field))) }))
    .toSorted((a, b) => b.known.length - a.known.length);
  const [best] = fitting;
  if (!best || best.known.length === 0) {
    throw new TableError({
      en: `no column of the file is a column of a form: take the headings of a template; forms are ${formNames()}`,
      zh: `文件中没有任何表单的列：请使用模板中的表头；可用表单：${formNames()}`,
    });
  }
  return {
    code: { column: CODE },
    centre: { column: CENTRE },
    ignore: [],
    records: [
      {
        form: best.form,
        unless: null,
        fields: best.known.map(([field]) => [field, { column: columnOf(field) }] as const),
      },
    ],
  };
}

function formNames(): string {
  return forms.map(({ name }) => name).join(', ');
}
