import { type VisitFacts } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';

/** One patient, as far as a schedule asks. */
export interface ScheduledPatient {
  readonly id: string;
  readonly code: string;
  /** The first HAIC, YYYY-MM-DD; without it nothing is due. */
  readonly timeZero: string | null;
  /** All but the stop of visits, which is no record and is read afresh. */
  readonly facts: Omit<VisitFacts, 'stopped'>;
}

type FactsRow = Omit<ScheduledPatient, 'facts'> & Omit<VisitFacts, 'stopped'>;

/** Days since time zero of what has a date, or a study day instead. */
const day = (date: string, studyDay: string) => `coalesce(${date} - t.started_on, ${studyDay})::int`;

/**
 * The patients of one centre: $1 the centre, $2 these patients alone or null for all. Days are of each record once.
 */
const factsSql = `
  select p.id, p.code, t.started_on::text as "timeZero",
    coalesce(a.images, '{}') as images, a.progressed, coalesce(l.labs, '{}') as labs, f."lastContact", f.died
  from portal.patient p
  left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
  cross join lateral (
    select array_agg(${day('r.assessed_on', 'r.assessed_day')}) filter (where ${day('r.assessed_on', 'r.assessed_day')} is not null) as images,
      min(${day('r.assessed_on', 'r.assessed_day')}) filter (where r.derived_response = 'PD') as progressed
    from portal.tumour_assessment r where r.centre_id = p.centre_id and r.patient_id = p.id
  ) a
  cross join lateral (
    select array_agg(distinct r.taken_on - t.started_on) as labs
    from portal.lab_result r where r.centre_id = p.centre_id and r.patient_id = p.id and t.started_on is not null
  ) l
  cross join lateral (
    select max(${day('r.contact_on', 'r.contact_day')}) as "lastContact",
      min(${day('r.contact_on', 'r.contact_day')}) filter (where r.vital_status = 'dead') as died
    from portal.follow_up r where r.centre_id = p.centre_id and r.patient_id = p.id
  ) f
  where p.centre_id = $1 and ($2::uuid[] is null or p.id = any($2))`;

export async function readFacts(
  { rows }: StudyTransaction,
  centreId: number,
  patientIds: readonly string[] | null,
): Promise<ScheduledPatient[]> {
  const found = await rows<FactsRow>(factsSql, [centreId, patientIds]);
  return found.map(({ id, code, timeZero, ...facts }) => ({ id, code, timeZero, facts }));
}

/** The version of a study: it rises with every committed change of one of its records. */
export async function readVersion({ rows }: StudyTransaction, studyId: number): Promise<number> {
  const [found] = await rows<{ version: number }>(
    'select version::float8 as version from portal.study_version where study_id = $1',
    [studyId],
  );
  return found?.version ?? 0;
}

/** Patients of a centre that changed, or were removed, after a version of their study. */
export function readChanged({ rows }: StudyTransaction, centreId: number, after: number): Promise<{ id: string }[]> {
  return rows(
    `select distinct id from portal.subject where centre_id = $1 and data_version > $2
     union select id from portal.subject_removed where centre_id = $1 and data_version > $2`,
    [centreId, after],
  );
}
