import { type Screening, type ScreeningOutcome } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface ScreeningRow extends Screening {
  readonly id: string;
  readonly centreId: number;
  readonly centre: string;
  readonly patientId: string | null;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = `g.id, g.centre_id as "centreId", c.code as centre, g.number, g.screened_on::text as "screenedOn", g.outcome,
  g.failed_criteria as "failedCriteria", g.reason, g.patient_id as "patientId", p.code as patient, g.version,
  g.updated_at as "updatedAt", g.updated_by as "updatedBy"`;

const source = `portal.screening g join portal.centre c on c.id = g.centre_id
  left join portal.patient p on p.centre_id = g.centre_id and p.id = g.patient_id`;

/** The newest lines of the log, by day and number. */
export function readScreenings(
  tx: StudyTransaction,
  centreIds: readonly number[],
  most: number,
): Promise<ScreeningRow[]> {
  return tx.rows<ScreeningRow>(
    `select ${columns} from ${source} where g.centre_id = any ($1) order by g.screened_on desc, g.number desc, g.id limit ${most}`,
    [centreIds],
  );
}

export async function findScreening(tx: StudyTransaction, id: string): Promise<ScreeningRow | undefined> {
  const [found] = await tx.rows<ScreeningRow>(`select ${columns} from ${source} where g.id = $1`, [id]);
  return found;
}

export interface NewScreening extends Omit<Screening, 'patient'> {
  readonly centreId: number;
  readonly patientId: string | null;
}

export async function insertScreening({ rows }: WriteTransaction, entry: NewScreening, by: string): Promise<string> {
  const [added] = await rows<{ id: string }>(
    `insert into portal.screening (number, screened_on, outcome, failed_criteria, reason, patient_id, updated_by, centre_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [...valuesOf(entry), by, entry.centreId],
  );
  if (!added) throw new Error('a line of the screening log that was added is not returned');
  return added.id;
}

/** @returns false where another version is stored. */
export async function updateScreening(
  { rows }: WriteTransaction,
  id: string,
  version: number,
  entry: NewScreening,
  by: string,
): Promise<boolean> {
  const changed = await rows(
    `update portal.screening set number = $1, screened_on = $2, outcome = $3, failed_criteria = $4, reason = $5, patient_id = $6,
       version = version + 1, updated_at = now(), updated_by = $7 where id = $8 and version = $9 returning id`,
    [...valuesOf(entry), by, id, version],
  );
  return changed.length > 0;
}

function valuesOf({ number, screenedOn, outcome, failedCriteria, reason, patientId }: NewScreening): unknown[] {
  return [number, screenedOn, outcome, failedCriteria, reason, patientId];
}

/** @returns false where another version is stored, or none. */
export async function deleteScreening({ rows }: WriteTransaction, id: string, version: number): Promise<boolean> {
  const removed = await rows('delete from portal.screening where id = $1 and version = $2 returning id', [id, version]);
  return removed.length > 0;
}

/** A patient of a centre by code, with the day of enrolment. */
export async function patientByCode(
  { rows }: StudyTransaction,
  centreId: number,
  code: string,
): Promise<{ id: string; enrolledOn: string | null } | undefined> {
  const [found] = await rows<{ id: string; enrolledOn: string | null }>(
    `select p.id, d.enrolled_on::text as "enrolledOn" from portal.patient p
     left join portal.demographics d on d.centre_id = p.centre_id and d.patient_id = p.id where p.centre_id = $1 and p.code = $2`,
    [centreId, code],
  );
  return found;
}

/** Whether a day is before the patient was born; false also where no date of birth is on record, or the asker may not know it. */
export async function isBeforeBirth({ rows }: StudyTransaction, patientId: string, day: string): Promise<boolean> {
  const [found] = await rows<{ isBefore: boolean }>('select portal.is_before_birth($1, $2) as "isBefore"', [
    patientId,
    day,
  ]);
  return found?.isBefore ?? false;
}

export interface ScreenedOut {
  readonly outcome: ScreeningOutcome;
  /** The first criterion not met in the order of the study; null where none is named. */
  readonly criterion: string | null;
  readonly n: number;
}

/** Who was screened and not enrolled, each counted once. */
export function countScreenedOut(
  tx: StudyTransaction,
  centreIds: readonly number[],
  criteria: readonly string[],
): Promise<ScreenedOut[]> {
  return tx.rows<ScreenedOut>(
    `select g.outcome, coalesce(
       (select o.code from unnest($2::text[]) with ordinality o(code, place) where o.code = any (g.failed_criteria) order by o.place limit 1),
       g.failed_criteria[1]) as criterion, count(*)::int as n
     from portal.screening g where g.centre_id = any ($1) and g.outcome <> 'enrolled' group by 1, 2 order by 1, 2`,
    [centreIds, criteria],
  );
}
