import { type StudyPlan, usualPlan } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface StoredPlan extends StudyPlan {
  /** 0 where the study has set none yet. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

const columns = {
  targetPatients: 'target_patients',
  accrualFrom: 'accrual_from',
  accrualUntil: 'accrual_until',
  endpoint: 'endpoint',
  plannedEvents: 'planned_events',
  hazardRatio: 'hazard_ratio',
  alpha: 'alpha',
  power: 'power',
  comparisonShare: 'comparison_share',
} as const satisfies Readonly<Record<keyof StudyPlan, string>>;

const names = Object.keys(columns) as (keyof StudyPlan)[];
/** Dates as YYYY-MM-DD. */
const selected = names.map((name) => `${columns[name]}${name.startsWith('accrual') ? '::text' : ''} as "${name}"`);

/** The plan of a study: the usual one until it sets its own. */
export async function readPlan({ rows }: StudyTransaction, studyId: number): Promise<StoredPlan> {
  const [stored] = await rows<StoredPlan>(
    `select ${selected.join(', ')}, version, updated_at as "updatedAt", updated_by as "updatedBy"
     from portal.study_plan where study_id = $1`,
    [studyId],
  );
  return stored ?? { ...usualPlan, version: 0, updatedAt: null, updatedBy: null };
}

/** @returns whether it was written: the version is the stored one, or 0 where there is none. */
export async function writePlan(
  { rows }: WriteTransaction,
  { studyId, version, by }: { readonly studyId: number; readonly version: number; readonly by: string },
  plan: StudyPlan,
): Promise<boolean> {
  const values = [studyId, by, ...names.map((name) => plan[name])];
  const written =
    version === 0
      ? await rows(
          `insert into portal.study_plan (study_id, updated_by, ${names.map((name) => columns[name]).join(', ')})
           values ($1, $2, ${names.map((_, place) => `$${place + 3}`).join(', ')})
           on conflict (study_id) do nothing returning study_id`,
          values,
        )
      : await rows(
          `with written as (
             update portal.study_plan set ${names.map((name, place) => `${columns[name]} = $${place + 3}`).join(', ')},
               version = version + 1, updated_at = now(), updated_by = $2
             where study_id = $1 and version = $${names.length + 3} returning study_id
           ) select study_id from written`,
          [...values, version],
        );
  return written.length === 1;
}
