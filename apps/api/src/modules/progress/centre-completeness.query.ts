import { columnOf, type Form } from '@haim/schema';
import { type ReadTransaction } from '../../db/study-db.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { neededForms } from '../worklist/index.ts';

export interface CentreCompletenessRow {
  readonly centreId: number;
  readonly centre: string;
  readonly patients: number;
  /** Of the forms that each patient needs, those with a record. */
  readonly recorded: number;
  /** Open or answered. */
  readonly queries: number;
}

/** The forms of which every patient of a study has a record in the end. */
export function formsExpected(unusedForms: readonly string[]): readonly Form[] {
  return neededForms.filter(({ name }) => !unusedForms.includes(name));
}

/** By code; a form counts once for each patient who has any record of it. */
export function countCompleteness(
  { rows }: ReadTransaction,
  centreIds: readonly number[],
  expected: readonly Form[],
): Promise<CentreCompletenessRow[]> {
  const tables = expected.map(({ name }) => columnOf(name));
  const recorded = neededForms.map(
    (form) => `select centre_id, count(distinct patient_id) as n from portal.${tableOf(form)}
      where centre_id = any ($1) and '${columnOf(form.name)}' = any ($2::text[]) group by 1`,
  );
  return rows<CentreCompletenessRow>(
    `with recorded as (${recorded.join(' union all ')}),
     people as (select centre_id, count(*)::int as n from portal.patient where centre_id = any ($1) group by 1),
     asked as (
       select q.centre_id, count(*)::int as n from portal.data_query q
       join portal.patient p on p.centre_id = q.centre_id and p.id = q.patient_id
       where q.centre_id = any ($1) and q.state in ('open', 'answered') group by 1
     )
     select c.id as "centreId", c.code as centre, coalesce(people.n, 0) as patients, coalesce(asked.n, 0) as queries,
       coalesce((select sum(r.n) from recorded r where r.centre_id = c.id), 0)::int as recorded
     from portal.centre c left join people on people.centre_id = c.id left join asked on asked.centre_id = c.id
     where c.id = any ($1) order by c.code`,
    [centreIds, tables],
  );
}
