import { type ClassWeights, type LearningPoint } from '@haim/ml';
import { type Pool } from 'pg';
import { FencedRuns } from '../../jobs/fenced-runs.ts';
import { type CrossValidation } from './cross-validate.ts';
import { type PartEvaluation } from './evaluate-head.ts';

/** What a worker is asked to train. */
export interface AskedTraining {
  readonly modelId: string;
  /** Null in a row that was queued before versions were kept. */
  readonly versionAsked: string | null;
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  readonly head: 'lastLayer' | 'attention';
  readonly seed: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly classWeights: ClassWeights;
  /** Of an attention head; null for a last layer. */
  readonly hidden: number | null;
  readonly weightDecay: number | null;
  readonly patience: number | null;
  /** Null where nothing is cross-validated. */
  readonly folds: number | null;
  readonly repeats: number | null;
  readonly snapshotId: string;
  readonly split: string;
  readonly testCentre: string | null;
  readonly requestedBy: string;
  readonly requestedById: string;
}

/** The content of `training_run.result`. */
export interface TrainingResult {
  readonly best: LearningPoint;
  readonly threshold: number;
  readonly thresholdRule: string;
  readonly evaluations: readonly PartEvaluation[];
  readonly leftOut: number;
  readonly bagsReused: number;
  /** Of the finished pair: synthetic if either of its networks is. */
  readonly weights: string;
  readonly secondsTotal: number;
  /** Of an attention head: why no further epoch was trained, the last epoch, and the largest bag. */
  readonly stopped?: 'patience' | 'epochs' | undefined;
  readonly lastEpoch?: number | undefined;
  readonly mostRows?: number | undefined;
  readonly crossValidation?: CrossValidation | undefined;
}

export const trainingRuns = (pool: Pool): FencedRuns<AskedTraining> =>
  new FencedRuns<AskedTraining>(pool, 'training_run', {
    modelId: 'model_id',
    versionAsked: 'version_asked',
    provider: 'provider_asked',
    head: 'head',
    seed: 'seed',
    epochs: 'epochs',
    learningRate: 'learning_rate',
    classWeights: 'class_weights',
    hidden: 'hidden',
    weightDecay: 'weight_decay',
    patience: 'patience',
    folds: 'folds',
    repeats: 'repeats',
    snapshotId: 'snapshot_id',
    split: 'split_rule',
    testCentre: 'test_centre',
    requestedBy: 'requested_by',
    requestedById: 'updated_by',
  });
