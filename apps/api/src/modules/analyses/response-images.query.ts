import { type MrecistResponse } from '@haim/stats';
import { type FrozenState } from '../../columns/index.ts';
import { type ReadTransaction } from '../../db/study-db.ts';
import { type StudyScope } from '../studies/index.ts';
import { keptParts } from './kept-parts.ts';

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

/** Images and accepted sums of now, or as a snapshot keeps them: relations of SQL, in the centres of `$1`, with the same columns. */
interface ImageTables {
  /** As `portal.response_image` has them. */
  readonly images: string;
  /** As `portal.accepted_sums` has them. */
  readonly sums: string;
}

function imageTables(studyId: number, frozen: FrozenState | null): ImageTables {
  if (!frozen) {
    return {
      images: `(select * from portal.response_image where study_id = ${Math.trunc(studyId)} and centre_id = any($1))`,
      sums: '(select * from portal.accepted_sums where centre_id = any($1))',
    };
  }
  const kept = keptParts(frozen, 'images');
  return {
    images: `(select k.centre_id, k.patient_id, x.* from ${kept} k
      cross join lateral jsonb_to_recordset(k.content -> 'images')
        x(id uuid, visit_number int, day int, at int, is_unordered boolean, response text, sum_mm float8))`,
    sums: `(select k.centre_id, k.patient_id, x.* from ${kept} k
      cross join lateral jsonb_to_record(k.content -> 'reading') x(assessment_ids uuid[], sums_mm jsonb)
      where k.content ? 'reading')`,
  };
}

/** The images of patients, patient by patient in the order in which they were taken. @param frozen - of a snapshot that keeps images. */
export function imagesOfPatients(
  tx: ReadTransaction,
  { studyId, readCentres }: Centres,
  patientIds: readonly string[],
  frozen: FrozenState | null,
): Promise<ResponseImage[]> {
  return tx.rows<ResponseImage>(
    `select i.patient_id as "patientId", i.id, i.visit_number as "visitNumber", i.day, i.at, i.is_unordered as "isUnordered",
       i.response, i.sum_mm as "sumMm"
     from ${imageTables(studyId, frozen).images} i
     where i.patient_id = any($2)
     order by i.patient_id, i.at, i.response = 'PD', i.visit_number, i.id`,
    [readCentres, patientIds],
  );
}

/** The newest accepted reading of each patient that has one, as far as it is stored with the patient's images. */
export function acceptedSums(
  tx: ReadTransaction,
  { studyId, readCentres }: Centres,
  patientIds: readonly string[],
  frozen: FrozenState | null,
): Promise<ReadSums[]> {
  return tx.rows<ReadSums>(
    `select s.patient_id as "patientId", s.assessment_ids as "assessmentIds", s.sums_mm as "sumsMm"
     from ${imageTables(studyId, frozen).sums} s where s.patient_id = any($2) order by s.patient_id`,
    [readCentres, patientIds],
  );
}

/** After how many days the study's plan of readings wants a response confirmed; 0: it does not say. */
export async function plannedConfirmation(
  tx: ReadTransaction,
  { studyId }: Centres,
  frozen: FrozenState | null,
): Promise<number> {
  if (frozen) return frozen.settings.confirmationDays ?? 0;
  const [plan] = await tx.rows<{ days: number }>(
    'select confirmation_days as days from portal.reading_plan where study_id = $1',
    [studyId],
  );
  return plan?.days ?? 0;
}
