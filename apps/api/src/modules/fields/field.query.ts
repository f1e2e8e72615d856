import { type OwnField } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';

export interface StudyField extends OwnField {
  readonly id: string;
  readonly state: 'draft' | 'published' | 'retired';
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = `f.id, f.form, f.name, f.kind, json_build_object('en', f.label_en, 'zh', f.label_zh) as label,
  case when f.help_en is not null then json_build_object('en', f.help_en, 'zh', f.help_zh) end as help,
  f.required, f.unit, f.lowest, f.highest, f.codes, f.known, f.counts, f.state, f.version, f.updated_at as "updatedAt", f.updated_by as "updatedBy"`;

/** Every field of a study, in its order. */
export function readFields(tx: StudyTransaction, studyId: number): Promise<StudyField[]> {
  return tx.rows<StudyField>(
    `select ${columns} from portal.study_field f where f.study_id = $1 order by f.form, f.position, f.name`,
    [studyId],
  );
}

/** Those that records are checked by. */
export function readOwnFields(tx: StudyTransaction, studyId: number): Promise<OwnField[]> {
  return tx.rows<OwnField>(
    `select ${columns} from portal.study_field f where f.study_id = $1 and f.state = 'published' order by f.position, f.name`,
    [studyId],
  );
}

/** The same of one form, for the study that a patient is in. */
export function readOwnFieldsOf(tx: StudyTransaction, form: string, patientId: string): Promise<OwnField[]> {
  return tx.rows<OwnField>(fieldsForPatient, [patientId, form]);
}

/** The same with those that were retired, as a record that was removed before may have them. */
export function readOwnFieldsEverOf(tx: StudyTransaction, form: string, patientId: string): Promise<OwnField[]> {
  return tx.rows<OwnField>(fieldsEverForPatient, [patientId, form]);
}

const forPatient = (
  states: string,
) => `select ${columns} from portal.patient p join portal.centre c on c.id = p.centre_id
    join portal.study_field f on f.study_id = c.study_id
    where p.id = $1 and f.form = $2 and f.state ${states} order by f.position, f.name`;

const fieldsForPatient = {
  name: 'fields of a form in the study of a patient',
  text: forPatient(`= 'published'`),
};

const fieldsEverForPatient = {
  name: 'fields of a form in the study of a patient, retired ones too',
  text: forPatient(`<> 'draft'`),
};

/**
 * Holds the declarations of the study that a patient is in to the end of the transaction, so that what is written is
 * checked by what is in force when it is committed. To be sent before the declarations are read.
 */
export async function holdFieldsOf(tx: StudyTransaction, patientId: string): Promise<void> {
  await tx.rows(heldForPatient, [patientId]);
}

const heldForPatient = {
  name: 'hold of the fields in the study of a patient',
  text: `select pg_advisory_xact_lock_shared(hashtext('portal.study_field'), c.study_id)
    from portal.patient p join portal.centre c on c.id = p.centre_id where p.id = $1`,
};

/** The same for a study. */
export async function holdFields(tx: StudyTransaction, studyId: number): Promise<void> {
  await tx.rows(`select pg_advisory_xact_lock_shared(hashtext('portal.study_field'), $1)`, [studyId]);
}

/** Waits for whoever writes values, and keeps others from changing declarations. */
export async function takeFields(tx: StudyTransaction, studyId: number): Promise<void> {
  await tx.rows(`select set_config('lock_timeout', '5s', true)`);
  await tx.rows(`select pg_advisory_xact_lock(hashtext('portal.study_field'), $1)`, [studyId]);
}

/** How many records of the study have each value, in every centre. */
export function countValues(
  tx: StudyTransaction,
  studyId: number,
  name: string,
): Promise<{ value: unknown; records: number }[]> {
  return tx.rows('select value, records from portal.values_of_field($1, $2)', [studyId, name]);
}

export interface FieldVersion {
  readonly version: number;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly declaration: Readonly<Record<string, unknown>>;
}

/** The versions of a field that have been in use, newest first. */
export function readVersions(tx: StudyTransaction, studyId: number, fieldId: string): Promise<FieldVersion[]> {
  return tx.rows<FieldVersion>(
    `select version, published_at as "publishedAt", published_by as "publishedBy", declaration
     from portal.study_field_version where study_id = $1 and field_id = $2 order by version desc`,
    [studyId, fieldId],
  );
}

/** @returns its id. */
export async function insertField(tx: StudyTransaction, studyId: number, field: OwnField, by: string): Promise<string> {
  const [added] = await tx.rows<{ id: string }>(
    `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, help_en, help_zh, required, unit, lowest,
       highest, codes, known, counts, position, updated_by)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15,
       coalesce(max(f.position), 0) + 1, $16 from portal.study_field f where f.study_id = $1 and f.form = $2
     returning id`,
    [studyId, ...valuesOf(field), by],
  );
  return added?.id ?? '';
}

/** @returns whether it had this version. */
export async function updateField(
  tx: StudyTransaction,
  { id, version }: { readonly id: string; readonly version: number },
  field: OwnField,
  by: string,
): Promise<boolean> {
  const changed = await tx.rows(
    `update portal.study_field set form = $3, name = $4, kind = $5, label_en = $6, label_zh = $7, help_en = $8, help_zh = $9,
       required = $10, unit = $11, lowest = $12, highest = $13, codes = $14::jsonb, known = $15, counts = $16,
       version = version + 1, updated_at = now(), updated_by = $17
     where id = $1 and version = $2 returning id`,
    [id, version, ...valuesOf(field), by],
  );
  return changed.length > 0;
}

function valuesOf(field: OwnField): unknown[] {
  const { form, name, kind, label, help, required, unit, lowest, highest, codes, known, counts } = field;
  const words = [label.en, label.zh, help?.en ?? null, help?.zh ?? null];
  return [form, name, kind, ...words, required, unit, lowest, highest, JSON.stringify(codes), known, counts];
}

/** For a statement over records of several studies: what each form of a centre asks besides the portal's fields. */
export const ownKeysByCentre = `own_keys as (
  select c.id as centre, f.form, array_agg('own_' || f.name) as keys
  from portal.study_field f join portal.centre c on c.study_id = f.study_id where f.state = 'published' group by c.id, f.form
)`;
