import {
  columnOf,
  type Form,
  forms,
  haicCycleForm,
  type LabTest,
  labResultForm,
  labTests,
  patientFieldOf,
  slideForm,
  laterTreatmentForm,
  systemicCourseForm,
  tumourAssessmentForm,
} from '@haim/schema';
import { entityOf } from '../../db/entities.ts';
import { type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type Selection } from '../../graphql/selected-fields.ts';

/** The records of a form that this patient has, in their order. */
export function recordsOf(tx: StudyTransaction, form: Form, patientId: string): Promise<StoredRow[]> {
  return tx.rows<StoredRow>(
    `select ${selectList(form)} from portal.${tableOf(form)} r where r.patient_id = $1 order by ${orderOf(form)}`,
    [patientId],
  );
}

/** The one record of this id; undefined where there is none, or none that the asker may read. */
export async function recordOf(tx: StudyTransaction, form: Form, id: string): Promise<StoredRow | undefined> {
  const [record] = await tx.rows<StoredRow>(
    composed(`select ${selectList(form)} from portal.${tableOf(form)} r where r.id = $1`),
    [id],
  );
  return record;
}

/** The records of these ids that are there. */
export function recordsById(tx: StudyTransaction, form: Form, ids: readonly string[]): Promise<StoredRow[]> {
  return tx.rows<StoredRow>(`select ${selectList(form)} from portal.${tableOf(form)} r where r.id = any ($1::uuid[])`, [
    ids,
  ]);
}

/** The records of patients within the statement that reads the patients. */
export interface RecordsInRow {
  /** For the select list: one column for each form whose field is requested, under that field. */
  readonly columns: readonly string[];
  /** The row with its records: of a form the one record or null, or a list where a patient has several. */
  readonly unpack: <T extends object>(row: T) => T;
}

/**
 * PostgreSQL writes the records as JSON, which costs it and Node less than a statement for each form. A list travels as
 * one array for each field: PostgreSQL looks up how to write a value once for an array, but for an object at each value.
 *
 * @param fields - as requested of the patient; names that belong to no form are ignored.
 * @param patient - the alias of a row with `id` and `centre_id`: the index of every form begins with the centre.
 */
export function recordsInRow(fields: Selection, patient: 'p' | 's'): RecordsInRow {
  const requested = forms.flatMap((form) => {
    const field = patientFieldOf(form);
    const below = fields.get(field);
    return below ? [{ form, field, columns: columnsOf(form, below) }] : [];
  });
  const lists = requested.flatMap(({ form, field, columns }) =>
    form.repeats ? [{ field, names: columns.map(([name]) => name) }] : [],
  );
  return {
    columns: requested.map(({ form, field, columns }) => {
      const records = `select ${listed(columns)} from portal.${tableOf(form)} r
        where r.centre_id = ${patient}.centre_id and r.patient_id = ${patient}.id`;
      if (!form.repeats) return `(select row_to_json(x) from (${records}) x) as "${field}"`;
      const arrays = columns.map(([name]) => `json_agg(x."${name}")`).join(', ');
      return `(select json_build_array(${arrays}) from (${records} order by ${orderOf(form)}) x) as "${field}"`;
    }),
    unpack(row) {
      const unpacked = row as Record<string, unknown>;
      for (const { field, names } of lists) unpacked[field] = recordsFrom(names, unpacked[field] as Arrays);
      return row;
    },
  };
}

/** The values of each field; null where there is no record. */
type Arrays = readonly (readonly unknown[] | null)[];

function recordsFrom(names: readonly string[], arrays: Arrays): Record<string, unknown>[] {
  return Array.from(arrays[0] ?? [], (_, at) => {
    const record: Record<string, unknown> = {};
    for (const [i, name] of names.entries()) record[name] = arrays[i]?.[at];
    return record;
  });
}

/** What has a date of its own in the order of those, others by oldest entry first. */
export function orderOf(form: Form): string {
  return orders[form.name] ?? 'r.updated_at, r.id';
}

/**
 * The same, and others by what tells the records of a patient apart: two exports of the same records are the same, though
 * one of them was imported.
 */
export function lastingOrderOf(form: Form): string {
  return orders[form.name] ?? [...form.key.map((field) => `r.${columnOf(field)}`), 'r.updated_at', 'r.id'].join(', ');
}

const orders: Readonly<Record<string, string>> = {
  [tumourAssessmentForm.name]: 'r.assessed_on, r.assessed_day, r.visit_number, r.id',
  [haicCycleForm.name]: 'r.cycle_number, r.id',
  [systemicCourseForm.name]: 'r.course_started_on collate "C", r.drug, r.id',
  [labResultForm.name]: 'r.taken_on, r.test, r.id',
  [laterTreatmentForm.name]: 'r.therapy_on collate "C", r.therapy, r.id',
};

/** Everything of a record `r` under the names of its fields, and for a slide whether the portal holds its image. */
export function selectList(form: Form): string {
  return listed(columnsOf(form));
}

type Column = readonly [field: string, expression: string];

/** @param requested - fields of GraphQL; all columns if not given. */
function columnsOf(form: Form, requested?: ReadonlySet<string>): Column[] {
  const stored = Object.entries(entityOf(form.name).options.columns).map(([field, column]): Column => [
    field,
    `r.${column?.name ?? field}`,
  ]);
  const all = [...stored, ...(computedColumns[form.name] ?? [])];
  if (!requested) return all;
  // What is said of a column is read from it.
  const needed = new Set([...requested].map((field) => field.replace(/Statement$/, '')));
  const columns = all.filter(([field]) => needed.has(field));
  // Without any column nothing would tell how many records there are.
  return columns.length > 0 ? columns : all.slice(0, 1);
}

/** What the portal adds to the records of a form when they are read; the factors are declared once, in the schema. */
const computedColumns: Readonly<Record<string, readonly Column[]>> = {
  [slideForm.name]: [['hasFile', 'exists (select from portal.slide_file f where f.slide_id = r.id)']],
  [labResultForm.name]: [
    ['standardValue', `r.value * (case r.test ${cases((test) => `case r.unit ${factorsOf(test)} end`)} end)`],
    ['standardUnit', `(case r.test ${cases(({ standard }) => `'${standard}'`)} end)`],
  ],
};

function cases(of: (test: LabTest) => string): string {
  return labTests.map((test) => `when '${test.code}' then ${of(test)}`).join(' ');
}

function factorsOf({ factors }: LabTest): string {
  return Object.entries(factors)
    .map(([unit, factor]) => `when '${unit}' then ${factor}::float8`)
    .join(' ');
}

function listed(columns: readonly Column[]): string {
  return columns.map(([field, expression]) => `${expression} as "${field}"`).join(', ');
}
