import { type Form, fieldsOf, type Issue, type Label, type Row } from '@haim/schema';
import { entityOf } from '../../db/entities.ts';
import { type WriteTransaction } from '../../db/study-db.ts';

/**
 * Whether another record of the patient has the same key, by which an import distinguishes records: two images of
 * one visit, two contacts of one day, one slide twice.
 *
 * A key with an optional part counts only if that part is known: two events of unknown start need not be the same one.
 */
export async function repeatedKey(
  tx: WriteTransaction,
  form: Form,
  patientId: string,
  { id, values }: { readonly id: string | null; readonly values: Row },
): Promise<Issue[]> {
  const optional = form.key.filter((field) => !form.fields[field]?.required);
  if (form.key.length === 0 || (optional.length && optional.every((field) => (values[field] ?? null) === null)))
    return [];
  const query = tx.manager
    .createQueryBuilder(entityOf(form.name), 'record')
    .where('record.patientId = :patientId', { patientId })
    .andWhere('record.id is distinct from :id', { id });
  for (const field of form.key) {
    query.andWhere(`record.${field} is not distinct from :${field}`, { [field]: values[field] ?? null });
  }
  const other = await query.getOne();
  return other ? issuesOf(form, values, { ...other }) : [];
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
