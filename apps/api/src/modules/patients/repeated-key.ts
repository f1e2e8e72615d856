import { type Form, fieldsOf, type Issue, keyTellsApart, type Label, type Row } from '@haim/schema';
import { columnsOf, tableOf } from '../../db/entity-from-form.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type PatientPlace } from './record-writer.ts';
import { selectList } from './record.query.ts';

/**
 * Whether another record of the patient has the same key, by which an import distinguishes records: two images of
 * one visit, two contacts of one day, one slide twice. Where the key does not tell records apart, none.
 */
export async function repeatedKey(
  tx: StudyTransaction,
  form: Form,
  patient: PatientPlace,
  { id, values }: { readonly id: string | null; readonly values: Row },
): Promise<Issue[]> {
  if (!keyTellsApart(form, values)) return [];
  const same = columnsOf(form)
    .filter(({ field }) => form.key.includes(field))
    .map(({ field, column, type }) => `r."${column}" is not distinct from $${form.key.indexOf(field) + 4}::${type}`);
  const [other] = await tx.rows<Row>(
    composed(`select ${selectList(form)} from portal.${tableOf(form)} r
      where r.centre_id = $1 and r.patient_id = $2 and r.id is distinct from $3::uuid and ${same.join(' and ')} limit 1`),
    [patient.centreId, patient.id, id, ...form.key.map((field) => values[field] ?? null)],
  );
  return other ? issuesOf(form, values, other) : [];
}

function issuesOf(form: Form, values: Row, other: Row): Issue[] {
  const given = fieldsOf(form).filter(([field]) => form.key.includes(field) && (values[field] ?? null) !== null);
  const words = (language: keyof Label, and: string) => given.map(([, { label }]) => label[language]).join(and);
  const date = fieldsOf(form).find(([field, { kind }]) => kind === 'date' && typeof other[field] === 'string')?.[0];
  const [of, ofZh] = date === undefined ? ['', ''] : [` of ${String(other[date])}`, `（${String(other[date])}）`];
  const expected = {
    en: `a value that no other record of the patient has: the ${form.label.en.toLowerCase()}${of} has the same ${words('en', ' and ')}`,
    zh: `该患者其他记录未使用的值：已有${form.label.zh}${ofZh}的${words('zh', '和')}与此相同`,
  };
  return given.map(([field]) => ({ field, problem: 'rule', severity: 'error', expected }));
}
