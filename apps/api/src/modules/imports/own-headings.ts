import { columnOf, type Form, reasonKey, valuesOf } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type ReadTable, TableError } from '../../tables/index.ts';
import { formNames, type ImportMap } from './import-map.ts';

const CODE = 'patient_code';
/** As an export calls it. */
const EXPORTED_CODE = 'patient';
const CENTRE = 'centre';
/** What an export adds to the fields of a form: it follows from them, and is derived anew. */
const derived = ['record', 'derived_response', 'standard_value', 'standard_unit'];

/**
 * The mapping of a table in the portal's own headings: of a template (patient_code, centre, then columns of one form), or
 * of a table that the portal exported.
 *
 * @param studyForms - the forms as the study has them.
 * @throws TableError where the headings fit no form, or lack the two that identify the patient.
 */
export function ownHeadings({ name, columns, format }: ReadTable, studyForms: readonly Form[]): ImportMap {
  const headings = columns.map((column) => column.name);
  const isExport = !headings.includes(CODE) && headings.includes(EXPORTED_CODE);
  const code = isExport ? EXPORTED_CODE : CODE;
  const lacking = [code, CENTRE].filter((heading) => !headings.includes(heading));
  if (lacking.length) {
    throw new TableError({
      en: `the file lacks the column ${lacking.join(' and ')}: take the headings of a template, or add a mapping`,
      zh: `文件缺少列 ${lacking.join(' 和 ')}：请使用模板中的表头，或添加映射`,
    });
  }
  const isThere = new Set(headings.filter((heading) => heading !== code && heading !== CENTRE));
  const form = formOf(name, isThere, studyForms);
  const reasonOf = (field: string) => `missing_${columnOf(field)}`;
  return {
    code: { column: code },
    centre: { column: CENTRE },
    // A text that a standard has names for has a reason in an export alone: that it was left out.
    ignore: isExport ? [...derived, ...headings.filter((heading) => heading.startsWith('missing_'))] : [],
    hasApostrophes: isExport && (format === 'csv' || format === 'redcap'),
    records: [
      {
        form,
        unless: null,
        fields: valuesOf(form)
          .filter(([field]) => isThere.has(columnOf(field)))
          .map(([field]) => [
            field,
            {
              column: columnOf(field),
              ...(Object.hasOwn(form.fields, reasonKey(field)) &&
                isThere.has(reasonOf(field)) && { reasons: reasonOf(field) }),
              ...continuedIn(columnOf(field), columns),
            },
          ]),
      },
    ],
  };
}

/** The columns behind a text that continue it, as an export names them where a format allows no longer ones. */
function continuedIn(column: string, columns: ReadTable['columns']): { continued?: string[] } {
  const at = columns.findIndex(({ name }) => name === column);
  const continued: string[] = [];
  while (columns[at + continued.length + 1]?.name === `${column}_${continued.length + 2}`) {
    continued.push(`${column}_${continued.length + 2}`);
  }
  return continued.length > 0 ? { continued } : {};
}

/** The form after which the table is named, otherwise the one with most of its columns. */
function formOf(name: string, columns: ReadonlySet<string>, studyForms: readonly Form[]): Form {
  const fitting = studyForms
    .map((form) => ({ form, known: valuesOf(form).filter(([field]) => columns.has(columnOf(field))).length }))
    .filter(({ known }) => known > 0)
    .toSorted((a, b) => b.known - a.known);
  const best = fitting.find(({ form }) => tableOf(form) === name.toLowerCase()) ?? fitting[0];
  if (best) return best.form;
  throw new TableError({
    en: `no column of the file is a column of a form: take the headings of a template; forms are ${formNames()}`,
    zh: `文件中没有任何表单的列：请使用模板中的表头；可用表单：${formNames()}`,
  });
}
