import { type Form, type QueryMessageKind, type QueryState } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface DataQueryRow {
  readonly id: string;
  readonly centre: string;
  readonly centreId: number;
  readonly patientId: string;
  readonly patientCode: string;
  readonly form: string;
  readonly recordId: string | null;
  readonly field: string | null;
  readonly state: QueryState;
  readonly raisedAt: Date;
  readonly raisedBy: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly messages: readonly DataQueryMessageRow[];
}

export interface DataQueryMessageRow {
  readonly id: string;
  readonly kind: QueryMessageKind;
  readonly text: string;
  readonly saidBy: string;
  /** As JSON has it. */
  readonly saidAt: string;
}

/** `q` with its patient, centre and thread, the oldest message first. */
const columns = `q.id, c.code as centre, q.centre_id as "centreId", q.patient_id as "patientId", p.code as "patientCode", q.form,
  q.record_id as "recordId", q.field, q.state, q.raised_at as "raisedAt", q.raised_by as "raisedBy", q.version,
  q.updated_at as "updatedAt", q.updated_by as "updatedBy",
  (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'text', m.message, 'saidBy', m.updated_by,
     'saidAt', m.said_at) order by m.place), '[]') from portal.data_query_message m where m.query_id = q.id) as messages`;

const joined = `join portal.patient p on p.centre_id = q.centre_id and p.id = q.patient_id join portal.centre c on c.id = q.centre_id`;

export interface QuerySelection {
  readonly centreIds: readonly number[];
  readonly states: readonly QueryState[];
  readonly patientId: string | null;
  readonly form: string | null;
  /** Only those that this user raised. */
  readonly userId: string | null;
}

/** Of a patient who is removed nothing is asked; with the patient the queries are there again. `$1`: the centres. */
const isThere = `patient_id <> all (array(select r.id from portal.removed_record r where r.centre_id = any ($1) and r.form = 'patient'))`;

/**
 * A page of queries, the newest first. Of each centre and state the keys of as many as a page takes are read along the
 * index, however many there are.
 *
 * @param after - id of the last query that is known; one that is absent or foreign gives an empty page.
 */
export function readQueryPage(
  tx: StudyTransaction,
  { centreIds, states, patientId, form, userId }: QuerySelection,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<DataQueryRow[]> {
  // Only what is asked for is a condition: a plan that has to do for any other finds no index.
  const given: readonly (readonly [string | null, (value: string) => string])[] = [
    [patientId, (value) => `d.patient_id = ${value}`],
    [form, (value) => `d.form = ${value}`],
    [userId, (value) => `d.user_id = ${value}`],
    [after, (value) => `d.place < (select place from portal.data_query where id = ${value})`],
  ];
  const conditions = given.filter(([value]) => value !== null);
  const wanted = conditions.map(([, sql], at) => `and ${sql(`$${at + 4}`)}`).join(' ');
  return tx.rows<DataQueryRow>(
    `with page as (
       select d.id from unnest($1::int[]) as w(centre_id) cross join unnest($2::text[]) as s(state)
       cross join lateral (
         select d.id, d.place from portal.data_query d
         where d.centre_id = w.centre_id and d.state = s.state and d.${isThere} ${wanted}
         order by d.place desc limit $3
       ) d order by d.place desc limit $3
     )
     select ${columns} from page k join portal.data_query q on q.id = k.id ${joined} order by q.place desc`,
    [centreIds, states, first, ...conditions.map(([value]) => value)],
  );
}

/** How many queries of these centres are in each state that has any. */
export function countQueries(
  tx: StudyTransaction,
  centreIds: readonly number[],
): Promise<{ state: QueryState; n: number }[]> {
  return tx.rows(
    `select state, count(*)::int as n from portal.data_query where centre_id = any ($1) and ${isThere} group by state order by state`,
    [centreIds],
  );
}

export function readQueries(tx: StudyTransaction, ids: readonly string[]): Promise<DataQueryRow[]> {
  return tx.rows<DataQueryRow>(
    `select ${columns} from portal.data_query q ${joined} where q.id = any ($1::uuid[]) order by q.place`,
    [ids],
  );
}

/** A patient and, unless the question is about the form as a whole, one of its records. */
export interface QuerySubject {
  readonly patientId: string;
  readonly recordId: string | null;
}

export interface FoundSubject extends QuerySubject {
  readonly centreId: number;
  readonly hasRecord: boolean;
}

/** Those of the subjects whose patient the asker may read, in the study. */
export function findSubjects(
  tx: StudyTransaction,
  form: Form,
  centreIds: readonly number[],
  subjects: readonly QuerySubject[],
): Promise<FoundSubject[]> {
  return tx.rows<FoundSubject>(
    `select p.id as "patientId", w.record_id as "recordId", p.centre_id as "centreId",
       w.record_id is null or r.id is not null as "hasRecord"
     from unnest($1::uuid[], $2::uuid[]) as w(patient_id, record_id)
     join portal.patient p on p.id = w.patient_id and p.centre_id = any ($3)
     left join portal.${tableOf(form)} r on r.centre_id = p.centre_id and r.patient_id = p.id and r.id = w.record_id`,
    [subjects.map(({ patientId }) => patientId), subjects.map(({ recordId }) => recordId), centreIds],
  );
}

/** @returns the ids, in the order of the subjects. */
export async function insertQueries(
  tx: WriteTransaction,
  about: { readonly form: string; readonly field: string | null; readonly text: string; readonly by: string },
  subjects: readonly FoundSubject[],
): Promise<string[]> {
  const ids = subjects.map(() => crypto.randomUUID());
  const [centres, patients, records] = [
    subjects.map(({ centreId }) => centreId),
    subjects.map(({ patientId }) => patientId),
    subjects.map(({ recordId }) => recordId),
  ];
  await tx.rows(
    `insert into portal.data_query (id, centre_id, patient_id, record_id, form, field, raised_by, updated_by)
     select w.*, $5, $6, $7, $7 from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[]) as w`,
    [ids, centres, patients, records, about.form, about.field, about.by],
  );
  await tx.rows(
    `insert into portal.data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
     select w.*, 'raised', $4, 1, $5 from unnest($1::uuid[], $2::int[], $3::uuid[]) as w`,
    [ids, centres, patients, about.text, about.by],
  );
  return ids;
}

/** The same message to each, for the version of it that was read. */
export async function insertMessages(
  tx: WriteTransaction,
  queries: readonly Pick<DataQueryRow, 'id' | 'centreId' | 'patientId' | 'version'>[],
  said: { readonly kind: QueryMessageKind; readonly text: string; readonly by: string },
): Promise<void> {
  await tx.rows(
    `insert into portal.data_query_message (query_id, centre_id, patient_id, seen, kind, message, updated_by)
     select w.*, $5, $6, $7 from unnest($1::uuid[], $2::int[], $3::uuid[], $4::int[]) as w`,
    [
      queries.map(({ id }) => id),
      queries.map(({ centreId }) => centreId),
      queries.map(({ patientId }) => patientId),
      queries.map(({ version }) => version),
      ...[said.kind, said.text, said.by],
    ],
  );
}
