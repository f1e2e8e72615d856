import { type Form, forms, patientFieldOf, slideForm, tumourAssessmentForm } from '@haim/schema';
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

/**
 * The records of a patient as columns of the statement that reads the patient, each form whose field is requested under
 * that field: the one record or null, or a list where a patient has several. PostgreSQL writes them as JSON, which costs
 * it and Node less than a statement for each form.
 *
 * @param fields - as requested of the patient; names that belong to no form are ignored.
 * @param patient - the alias of a row with `id` and `centre_id`: the index of every form begins with the centre.
 */
export function recordColumns(fields: Selection, patient: 'p' | 's'): string[] {
  return forms.flatMap((form) => {
    const field = patientFieldOf(form);
    const requested = fields.get(field);
    if (!requested) return [];
    const records = `select ${selectList(form, requested)} from portal.${tableOf(form)} r
      where r.centre_id = ${patient}.centre_id and r.patient_id = ${patient}.id`;
    return form.repeats
      ? `(select coalesce(json_agg(x), '[]') from (${records} order by ${orderOf(form)}) x) as "${field}"`
      : `(select row_to_json(x) from (${records}) x) as "${field}"`;
  });
}

/** Images in the order in which they were taken, others by oldest entry first. */
function orderOf(form: Form): string {
  return form.name === tumourAssessmentForm.name
    ? 'r.assessed_on, r.assessed_day, r.visit_number, r.id'
    : 'r.updated_at, r.id';
}

/**
 * The columns of a record `r` under the names of their fields, and for a slide whether the portal holds its image.
 *
 * @param requested - fields of GraphQL; all columns if not given.
 */
export function selectList(form: Form, requested?: ReadonlySet<string>): string {
  const stored = Object.entries(entityOf(form.name).options.columns).map(
    ([field, column]) => [field, `r.${column?.name ?? field}`] as const,
  );
  const held = ['hasFile', 'exists (select from portal.slide_file f where f.slide_id = r.id)'] as const;
  // What is said of a column is read from it.
  const needed = requested && new Set([...requested].map((field) => field.replace(/Statement$/, '')));
  return [...stored, ...(form.name === slideForm.name ? [held] : [])]
    .filter(([field]) => needed?.has(field) ?? true)
    .map(([field, expression]) => `${expression} as "${field}"`)
    .join(', ');
}
