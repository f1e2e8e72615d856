import { type Form, type Row } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';

/** A record as it is stored, the fields of the study and the reasons for missing values among its own. */
export type StoredRecord = Row & { readonly id: string; readonly version: number };

/** What keeps a patient or some of their records as they are. */
export interface Held {
  readonly kind: 'frozen' | 'locked';
  /** Null where it covers the patient; `centre` is set where it covers everybody there. */
  readonly recordId: string | null;
  readonly patientId: string | null;
  readonly form: Form['name'] | null;
}

export function holdsOn(tx: StudyTransaction, centreId: number, patientIds: readonly string[]): Promise<Held[]> {
  return tx.rows<Held>(
    `select kind, record_id as "recordId", patient_id as "patientId", form from portal.record_hold
     where lifted_at is null and centre_id = $1 and (patient_id is null or patient_id = any ($2::uuid[]))
     order by patient_id, record_id, kind`,
    [centreId, patientIds],
  );
}

/** The centres of these patients; fewer where one is absent or not open to the asker. */
export function centresOf(tx: StudyTransaction, patientIds: readonly string[]): Promise<{ centreId: number }[]> {
  return tx.rows('select centre_id as "centreId" from portal.patient where id = any ($1::uuid[])', [patientIds]);
}

/** Slides of which something was made: an image, a transfer, an outline or a run. */
export async function slidesInUse(tx: StudyTransaction, patientId: string): Promise<{ id: string; barcode: string }[]> {
  return tx.rows(
    `select s.id, s.barcode from portal.slide s where s.patient_id = $1 and (
       exists (select from portal.slide_file f where f.slide_id = s.id)
       or exists (select from portal.slide_upload u where u.slide_id = s.id)
       or exists (select from portal.roi r where r.slide_id = s.id)
       or exists (select from portal.inference i where i.slide_id = s.id)
     ) order by s.barcode`,
    [patientId],
  );
}

/** Whether images of the patient are, or were, given to blinded readers. */
export async function isReadBlind(tx: StudyTransaction, patientId: string): Promise<boolean> {
  const [found] = await tx.rows('select from portal.reading_link where patient_id = $1 limit 1', [patientId]);
  return found !== undefined;
}

/** Which of these patients have identifying fields on record. */
export async function identifiedAmong(
  tx: StudyTransaction,
  patientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await tx.rows<{ id: string }>(
    'select identified_among as id from portal.identified_among($1::uuid[])',
    [patientIds],
  );
  return new Set(found.map(({ id }) => id));
}

/** Queries about a patient that are not closed. */
export async function openQueries(tx: StudyTransaction, patientId: string): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from portal.data_query where patient_id = $1 and state <> 'closed'`,
    [patientId],
  );
  return row?.n ?? 0;
}

/** What a study keeps once of a patient beside the records: each null where there is none. */
export interface DecidedOf {
  readonly patientId: string;
  readonly isEligible: boolean | null;
  /** The number in the screening log. */
  readonly screening: string | null;
  /** `YYYY-MM-DD`, as of which no visit is due, and why. */
  readonly stop: { readonly on: string; readonly why: string } | null;
}

export function decidedOf(tx: StudyTransaction, patientIds: readonly string[]): Promise<DecidedOf[]> {
  return tx.rows<DecidedOf>(
    `select p.id as "patientId", d.eligible as "isEligible", g.number as screening,
       case when v.id is not null then json_build_object('on', v.stopped_on, 'why', v.why) end as stop
     from portal.patient p
     left join portal.eligibility_decision d on d.centre_id = p.centre_id and d.patient_id = p.id
     left join portal.screening g on g.centre_id = p.centre_id and g.patient_id = p.id
     left join portal.visit_stop v on v.centre_id = p.centre_id and v.patient_id = p.id
     where p.id = any ($1::uuid[])`,
    [patientIds],
  );
}
