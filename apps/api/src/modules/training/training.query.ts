import { type Asker } from '../../context/asker.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type RunStatus } from '../../jobs/run-status.ts';
import { type ChosenRoi } from '../rois/index.ts';
import { type Part } from './split-cases.ts';
import { type TrainingResult } from './asked-training.ts';
import { type PlannedPart, type TrainingSettings } from './plan-training.ts';
import { type TrainingSplitName } from './training.input.ts';

export interface TrainingRow extends TrainingSettings {
  readonly id: string;
  readonly centreIds: readonly number[];
  readonly study: string;
  readonly modelId: string;
  readonly status: RunStatus;
  readonly stage: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly attempts: number;
  readonly cohort: unknown;
  readonly labelRule: string;
  readonly split: TrainingSplitName;
  readonly testCentre: string | null;
  readonly tuningShare: number;
  readonly testShare: number | null;
  readonly seed: number;
  readonly classWeights: 'none' | 'balanced';
  readonly useOutlines: boolean;
  readonly providerAsked: string;
  readonly providerRan: string | null;
  readonly snapshotId: string;
  readonly parts: readonly PlannedPart[];
  /** Cases that were drawn, not scanned. */
  readonly synthetic: number;
  /** Cases that are confined to outlines. */
  readonly outlined: number;
  readonly result: TrainingResult | null;
  readonly candidateVersionId: string | null;
  readonly candidateModelId: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly requestedBy: string;
}

export interface CurveRow {
  readonly epoch: readonly number[];
  readonly trainingLoss: readonly number[];
  readonly tuningLoss: readonly number[];
  readonly trainingAuc: readonly number[];
  readonly tuningAuc: readonly number[];
}

export interface TrainingCaseRow {
  readonly position: number;
  readonly slideId: string;
  readonly barcode: string;
  readonly patientId: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly part: Part;
  readonly positive: boolean;
  /** In which fold it is held out, by repeat, from 0; null in the test part, and without cross-validation. */
  readonly folds: readonly number[] | null;
  readonly prps: number | null;
  readonly heldOut: number | null;
  readonly heldOutMean: number | null;
  readonly leftOut: string | null;
}

const runSql = `
  select r.id, r.centre_ids as "centreIds", t.code as study, r.model_id as "modelId", r.status, r.stage, r.done, r.total, r.attempt as attempts, r.cohort,
    r.label_rule as "labelRule", r.split_rule as split, r.test_centre as "testCentre", r.tuning_share as "tuningShare",
    r.test_share as "testShare", r.seed, r.epochs, r.learning_rate as "learningRate", r.class_weights as "classWeights",
    r.head, r.hidden, r.weight_decay as "weightDecay", r.patience, r.folds, r.repeats,
    r.use_outlines as "useOutlines", cases.outlined,
    r.provider_asked as "providerAsked", r.provider_ran as "providerRan", r.snapshot_id as "snapshotId",
    cases.parts, cases.synthetic, r.result, r.candidate_version_id as "candidateVersionId",
    r.candidate_model_id as "candidateModelId", r.error_code as "errorCode", r.error_message as "errorMessage",
    r.queued_at as "queuedAt", r.started_at as "startedAt", r.finished_at as "finishedAt", r.requested_by as "requestedBy"
  from portal.training_run r
  join portal.study t on t.id = r.study_id
  cross join lateral (
    select json_agg(json_build_object('part', part, 'slides', slides, 'patients', patients, 'positive', positive,
        'negative', slides - positive, 'centres', centres) order by array_position(array['training', 'tuning', 'test'], part)) as parts,
      coalesce(sum(synthetic), 0)::int as synthetic, coalesce(sum(outlined), 0)::int as outlined
    from (
      select c.part, count(*)::int as slides, count(distinct c.patient_id)::int as patients,
        count(*) filter (where c.positive)::int as positive, array_agg(distinct e.code order by e.code) as centres,
        count(*) filter (where f.synthetic)::int as synthetic,
        count(*) filter (where c.rois <> '[]')::int as outlined
      from portal.training_case c
      join portal.centre e on e.id = c.centre_id
      left join portal.slide_file f on f.centre_id = c.centre_id and f.slide_id = c.slide_id
      where c.run_id = r.id group by c.part
    ) by_part
  ) cases`;

/** Row-level security lets through the runs whose centres the asker may read, all of them. */
export async function readTraining(tx: StudyTransaction, id: string): Promise<TrainingRow | null> {
  return (await tx.rows<TrainingRow>(`${runSql} where r.id = $1`, [id]))[0] ?? null;
}

export function readTrainings(tx: StudyTransaction, studyId: number): Promise<TrainingRow[]> {
  return tx.rows(`${runSql} where r.study_id = $1 order by r.queued_at desc, r.id limit 100`, [studyId]);
}

export async function readCurve(tx: StudyTransaction, runId: string): Promise<CurveRow | null> {
  const rows = await tx.rows<CurveRow>(
    `select epoch, training_loss as "trainingLoss", tuning_loss as "tuningLoss", training_auc as "trainingAuc",
       tuning_auc as "tuningAuc" from portal.training_curve where run_id = $1`,
    [runId],
  );
  return rows[0] ?? null;
}

export function readCases(tx: StudyTransaction, runId: string): Promise<TrainingCaseRow[]> {
  return tx.rows(
    `select c.position, c.slide_id as "slideId", l.barcode, c.patient_id as "patientId", p.code as "patientCode",
       e.code as centre, c.part, c.positive, c.folds, c.prps, c.held_out as "heldOut",
       c.held_out_mean as "heldOutMean", c.left_out as "leftOut"
     from portal.training_case c
     join portal.slide l on l.centre_id = c.centre_id and l.id = c.slide_id
     join portal.patient p on p.centre_id = c.centre_id and p.id = c.patient_id
     join portal.centre e on e.id = c.centre_id
     where c.run_id = $1 order by c.position`,
    [runId],
  );
}

export interface NewTraining extends TrainingSettings {
  readonly studyId: number;
  readonly centreIds: readonly number[];
  readonly modelId: string;
  readonly versionAsked: string;
  readonly cohort: unknown;
  readonly labelRule: string;
  readonly split: TrainingSplitName;
  readonly testCentre: string | null;
  readonly tuningShare: number;
  readonly testShare: number | null;
  readonly seed: number;
  readonly classWeights: string;
  readonly useOutlines: boolean;
  readonly snapshotId: string;
}

export interface NewCase {
  readonly slideId: string;
  readonly patientId: string;
  readonly centreId: number;
  readonly slideSha256: string;
  readonly rois: readonly ChosenRoi[];
  readonly part: string;
  readonly positive: boolean;
  readonly folds: readonly number[] | null;
}

/** The run and its list of cases, in one transaction of the caller. @returns the run's id. */
export async function insertTraining(
  tx: StudyTransaction,
  asker: Asker,
  run: NewTraining,
  cases: readonly NewCase[],
): Promise<string> {
  const [added] = await tx.rows<{ id: string }>(
    `insert into portal.training_run (study_id, centre_ids, model_id, provider_asked, cohort, label_rule, split_rule,
       test_centre, tuning_share, test_share, seed, epochs, learning_rate, class_weights, use_outlines, snapshot_id,
       requested_by, updated_by, version_asked, head, hidden, weight_decay, patience, folds, repeats)
     values ($1, $2, $3, 'auto', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
       $23, $24) returning id`,
    [
      run.studyId,
      run.centreIds,
      run.modelId,
      JSON.stringify(run.cohort),
      run.labelRule,
      run.split,
      run.testCentre,
      run.tuningShare,
      run.testShare,
      run.seed,
      run.epochs,
      run.learningRate,
      run.classWeights,
      run.useOutlines,
      run.snapshotId,
      asker.name,
      asker.userId,
      run.versionAsked,
      run.head,
      run.hidden,
      run.weightDecay,
      run.patience,
      run.folds,
      run.repeats,
    ],
  );
  if (!added) throw new Error('a training run was not added');
  await tx.rows(
    `insert into portal.training_case (run_id, position, slide_id, patient_id, centre_id, slide_sha256, rois, part, positive,
       folds)
     select $1, position, slide_id, patient_id, centre_id, slide_sha256, rois, part, positive, folds::int[]
     from unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::jsonb[], $7::text[], $8::boolean[], $9::text[])
       with ordinality as c (slide_id, patient_id, centre_id, slide_sha256, rois, part, positive, folds, position)`,
    [
      added.id,
      cases.map(({ slideId }) => slideId),
      cases.map(({ patientId }) => patientId),
      cases.map(({ centreId }) => centreId),
      cases.map(({ slideSha256 }) => slideSha256),
      cases.map(({ rois }) => JSON.stringify(rois)),
      cases.map(({ part }) => part),
      cases.map(({ positive }) => positive),
      // As text: lists of lists would have to be of equal length.
      cases.map(({ folds }) => folds && `{${folds.join(',')}}`),
    ],
  );
  return added.id;
}
