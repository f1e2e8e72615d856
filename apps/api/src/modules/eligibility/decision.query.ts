import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface DecisionRow {
  readonly eligible: boolean;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly version: number;
}

/** What the stored row of a patient says, and what was decided about them. */
export interface JudgedRow {
  readonly centreId: number;
  readonly studyId: number;
  readonly state: 'eligible' | 'ineligible' | 'unknown' | null;
  readonly failed: readonly string[];
  readonly unknown: readonly string[];
  /** Values of the row by column, those of the study's own fields under `own`. */
  readonly stored: Readonly<Record<string, unknown>>;
  readonly decision: DecisionRow | null;
}

/** @returns nothing for a patient who is absent or of a centre that is not open to the asker. */
export async function readJudged({ rows }: StudyTransaction, patientId: string): Promise<JudgedRow | undefined> {
  const [found] = await rows<JudgedRow>(
    `select s.centre_id as "centreId", s.study_id as "studyId", s.eligibility as state,
       coalesce(s.criteria -> 'failed', '[]') as failed, coalesce(s.criteria -> 'unknown', '[]') as unknown, to_jsonb(s) as stored,
       case when d.id is not null then json_build_object('eligible', d.eligible, 'reason', d.reason, 'decidedBy', d.decided_by,
         'decidedAt', d.decided_at, 'version', d.version) end as decision
     from portal.subject s join portal.study y on y.id = s.study_id and y.recipe_id = s.recipe_id
     left join portal.eligibility_decision d on d.centre_id = s.centre_id and d.patient_id = s.id
     where s.id = $1`,
    [patientId],
  );
  return found;
}

export interface NewDecision {
  readonly eligible: boolean;
  readonly reason: string;
  /** The version that was read; 0 where nothing was decided yet. */
  readonly version: number;
}

/** @returns false where another version is stored, and nothing was changed. */
export async function storeDecision(
  { rows }: WriteTransaction,
  patient: { readonly id: string; readonly centreId: number },
  { eligible, reason, version }: NewDecision,
  by: string,
): Promise<boolean> {
  const values = [patient.centreId, patient.id, eligible, reason, by];
  const stored =
    version === 0
      ? await rows(
          `insert into portal.eligibility_decision (centre_id, patient_id, eligible, reason, decided_by, updated_by)
           values ($1, $2, $3, $4, $5, $5) on conflict do nothing returning id`,
          values,
        )
      : await rows(
          `update portal.eligibility_decision set eligible = $3, reason = $4, decided_by = $5, decided_at = now(),
             user_id = portal.asker(), version = version + 1, updated_at = now(), updated_by = $5
           where centre_id = $1 and patient_id = $2 and version = $6 returning id`,
          [...values, version],
        );
  return stored.length > 0;
}

/** @returns false where another version is stored, or none. */
export async function removeDecision(
  { rows }: WriteTransaction,
  patient: { readonly id: string; readonly centreId: number },
  version: number,
): Promise<boolean> {
  const removed = await rows(
    'delete from portal.eligibility_decision where centre_id = $1 and patient_id = $2 and version = $3 returning id',
    [patient.centreId, patient.id, version],
  );
  return removed.length > 0;
}
