import { scheduledForms, scheduleInUse, type StudySchedule, usualSchedule, type VisitStop } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { readStudy } from '../studies/index.ts';

export interface StoredSchedule extends StudySchedule {
  /** 0 where the study has set none yet. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

const columns = {
  cycleDays: 'cycle_days',
  imagingOn: 'imaging_on',
  imagingEvery: 'imaging_every',
  imagingUnit: 'imaging_unit',
  imagingWindowDays: 'imaging_window_days',
  imagingUntil: 'imaging_until',
  labsOn: 'labs_on',
  labsWindowDays: 'labs_window_days',
  contactOn: 'contact_on',
  contactEveryDays: 'contact_every_days',
  contactWindowDays: 'contact_window_days',
} as const satisfies Readonly<Record<keyof StudySchedule, string>>;

const names = Object.keys(columns) as (keyof StudySchedule)[];

/** The schedule of a study: the usual one until it sets its own. */
export async function readSchedule({ rows }: StudyTransaction, studyId: number): Promise<StoredSchedule> {
  const [stored] = await rows<StoredSchedule>(
    `select ${names.map((name) => `${columns[name]} as "${name}"`).join(', ')}, version, updated_at as "updatedAt",
       updated_by as "updatedBy"
     from portal.study_schedule where study_id = $1`,
    [studyId],
  );
  return stored ?? { ...usualSchedule, version: 0, updatedAt: null, updatedBy: null };
}

/** @returns whether it was written: the version is the stored one, or 0 where there is none. */
export async function writeSchedule(
  { rows }: WriteTransaction,
  { studyId, version, by }: { readonly studyId: number; readonly version: number; readonly by: string },
  schedule: StudySchedule,
): Promise<boolean> {
  const values = [studyId, by, ...names.map((name) => schedule[name])];
  const written =
    version === 0
      ? await rows(
          `insert into portal.study_schedule (study_id, updated_by, ${names.map((name) => columns[name]).join(', ')})
           values ($1, $2, ${names.map((_, place) => `$${place + 3}`).join(', ')})
           on conflict (study_id) do nothing returning study_id`,
          values,
        )
      : await rows(
          `with written as (
             update portal.study_schedule set ${names.map((name, place) => `${columns[name]} = $${place + 3}`).join(', ')},
               version = version + 1, updated_at = now(), updated_by = $2
             where study_id = $1 and version = $${names.length + 3} returning study_id
           ) select study_id from written`,
          [...values, version],
        );
  return written.length === 1;
}

/** What decides with the records of a patient which visits are due. */
export interface ScheduleInStudy {
  readonly schedule: StudySchedule;
  /** YYYY-MM-DD; null while there is none. */
  readonly cutoffOn: string | null;
}

/** The schedule without forms that the study does not use. In a closed study nothing can be entered: nothing is due. */
export async function readScheduleInStudy(tx: StudyTransaction, studyId: number): Promise<ScheduleInStudy> {
  const [schedule, { cutoffOn, unusedForms, closedAt }] = await Promise.all([
    readSchedule(tx, studyId),
    readStudy(tx, studyId),
  ]);
  return { schedule: scheduleInUse(schedule, closedAt === null ? unusedForms : scheduledForms), cutoffOn };
}

export interface StoredStop extends VisitStop {
  readonly patientId: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** The patients of centres whose visits were stopped; of one patient if named. */
export function readStops(
  { rows }: StudyTransaction,
  centreIds: readonly number[],
  patientId: string | null = null,
): Promise<StoredStop[]> {
  return rows<StoredStop>(
    `select patient_id as "patientId", stopped_on::text as "stoppedOn", why, note, version, updated_at as "updatedAt",
       updated_by as "updatedBy"
     from portal.visit_stop where centre_id = any($1) and ($2::uuid is null or patient_id = $2)`,
    [centreIds, patientId],
  );
}

/** @returns whether it was written: the version is the stored one, or 0 where there is none. */
export async function writeStop(
  { rows }: WriteTransaction,
  { patientId, centreId, version, by }: { patientId: string; centreId: number; version: number; by: string },
  { stoppedOn, why, note }: VisitStop,
): Promise<boolean> {
  const values = [centreId, patientId, stoppedOn, why, note, by];
  const written =
    version === 0
      ? await rows(
          `insert into portal.visit_stop (centre_id, patient_id, stopped_on, why, note, updated_by)
           values ($1, $2, $3, $4, $5, $6) on conflict (centre_id, patient_id) do nothing returning id`,
          values,
        )
      : await rows(
          `with written as (
             update portal.visit_stop set stopped_on = $3, why = $4, note = $5, version = version + 1, updated_at = now(),
               updated_by = $6
             where centre_id = $1 and patient_id = $2 and version = $7 returning id
           ) select id from written`,
          [...values, version],
        );
  return written.length === 1;
}

/** @returns whether there was one of this version. */
export async function removeStop(
  { rows }: WriteTransaction,
  { patientId, centreId, version }: { patientId: string; centreId: number; version: number },
): Promise<boolean> {
  const removed = await rows(
    `with removed as (
       delete from portal.visit_stop where centre_id = $1 and patient_id = $2 and version = $3 returning id
     ) select id from removed`,
    [centreId, patientId, version],
  );
  return removed.length === 1;
}

export interface PatientPlace {
  readonly id: string;
  readonly centreId: number;
  readonly studyId: number;
}

/** Where a patient is whom the asker may read. */
export async function placeOf({ rows }: StudyTransaction, patientId: string): Promise<PatientPlace | undefined> {
  const [place] = await rows<PatientPlace>(
    `select p.id, p.centre_id as "centreId", c.study_id as "studyId"
     from portal.patient p join portal.centre c on c.id = p.centre_id where p.id = $1`,
    [patientId],
  );
  return place;
}
