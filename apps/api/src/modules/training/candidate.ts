import { type LoadedModel } from '@haim/ml';
import { type Pool } from 'pg';
import { type Claim } from '../../jobs/fenced-runs.ts';
import { type ModelMetrics, type ModelService, type ModelVersionRow } from '../models/index.ts';
import { type ChosenThreshold, type PartEvaluation } from './evaluate-head.ts';
import { type AskedTraining } from './asked-training.ts';

export interface CandidateFacts {
  readonly base: LoadedModel;
  readonly threshold: LoadedModel['manifest']['threshold'];
  readonly trainedOn: NonNullable<LoadedModel['manifest']['trainedOn']>;
  readonly training: string;
}

/** A trained head with its evaluation, before it is a version in the registry. */
export interface MadeHead {
  readonly base: LoadedModel;
  readonly threshold: ChosenThreshold;
  /** Slides that were trained on, and those that chose epoch and threshold. */
  readonly trainedOn: readonly { readonly centreId: number }[];
  readonly tunedOn: number;
  readonly evaluations: readonly PartEvaluation[];
  /** Writes the folder of the model. */
  readonly write: (facts: CandidateFacts) => Promise<{ readonly folder: string }>;
}

/** Writes a trained head as a model and registers it as a candidate of its base model's line. */
export async function registerHead(
  { pool, models }: { readonly pool: Pool; readonly models: ModelService },
  claim: Claim & AskedTraining,
  { base, threshold, trainedOn, tunedOn, evaluations, write }: MadeHead,
): Promise<ModelVersionRow> {
  const { snapshotId } = claim;
  const centres = await codesOf(pool, trainedOn);
  const snapshot = snapshotId.slice(0, 12);
  const chosenOn = `the tuning part of the training (${tunedOn} slides, snapshot ${snapshot}), never the test part`;
  const chosenOnZh = `训练的调参部分（${tunedOn} 张切片，快照 ${snapshot}），从未使用测试部分`;
  const training = inWords(claim);
  const { folder } = await write({
    base,
    threshold: { value: threshold.value, rule: threshold.rule, ruleZh: threshold.ruleZh, chosenOn, chosenOnZh },
    trainedOn: { snapshotId, n: trainedOn.length, centres },
    training,
  });
  return models.registerCandidate({
    folder,
    metrics: { evaluations: evaluations.map((one) => metricsOf(one, threshold.value)) },
    by: { userId: claim.requestedById, name: claim.requestedBy },
    note: `trained in the portal on ${trainedOn.length} slides of ${centres.join(', ')} (${training})`,
  });
}

function inWords(claim: AskedTraining): string {
  const { seed, epochs, learningRate, classWeights, split, testCentre, head, hidden, weightDecay, patience } = claim;
  const held = testCentre === null ? '' : ` ${testCentre}`;
  const own =
    head === 'attention'
      ? `gated attention of ${hidden} units, weight decay ${weightDecay}, stopped after ${patience} epochs without a lower tuning loss, `
      : '';
  return (
    `${own}Adam, rate ${learningRate}, up to ${epochs} epochs, binary cross-entropy, class weights ${classWeights}, ` +
    `seed ${seed}, split ${split}${held}`
  );
}

async function codesOf(pool: Pool, trainedOn: MadeHead['trainedOn']): Promise<string[]> {
  const { rows } = await pool.query<{ code: string }>(
    'select code from portal.centre where id = any($1) order by code collate "C"',
    [trainedOn.map(({ centreId }) => centreId)],
  );
  return rows.map(({ code }) => code);
}

function metricsOf(evaluation: PartEvaluation, threshold: number): ModelMetrics['evaluations'][number] {
  const { part, n, nPositive, auc, aucLower, aucUpper, metrics } = evaluation;
  const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? null;
  return {
    set: part,
    n,
    nPositive,
    auc,
    aucLower,
    aucUpper,
    threshold,
    sensitivity: valueOf('sensitivity'),
    specificity: valueOf('specificity'),
  };
}
