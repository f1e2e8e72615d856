import { type Form, forms, patientFieldOf, slideForm, tumourAssessmentForm } from '@haim/schema';
import { entityOf } from '../../db/entities.ts';
import { type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { type PreparedStatement } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/**
 * The records of a form that these patients have: images in the order in which they were taken, others by oldest entry
 * first.
 */
export function recordsOf(tx: StudyTransaction, form: Form, patientIds: readonly string[]): Promise<StoredRow[]> {
  const [id] = patientIds;
  return patientIds.length === 1
    ? tx.rows<StoredRow>(statementOf(form, '= $1'), [id])
    : tx.rows<StoredRow>(statementOf(form, '= any($1::uuid[])'), [patientIds]);
}

/** The records of one patient, each form under its field: the one record or null, or all where a patient has several. */
export type RecordsByField = Readonly<Record<string, StoredRow | null | readonly StoredRow[]>>;

/**
 * The records of these patients by patient, a statement for each form whose field is requested, all sent together.
 *
 * @param fields - names as `patientFieldOf` gives them; others belong to no form and are ignored.
 */
export async function recordsByPatient(
  tx: StudyTransaction,
  patientIds: readonly string[],
  fields: ReadonlySet<string>,
): Promise<ReadonlyMap<string, RecordsByField>> {
  const wanted = forms.filter((form) => fields.has(patientFieldOf(form)));
  const found = await Promise.all(
    wanted.map(async (form) => {
      const records = patientIds.length === 0 ? [] : await recordsOf(tx, form, patientIds);
      return { form, records: Map.groupBy(records, ({ patientId }) => patientId) };
    }),
  );
  return new Map(
    patientIds.map((id) => {
      const ofPatient = found.map(({ form, records }) => {
        const own = records.get(id) ?? [];
        return [patientFieldOf(form), form.repeats ? own : (own[0] ?? null)] as const;
      });
      return [id, Object.fromEntries(ofPatient)];
    }),
  );
}

/** The one record of this id; undefined where there is none, or none that the asker may read. */
export async function recordOf(tx: StudyTransaction, form: Form, id: string): Promise<StoredRow | undefined> {
  const [record] = await tx.rows<StoredRow>(
    `select ${columnsOf(form)} from portal.${tableOf(form)} r where r.id = $1`,
    [id],
  );
  return record;
}

type Patients = '= $1' | '= any($1::uuid[])';

const statements = new Map<string, PreparedStatement>();

/**
 * From the patients to their records: the index of every form begins with the centre, which only the patient knows. One
 * patient has a statement of its own: PostgreSQL does not keep a plan for an array that it assumes to be longer than
 * those it sees.
 */
function statementOf(form: Form, patients: Patients): PreparedStatement {
  const name = `records of ${form.name} ${patients}`;
  const known = statements.get(name);
  if (known) return known;
  const order =
    form.name === tumourAssessmentForm.name
      ? 'r.assessed_on, r.assessed_day, r.visit_number, r.id'
      : 'r.updated_at, r.id';
  const text = `select ${columnsOf(form)} from portal.patient p
    join portal.${tableOf(form)} r on r.centre_id = p.centre_id and r.patient_id = p.id
    where p.id ${patients} order by ${order}`;
  statements.set(name, { name, text });
  return { name, text };
}

/** Every column under the name of its field, and for a slide whether the portal holds its image. */
function columnsOf(form: Form): string {
  const stored = Object.entries(entityOf(form.name).options.columns).map(
    ([field, column]) => `r.${column?.name ?? field} as "${field}"`,
  );
  const held = `exists (select from portal.slide_file f where f.slide_id = r.id) as "hasFile"`;
  return [...stored, ...(form.name === slideForm.name ? [held] : [])].join(', ');
}
