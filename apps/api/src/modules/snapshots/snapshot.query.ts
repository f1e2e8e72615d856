import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface SnapshotRow {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly dataVersion: number;
  readonly recipe: string;
  readonly cutoffOn: string | null;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** Patients of the centres that are asked about. */
  readonly n: number;
  /** Of all centres. */
  readonly total: number;
  /** Not of one that an earlier version of the portal made: its settings have no days of a confirmation. */
  readonly keepsImages: boolean;
  /** Since snapshots say which parts of patients they keep. */
  readonly keepsCycles: boolean;
}

/** What of a study decides its analyses, as a snapshot keeps it, by the names under which it is kept. */
export type SettingsRow = Readonly<Record<string, unknown>>;

/** Newest first. @param id - null: every snapshot of the study. */
export function readSnapshots(
  { rows }: StudyTransaction,
  studyId: number,
  centreIds: readonly number[],
  id: string | null = null,
): Promise<SnapshotRow[]> {
  return rows<SnapshotRow>(
    `select s.id, s.name, s.reason, s.made_at as "madeAt", s.made_by_name as "madeBy", s.data_version::float8 as "dataVersion",
       s.settings ->> 'recipe' as recipe, s.settings ->> 'cutoffOn' as "cutoffOn", encode(s.sha256, 'hex') as sha256, s.n as total,
       s.settings ? 'confirmationDays' as "keepsImages",
       coalesce(s.settings -> 'parts' ? 'cycles', false) as "keepsCycles",
       (select count(*)::int from portal.snapshot_subject m where m.snapshot_id = s.id and m.centre_id = any ($2)) as n
     from portal.snapshot s where s.study_id = $1 and ($3::uuid is null or s.id = $3) order by s.made_at desc, s.id`,
    [studyId, centreIds, id],
  );
}

/** @returns the id of the snapshot. */
export async function makeSnapshot(
  { rows }: WriteTransaction,
  studyId: number,
  name: string,
  reason: string,
): Promise<string> {
  await rows(`select set_config('statement_timeout', $1, true)`, [longest]);
  const [made] = await rows<{ id: string }>('select portal.make_snapshot($1, $2, $3) as id', [studyId, name, reason]);
  if (!made) throw new Error('the database made no snapshot');
  return made.id;
}

/** Every patient of the study is copied, or hashed again. */
const longest = '10min';

/** The hash of what is stored now, and of how many patients the content is not what the snapshot says. */
export async function checkSnapshot(
  { rows }: StudyTransaction,
  id: string,
): Promise<{ readonly recomputed: string; readonly damaged: number } | null> {
  await rows(`select set_config('statement_timeout', $1, true)`, [longest]);
  const [found] = await rows<{ recomputed: string; damaged: number }>(
    `select encode(recomputed, 'hex') as recomputed, damaged from portal.check_snapshot($1)`,
    [id],
  );
  return found ?? null;
}

export interface ChangeCount {
  readonly id: string;
  readonly entered: number;
  readonly removed: number;
  readonly changed: number;
}

/**
 * How many patients of these centres are not now what each snapshot of the study keeps. Only rows of a later version are
 * compared, unless the study has another recipe since: then every row is another.
 */
export function readChanges(
  { rows }: StudyTransaction,
  studyId: number,
  centreIds: readonly number[],
): Promise<ChangeCount[]> {
  return rows<ChangeCount>(
    `select s.id,
       now.entered::int as entered, now.changed::int as changed,
       (select count(*)::int from portal.subject_removed r
         join portal.snapshot_subject m on m.snapshot_id = s.id and m.centre_id = r.centre_id and m.patient_id = r.id
         where r.centre_id = any ($2) and r.data_version > s.data_version) as removed
     from portal.snapshot s
     join portal.study st on st.id = s.study_id
     cross join lateral (
       select count(*) filter (where m.sha256 is null) as entered,
         count(*) filter (where m.sha256 is not null and m.sha256 <> k.sha256 and ${differs('m.sha256', 'k')}) as changed
       from portal.subject_to_freeze k
       left join portal.snapshot_subject m on m.snapshot_id = s.id and m.centre_id = k.centre_id and m.patient_id = k.id
       where k.study_id = st.id and k.recipe_id = st.recipe_id and k.centre_id = any ($2)
         and (k.data_version > s.data_version or s.recipe_id <> st.recipe_id)
     ) now
     where s.study_id = $1`,
    [studyId, centreIds],
  );
}

/** One patient at two moments; null where the patient is not there. */
export interface PatientAtTwo {
  readonly centreId: number;
  readonly patientId: string;
  readonly before: Kept | null;
  readonly after: Kept | null;
}

/** Columns of the analysis row, and the adverse events, by the names of the database; what is missing is left out. */
export interface Kept {
  readonly subject: Readonly<Record<string, unknown>>;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export interface DifferingPatients {
  readonly entered: number;
  readonly removed: number;
  readonly changed: number;
  /** By code; the first of them only where there are more than asked for. */
  readonly patients: readonly PatientAtTwo[];
}

interface Pair {
  readonly studyId: number;
  readonly centreIds: readonly number[];
  readonly from: string;
  /** null: the rows of now. */
  readonly to: string | null;
  readonly most: number;
}

/** Patients of these centres that differ between two snapshots, or between a snapshot and now. */
export async function readDifference(
  { rows }: StudyTransaction,
  { studyId, centreIds, from, to, most }: Pair,
): Promise<DifferingPatients> {
  const found = await rows<
    PatientAtTwo & { readonly entered: number; readonly removed: number; readonly changed: number }
  >(
    `with differing as (${to === null ? changedSince : changedBetween}), counted as (
       select count(*) filter (where was is null)::int as entered, count(*) filter (where becomes is null)::int as removed,
         count(*) filter (where was is not null and becomes is not null)::int as changed from differing
     ), shown as (
       select d.*, (coalesce(d.was_subject, d.becomes_subject) ->> 'code') collate "C" as code from (
         select d.centre_id, d.patient_id, d.was, d.becomes, o.subject as was_subject, o.events as was_events,
           coalesce(d.now_subject, n.subject) as becomes_subject, coalesce(d.now_events, n.events) as becomes_events
         from differing d
         left join portal.frozen_subject o on o.centre_id = d.centre_id and o.sha256 = d.was
         left join portal.frozen_subject n on n.centre_id = d.centre_id and n.sha256 = d.becomes and d.now_subject is null
       ) d order by code, d.patient_id limit ${Math.trunc(most)}
     )
     select c.entered, c.removed, c.changed, s.centre_id as "centreId", s.patient_id as "patientId",
       case when s.was_subject is not null then jsonb_build_object('subject', s.was_subject, 'events', s.was_events) end as before,
       case when s.becomes_subject is not null then jsonb_build_object('subject', s.becomes_subject, 'events', s.becomes_events) end as after
     from counted c left join shown s on true order by s.code, s.patient_id`,
    to === null ? [from, centreIds, studyId] : [from, centreIds, to],
  );
  const { entered = 0, removed = 0, changed = 0 } = found[0] ?? {};
  return { entered, removed, changed, patients: found.filter(({ patientId }) => patientId !== null) };
}

/**
 * Whether a row is not what a hash was made of, even without the columns that are younger than snapshots: what a snapshot
 * could not keep has not changed.
 */
function differs(sha256: string, row: string): string {
  return `${sha256} <> all (portal.hashes_of_older(${row}.subject, ${row}.events))`;
}

const changedBetween = `
  select coalesce(a.centre_id, b.centre_id) as centre_id, coalesce(a.patient_id, b.patient_id) as patient_id,
    a.sha256 as was, b.sha256 as becomes, null::jsonb as now_subject, null::jsonb as now_events
  from (select * from portal.snapshot_subject where snapshot_id = $1 and centre_id = any ($2)) a
  full join (select * from portal.snapshot_subject where snapshot_id = $3 and centre_id = any ($2)) b
    on b.centre_id = a.centre_id and b.patient_id = a.patient_id
  left join portal.frozen_subject f on f.centre_id = a.centre_id and f.sha256 = a.sha256
  left join portal.frozen_subject g on g.centre_id = b.centre_id and g.sha256 = b.sha256
  where a.sha256 is distinct from b.sha256 and (a.sha256 is null or b.sha256 is null
    or (${differs('a.sha256', 'g')} and ${differs('b.sha256', 'f')}))`;

const changedSince = `
  select k.centre_id, k.id as patient_id, m.sha256 as was, k.sha256 as becomes, k.subject as now_subject, k.events as now_events
  from portal.snapshot s
  join portal.study st on st.id = s.study_id
  join portal.subject_to_freeze k on k.study_id = st.id and k.recipe_id = st.recipe_id and k.centre_id = any ($2)
    and (k.data_version > s.data_version or s.recipe_id <> st.recipe_id)
  left join portal.snapshot_subject m on m.snapshot_id = s.id and m.centre_id = k.centre_id and m.patient_id = k.id
  where s.id = $1 and s.study_id = $3 and m.sha256 is distinct from k.sha256
    and (m.sha256 is null or ${differs('m.sha256', 'k')})
  union all
  select m.centre_id, m.patient_id, m.sha256, null, null, null
  from portal.snapshot s
  join portal.subject_removed r on r.centre_id = any ($2) and r.data_version > s.data_version
  join portal.snapshot_subject m on m.snapshot_id = s.id and m.centre_id = r.centre_id and m.patient_id = r.id
  where s.id = $1 and s.study_id = $3`;

/** @param id - null: as the study is now. */
export async function readSettings(
  { rows }: StudyTransaction,
  studyId: number,
  id: string | null,
): Promise<SettingsRow> {
  const [found] = await rows<{ settings: SettingsRow }>(
    id === null
      ? 'select portal.settings_to_freeze($1) as settings'
      : 'select settings from portal.snapshot where study_id = $1 and id = $2',
    id === null ? [studyId] : [studyId, id],
  );
  return found?.settings ?? {};
}
