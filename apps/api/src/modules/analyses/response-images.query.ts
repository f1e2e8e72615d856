import { type MrecistResponse } from '@haim/stats';
import { type ReadTransaction } from '../../db/study-db.ts';
import { type StudyScope } from '../studies/index.ts';

/** An image of a patient that counts by the study's endpoint rule: not after the cut-off. */
export interface ResponseImage {
  readonly patientId: string;
  readonly id: string;
  readonly visitNumber: number;
  /** Days from time zero; null where they cannot be counted. */
  readonly day: number | null;
  /** What orders the images of a patient, in days. */
  readonly at: number;
  /** Dates and study days without a first HAIC: the patient's images have no order. */
  readonly isUnordered: boolean;
  /** As read, otherwise as derived. */
  readonly response: MrecistResponse | null;
  /** Sum of the viable diameters of the targets as recorded, mm. */
  readonly sumMm: number | null;
}

/** An accepted blinded reading whose responses are those of the patient's images. */
export interface ReadSums {
  readonly patientId: string;
  /** The first is the baseline. */
  readonly assessmentIds: readonly string[];
  /** mm, one an assessment; null where a target was not evaluated. */
  readonly sumsMm: readonly (number | null)[];
}

type Centres = Pick<StudyScope, 'studyId' | 'readCentres'>;

/** The images of patients, patient by patient in the order in which they were taken; places and limits as `derived_subject` has them. */
export function imagesOfPatients(
  tx: ReadTransaction,
  { studyId, readCentres }: Centres,
  patientIds: readonly string[],
): Promise<ResponseImage[]> {
  return tx.rows<ResponseImage>(
    `select a.patient_id as "patientId", a.id, a.visit_number as "visitNumber", placed.day, placed.at,
       t.started_on is null and count(a.assessed_on) over patient not in (0, count(*) over patient) as "isUnordered",
       coalesce(a.reader_response, a.derived_response) as response, a.sum_viable_diameter_mm as "sumMm"
     from portal.study s
     join portal.recipe r on r.id = s.recipe_id
     join portal.tumour_assessment a on a.centre_id = any($1) and a.patient_id = any($3)
     left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
     left join portal.demographics e on e.centre_id = a.centre_id and e.patient_id = a.patient_id
     cross join lateral (
       select case r.definition ->> 'timeZero' when 'firstHaic' then t.started_on else e.enrolled_on end as zero_on,
         case r.definition ->> 'timeZero' when 'firstHaic' then 0 else t.started_on - e.enrolled_on end as from_haic
     ) origin
     cross join lateral (
       select coalesce(a.assessed_on - origin.zero_on, a.assessed_day + origin.from_haic) as day,
         coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day) as at
     ) placed
     where s.id = $2 and (coalesce(a.assessed_on, t.started_on + a.assessed_day) <= s.cutoff_on) is not false
     window patient as (partition by a.patient_id)
     order by a.patient_id, placed.at, coalesce(a.reader_response, a.derived_response) = 'PD', a.visit_number, a.id`,
    [readCentres, studyId, patientIds],
  );
}

/** The newest accepted reading of each patient that has one, as far as it is stored with the patient's images. */
export function acceptedSums(
  tx: ReadTransaction,
  { readCentres }: Centres,
  patientIds: readonly string[],
): Promise<ReadSums[]> {
  return tx.rows<ReadSums>(
    `select distinct on (l.patient_id) l.patient_id as "patientId", l.assessment_ids as "assessmentIds", v.sums as "sumsMm"
     from portal.reading_link l
     join portal.reading_case c on c.centre_id = l.centre_id and c.id = l.case_id
     join portal.reading r on r.centre_id = c.centre_id and r.id = c.accepted_id
     cross join lateral (
       select jsonb_agg(visit -> 'sumMm' order by place) as sums
       from jsonb_array_elements(r.derived -> 'visits') with ordinality as of_reading (visit, place)
     ) v
     where l.centre_id = any($1) and l.patient_id = any($2) and l.stored_reading_id = r.id and v.sums is not null
     order by l.patient_id, c.updated_at desc`,
    [readCentres, patientIds],
  );
}

/** After how many days the study's plan of readings wants a response confirmed; 0: it does not say. */
export async function plannedConfirmation(tx: ReadTransaction, { studyId }: Centres): Promise<number> {
  const [plan] = await tx.rows<{ days: number }>(
    'select confirmation_days as days from portal.reading_plan where study_id = $1',
    [studyId],
  );
  return plan?.days ?? 0;
}
