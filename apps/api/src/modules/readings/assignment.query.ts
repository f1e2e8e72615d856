import { publishedSpecialRules } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type ReadingRules, ruleColumns, ruleNames, rulesOf, type Slot } from './reading.query.ts';

export interface ReadingPlan extends ReadingRules {
  /** 0 where the study has set none yet. */
  readonly version: number;
}

/** By the publication, without what a protocol may add. */
const published: ReadingPlan = {
  discordance: 'overall',
  absoluteIncreaseMm: 0,
  stableFromDay: 0,
  confirmationDays: 0,
  ...publishedSpecialRules,
  version: 0,
};

export async function readPlan({ rows }: StudyTransaction, studyId: number): Promise<ReadingPlan> {
  const [plan] = await rows<ReadingPlan>(
    `select ${rulesOf('p')}, p.version from portal.reading_plan p where p.study_id = $1`,
    [studyId],
  );
  return plan ?? published;
}

/** @returns whether it was written: the version is the stored one, or 0 where there is none. */
export async function writePlan(
  { rows }: StudyTransaction,
  studyId: number,
  plan: ReadingPlan,
  author: string,
): Promise<boolean> {
  const { version } = plan;
  const columns = ruleNames.map((name) => ruleColumns[name]);
  const places = ruleNames.map((_, i) => `$${i + 3}`);
  const values = [studyId, author, ...ruleNames.map((name) => plan[name])];
  const written =
    version === 0
      ? await rows(
          `insert into portal.reading_plan (study_id, updated_by, ${columns.join(', ')})
           values ($1, $2, ${places.join(', ')}) on conflict (study_id) do nothing returning study_id`,
          values,
        )
      : await rows(
          `with written as (
             update portal.reading_plan set ${columns.map((column, i) => `${column} = ${places[i]}`).join(', ')},
               version = version + 1, updated_at = now(), updated_by = $2
             where study_id = $1 and version = $${values.length + 1} returning study_id
           ) select study_id from written`,
          [...values, version],
        );
  return written.length === 1;
}

export interface BlindMemberRow {
  readonly userId: string;
  readonly right: 'readBlind' | 'adjudicate';
  readonly centres: readonly number[];
}

export function readBlindMembers({ rows }: StudyTransaction, studyId: number): Promise<BlindMemberRow[]> {
  return rows(
    `select user_id as "userId", right_name as right, centres from portal.blind_members($1) order by user_id, right_name`,
    [studyId],
  );
}

export interface PatientToReadRow {
  readonly id: string;
  readonly code: string;
  readonly centre: string;
  readonly centreId: number;
  /** By day; visit 0 is the baseline. */
  readonly images: readonly { readonly id: string; readonly visitNumber: number; readonly day: number | null }[];
  readonly isAccepted: boolean;
  readonly isAssigned: boolean;
}

/** Patients with at least two images, by code; those of one code, or the first whose code contains a text. */
export function readPatientsToRead(
  { rows }: StudyTransaction,
  centreIds: readonly number[],
  { ids = null, code = '', most }: { ids?: readonly string[] | null; code?: string; most: number },
): Promise<PatientToReadRow[]> {
  return rows(
    `select p.id, p.code, p.centre_id as "centreId", ce.code as centre, i.images, k."isAccepted", k."isAssigned"
     from portal.patient p join portal.centre ce on ce.id = p.centre_id
     cross join lateral (
       select jsonb_agg(jsonb_build_object('id', a.id, 'visitNumber', a.visit_number,
           'day', coalesce(a.assessed_on - t.started_on, a.assessed_day))
         order by coalesce(a.assessed_on - t.started_on, a.assessed_day), a.visit_number, a.id) as images, count(*) as n
       from portal.tumour_assessment a
       left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
       where a.centre_id = p.centre_id and a.patient_id = p.id
     ) i
     cross join lateral (
       select coalesce(bool_or(c.state = 'accepted'), false) as "isAccepted", coalesce(bool_or(c.state <> 'accepted'), false) as "isAssigned"
       from portal.reading_link l join portal.reading_case c on c.centre_id = l.centre_id and c.id = l.case_id
       where l.centre_id = p.centre_id and l.patient_id = p.id
     ) k
     where p.centre_id = any($1) and i.n >= 2 and ($2::uuid[] is null or p.id = any($2)) and strpos(lower(p.code), lower($3)) > 0
     order by k."isAssigned", k."isAccepted", p.code, p.id limit $4`,
    [centreIds, ids, code, most],
  );
}

export interface CaseRow {
  readonly id: string;
  readonly centreId: number;
  readonly number: number;
  readonly days: readonly number[];
  readonly state: 'reading' | 'discordant' | 'accepted';
  readonly differs: boolean | null;
  readonly isStored: boolean;
  readonly fault: string | null;
  readonly createdAt: Date;
  readonly readings: readonly { readonly slot: Slot; readonly userId: string; readonly state: 'open' | 'submitted' }[];
}

export function readCases(
  { rows }: StudyTransaction,
  centreIds: readonly number[],
  id: string | null = null,
): Promise<CaseRow[]> {
  return rows(
    `select c.id, c.centre_id as "centreId", c.number, c.days, c.state, c.differs, coalesce(l.stored_reading_id = c.accepted_id, false) as "isStored",
       l.fault, c.created_at as "createdAt",
       (select jsonb_agg(jsonb_build_object('slot', r.slot, 'userId', r.user_id, 'state', r.state)
          order by array_position(array['first', 'second', 'adjudication'], r.slot))
        from portal.reading r where r.centre_id = c.centre_id and r.case_id = c.id) as readings
     from portal.reading_case c join portal.reading_link l on l.centre_id = c.centre_id and l.case_id = c.id
     where c.centre_id = any($1) and ($2::uuid is null or c.id = $2)
     order by array_position(array['discordant', 'reading', 'accepted'], c.state), c.number, c.id`,
    [centreIds, id],
  );
}

export interface NewCase extends ReadingRules {
  readonly centreId: number;
  readonly patientId: string;
  readonly number: number;
  readonly days: readonly number[];
  readonly assessmentIds: readonly string[];
  readonly readerIds: readonly [string, string];
  readonly adjudicatorId: string;
  readonly author: string;
}

/** @returns false where the number is in use at the centre: nothing was added. */
export async function addCase({ rows }: StudyTransaction, one: NewCase): Promise<boolean> {
  const { centreId, author, readerIds, adjudicatorId } = one;
  const columns = ruleNames.map((name) => ruleColumns[name]);
  const [added] = await rows<{ id: string }>(
    `insert into portal.reading_case (centre_id, number, days, reader_ids, adjudicator_id, updated_by, ${columns.join(', ')})
     values ($1, $2, $3, $4, $5, $6, ${columns.map((_, i) => `$${i + 7}`).join(', ')})
     on conflict (centre_id, number) do nothing returning id`,
    [centreId, one.number, one.days, readerIds, adjudicatorId, author, ...ruleNames.map((name) => one[name])],
  );
  if (!added) return false;
  await rows(
    `insert into portal.reading_link (case_id, centre_id, patient_id, assessment_ids, updated_by) values ($1, $2, $3, $4, $5)`,
    [added.id, centreId, one.patientId, one.assessmentIds, author],
  );
  await rows(
    `insert into portal.reading (case_id, centre_id, slot, user_id, updated_by)
     select $1, $2, slot, person, $5 from unnest($3::text[], $4::text[]) as w(slot, person)`,
    [added.id, centreId, ['first', 'second', 'adjudication'], [...readerIds, adjudicatorId], author],
  );
  return true;
}

/** What both readers found, of each case that both have handed in. */
export function readPairs({ rows }: StudyTransaction, centreIds: readonly number[]) {
  return rows<{ differs: boolean; state: string; overall: (string | null)[][]; best: string[] }>(
    `select c.differs, c.state, array_to_json(array[one.overall, two.overall]) as overall, array[one.best, two.best] as best
     from portal.reading_case c
     join portal.reading one on one.centre_id = c.centre_id and one.case_id = c.id and one.slot = 'first'
     join portal.reading two on two.centre_id = c.centre_id and two.case_id = c.id and two.slot = 'second'
     where c.centre_id = any($1) and c.state <> 'reading'`,
    [centreIds],
  );
}
