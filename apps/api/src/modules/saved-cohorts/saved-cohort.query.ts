import { type CohortFilter, type SavedKind, type SubjectVariable } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface SavedRow {
  readonly id: string;
  readonly number: number;
  readonly kind: SavedKind;
  readonly name: string;
  readonly description: string;
  readonly rule: CohortFilter | null;
  readonly known: SubjectVariable['known'];
  /** Of the day on which it was chosen, of the centres of whoever chose it. */
  readonly n: number;
  readonly centreIds: readonly number[];
  readonly dataVersion: number;
  readonly chosenVersion: number;
  readonly userId: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly removedAt: Date | null;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = `k.id, k.number, k.kind, k.name, k.description, k.rule, k.known, k.n, k.chosen_centres as "centreIds",
  k.data_version::float8 as "dataVersion", k.chosen_version as "chosenVersion", k.user_id as "userId", k.made_by as "madeBy",
  k.made_at as "madeAt", k.removed_at as "removedAt", k.version, k.updated_at as "updatedAt", k.updated_by as "updatedBy"`;

/** By name. @param removed - those that were removed instead. */
export async function readSaved(tx: StudyTransaction, studyId: number, removed: boolean): Promise<SavedRow[]> {
  const rows = await tx.rows<SavedRow>(
    `select ${columns} from portal.saved_cohort k where k.study_id = $1 and (k.removed_at is not null) = $2 order by lower(k.name), k.number`,
    [studyId, removed],
  );
  return rows.map(withDays);
}

export async function findSaved(tx: StudyTransaction, studyId: number, id: string): Promise<SavedRow | undefined> {
  const [found] = await tx.rows<SavedRow>(
    `select ${columns} from portal.saved_cohort k where k.study_id = $1 and k.id = $2`,
    [studyId, id],
  );
  return found && withDays(found);
}

const withDays = (row: SavedRow): SavedRow => ({
  ...row,
  madeAt: new Date(row.madeAt),
  updatedAt: new Date(row.updatedAt),
  removedAt: row.removedAt && new Date(row.removedAt),
});

/** What a version of a cohort is, beside its patients. */
export interface Chosen {
  readonly name: string;
  readonly description: string;
  readonly rule: CohortFilter | null;
  readonly known: SubjectVariable['known'];
  readonly n: number;
  readonly centreIds: readonly number[];
  readonly dataVersion: number;
  readonly chosenVersion: number;
}

export interface SavedVersion extends Chosen {
  readonly version: number;
  readonly removed: boolean;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** Newest first. */
export async function readVersions(tx: StudyTransaction, studyId: number, id: string): Promise<SavedVersion[]> {
  const rows = await tx.rows<SavedVersion>(
    `select v.version, v.name, v.description, v.rule, v.known, v.n, v.chosen_centres as "centreIds", v.data_version::float8 as "dataVersion",
       v.chosen_version as "chosenVersion", v.removed, v.changed_at as "changedAt", v.changed_by as "changedBy"
     from portal.saved_cohort_version v where v.study_id = $1 and v.cohort_id = $2 order by v.version desc`,
    [studyId, id],
  );
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}

/** @returns its id. */
export async function insertSaved(
  tx: WriteTransaction,
  studyId: number,
  kind: SavedKind,
  chosen: Chosen,
  by: string,
): Promise<string> {
  // One after the other, so that no number is given twice.
  await tx.rows(`select pg_advisory_xact_lock(hashtext('portal.saved_cohort'), $1)`, [studyId]);
  const [added] = await tx.rows<{ id: string }>(
    `insert into portal.saved_cohort (name, description, rule, known, n, chosen_centres, data_version, chosen_version, study_id, kind,
       number, made_by, updated_by)
     select $1, $2, $3::jsonb, $4, $5, $6::int[], $7, $8, $9, $10,
       (select coalesce(max(number), 0) + 1 from portal.saved_cohort where study_id = $9), $11, $11
     returning id`,
    [...valuesOf(chosen), studyId, kind, by],
  );
  if (!added) throw new Error('a cohort that was saved is not returned');
  return added.id;
}

/** @returns false where another version is stored. */
export async function updateSaved(
  { rows }: WriteTransaction,
  { id, version }: { readonly id: string; readonly version: number },
  chosen: Chosen,
  removed: boolean,
  by: string,
): Promise<boolean> {
  const changed = await rows(
    `update portal.saved_cohort set name = $1, description = $2, rule = $3::jsonb, known = $4, n = $5, chosen_centres = $6::int[],
       data_version = $7, chosen_version = $8, removed_at = case when $9 then now() end, version = version + 1,
       updated_at = now(), updated_by = $10 where id = $11 and version = $12 returning id`,
    [...valuesOf(chosen), removed, by, id, version],
  );
  return changed.length > 0;
}

function valuesOf({ name, description, rule, known, n, centreIds, dataVersion, chosenVersion }: Chosen): unknown[] {
  const stored = rule === null ? null : JSON.stringify(rule);
  return [name, description, stored, known, n, centreIds, dataVersion, chosenVersion];
}

/** Who was chosen, by a version of the cohort. */
export async function insertPatients(
  { rows }: WriteTransaction,
  { id, version }: { readonly id: string; readonly version: number },
  centreIds: readonly number[],
  patientIds: readonly string[],
): Promise<void> {
  await rows(
    `insert into portal.saved_cohort_patient (cohort_id, version, centre_id, patient_id)
     select $1, $2, p.centre_id, p.id from portal.patient p where p.centre_id = any ($3) and p.id = any ($4::uuid[])`,
    [id, version, centreIds, patientIds],
  );
}

/** Of the centres that the asker may read: who was chosen, and how many have other values since. */
export async function readPatients(
  { rows }: StudyTransaction,
  studyId: number,
  { id, chosenVersion, dataVersion }: Pick<SavedRow, 'id' | 'chosenVersion' | 'dataVersion'>,
): Promise<{ readonly ids: readonly string[]; readonly changed: number }> {
  const [found] = await rows<{ ids: string[] | null; changed: number }>(
    `select array_agg(m.patient_id) as ids, (count(*) filter (where s.data_version > $4))::int as changed
     from portal.saved_cohort_patient m
     left join portal.subject s on s.centre_id = m.centre_id and s.id = m.patient_id and s.study_id = $3
       and s.recipe_id = (select recipe_id from portal.study where id = $3)
     where m.cohort_id = $1 and m.version = $2`,
    [id, chosenVersion, studyId, dataVersion],
  );
  return { ids: found?.ids ?? [], changed: found?.changed ?? 0 };
}

/** Their codes, by which conditions name them. */
export async function codesOfCentres({ rows }: StudyTransaction, centreIds: readonly number[]): Promise<string[]> {
  const found = await rows<{ code: string }>('select code from portal.centre where id = any ($1) order by code', [
    centreIds,
  ]);
  return found.map(({ code }) => code);
}
