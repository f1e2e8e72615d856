import { type Form } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/** A record that could be asked about, or with null the form of a patient who has none, or as a whole. */
export interface AskableRow {
  readonly patientId: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly recordId: string | null;
  readonly isLocked: boolean;
  /** Queries on the same field of it, or all of it, that are not closed. */
  readonly waiting: number;
}

export interface AskableSelection {
  readonly centreIds: readonly number[];
  readonly patientIds: readonly string[];
  readonly codes: readonly string[];
  readonly form: Form;
  readonly field: string | null;
  /** Each record of the form; otherwise each patient once. */
  readonly eachRecord: boolean;
}

/** Of these patients, by id or code, what could be asked about: by centre and code, so many at most. */
export function findAskable(
  tx: StudyTransaction,
  { centreIds, patientIds, codes, form, field, eachRecord }: AskableSelection,
  most: number,
): Promise<AskableRow[]> {
  const record = eachRecord
    ? `left join portal."${tableOf(form)}" r on r.centre_id = p.centre_id and r.patient_id = p.id`
    : 'cross join (select null::uuid as id) r';
  return tx.rows<AskableRow>(
    `select p.id as "patientId", p.code as "patientCode", c.code as centre, r.id as "recordId",
       exists (select from portal.record_hold h where h.lifted_at is null and h.kind = 'locked' and h.centre_id = p.centre_id
         and (h.patient_id is null or h.patient_id = p.id) and (h.record_id is null or h.record_id = r.id)) as "isLocked",
       (select count(*)::int from portal.data_query q where q.centre_id = p.centre_id and q.patient_id = p.id
         and q.state in ('open', 'answered') and q.form = $4 and q.field is not distinct from $5
         and (q.record_id is null or r.id is null or q.record_id = r.id)) as waiting
     from portal.patient p join portal.centre c on c.id = p.centre_id ${record}
     where p.centre_id = any ($1) and (p.id = any ($2::uuid[]) or p.code = any ($3::text[]))
     order by c.code, p.code, r.id limit $6`,
    [centreIds, patientIds, codes, form.name, field, most],
  );
}

/** Those of the codes that a patient of these centres has. */
export async function knownCodes(
  tx: StudyTransaction,
  centreIds: readonly number[],
  codes: readonly string[],
): Promise<string[]> {
  const found = await tx.rows<{ code: string }>(
    'select distinct code from portal.patient where centre_id = any ($1) and code = any ($2::text[])',
    [centreIds, codes],
  );
  return found.map(({ code }) => code);
}
