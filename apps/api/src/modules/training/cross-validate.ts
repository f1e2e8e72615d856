import { type AttentionHead, type AttentionTrainer, type TrainAttentionOptions } from '@haim/ml';
import { type Statement, statement } from '@haim/schema';
import { delongPaired, roc } from '@haim/stats';

/** Higher scores indicate SD/PD. */
const direction = 'higher-is-positive' as const;

/** A slide that may be held out: its fold in each repeat. */
export interface FoldedCase {
  /** Its place among the bags of the trainers. */
  readonly bag: number;
  readonly folds: readonly number[];
  readonly positive: boolean;
}

export interface HeldOutArea {
  readonly auc: number | null;
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  readonly method: Statement;
  readonly warnings: readonly Statement[];
}

/** One training of each kind, and what it made of the fold that it had not seen. */
export interface FoldOutcome {
  /** Both from 1. */
  readonly repeat: number;
  readonly fold: number;
  readonly slides: number;
  readonly attentionEpoch: number;
  readonly meanEpoch: number;
  readonly attentionAuc: number | null;
  readonly meanAuc: number | null;
}

export interface CrossValidation {
  readonly folds: number;
  readonly repeats: number;
  readonly n: number;
  readonly nPositive: number;
  readonly attention: HeldOutArea;
  readonly mean: HeldOutArea;
  readonly difference: number | null;
  readonly differenceLower: number | null;
  readonly differenceUpper: number | null;
  readonly pValue: number | null;
  readonly differenceMethod: Statement;
  readonly differenceWarnings: readonly Statement[];
  readonly method: Statement;
  readonly verdict: Statement;
  readonly trainings: readonly FoldOutcome[];
}

export interface HeldOut {
  readonly bag: number;
  /** Means over the repeats. */
  readonly attention: number;
  readonly mean: number;
}

export interface CrossValidateOptions {
  /** Of the bags as they are, and of the mean row of each: the same slides, in the same places. */
  readonly attention: AttentionTrainer;
  readonly mean: AttentionTrainer;
  readonly cases: readonly FoldedCase[];
  readonly folds: number;
  readonly repeats: number;
  readonly settings: TrainAttentionOptions;
  readonly onTraining: (done: number, total: number) => void;
}

/**
 * Trains both heads on every fold's complement and scores the fold. The fold after the one that is held out chooses the
 * epoch; the others are trained on. Both heads have the same slides, settings and seeds.
 *
 * @throws as AttentionTrainer.train.
 */
export async function crossValidate(
  options: CrossValidateOptions,
): Promise<{ readonly summary: CrossValidation; readonly heldOut: readonly HeldOut[] }> {
  const { cases, folds, repeats, settings, onTraining } = options;
  const sums = new Map(cases.map(({ bag }) => [bag, { attention: 0, mean: 0 }]));
  const trainings: FoldOutcome[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (let fold = 0; fold < folds; fold++) {
      onTraining(trainings.length, folds * repeats);
      const held = cases.filter((one) => one.folds[repeat] === fold);
      // Slides without a patch may leave a fold empty.
      if (held.length === 0) continue;
      const isTuning = (one: FoldedCase) => one.folds[repeat] === (fold + 1) % folds;
      const parts = {
        training: bagsOf(cases.filter((one) => one.folds[repeat] !== fold && !isTuning(one))),
        tuning: bagsOf(cases.filter(isTuning)),
      };
      const seed = settings.seed + 1 + repeat * folds + fold;
      const score = async (trainer: AttentionTrainer) => {
        const { head, best } = await trainer.train(parts, { ...settings, seed });
        return { epoch: best.epoch, scores: await heldOutScores(trainer, head, held) };
      };
      const attention = await score(options.attention);
      const mean = await score(options.mean);
      held.forEach(({ bag }, i) => {
        const sum = sums.get(bag);
        if (!sum) return;
        sum.attention += attention.scores[i] ?? 0;
        sum.mean += mean.scores[i] ?? 0;
      });
      const positive = held.map((one) => one.positive);
      trainings.push({
        repeat: repeat + 1,
        fold: fold + 1,
        slides: held.length,
        attentionEpoch: attention.epoch,
        meanEpoch: mean.epoch,
        attentionAuc: roc(attention.scores, positive, { direction }).auc,
        meanAuc: roc(mean.scores, positive, { direction }).auc,
      });
    }
  }
  onTraining(folds * repeats, folds * repeats);
  const heldOut = cases.map(({ bag }) => {
    const sum = sums.get(bag);
    return { bag, attention: (sum?.attention ?? 0) / repeats, mean: (sum?.mean ?? 0) / repeats };
  });
  const summary = summarise(
    heldOut,
    cases.map(({ positive }) => positive),
    { folds, repeats },
  );
  return { summary: { ...summary, trainings }, heldOut };
}

/** The curves of both heads, by descending threshold. */
export function heldOutRocs(
  heldOut: readonly Pick<HeldOut, 'attention' | 'mean'>[],
  positive: readonly boolean[],
): Record<'attention' | 'mean', HeldOutColumns> {
  const of = (scores: readonly number[]): HeldOutColumns => {
    const { thresholds, sensitivity, specificity } = roc(scores, positive, { direction });
    return {
      thresholds: thresholds.map((at) => (Number.isFinite(at) ? at : null)).toReversed(),
      sensitivity: sensitivity.toReversed(),
      specificity: specificity.toReversed(),
    };
  };
  return { attention: of(heldOut.map((one) => one.attention)), mean: of(heldOut.map((one) => one.mean)) };
}

interface HeldOutColumns {
  readonly thresholds: readonly (number | null)[];
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
}

/** Areas of both heads over the slides that were held out, their difference, and what follows from it. */
export function summarise(
  heldOut: readonly Pick<HeldOut, 'attention' | 'mean'>[],
  positive: readonly boolean[],
  { folds, repeats }: { readonly folds: number; readonly repeats: number },
): Omit<CrossValidation, 'trainings'> {
  const scores = heldOut.map(({ attention }) => attention);
  const ofMean = heldOut.map(({ mean }) => mean);
  const attention = areaOf(scores, positive);
  const mean = areaOf(ofMean, positive);
  const compared = delongPaired(scores, ofMean, positive, { direction });
  const n = positive.length;
  return {
    folds,
    repeats,
    n,
    nPositive: positive.filter(Boolean).length,
    attention,
    mean,
    difference: compared.difference,
    differenceLower: compared.lower,
    differenceUpper: compared.upper,
    pValue: compared.pValue,
    differenceMethod: compared.method,
    differenceWarnings: compared.warnings,
    method: statement('crossValidatedByPatient', { folds, repeats, n }),
    verdict: verdictOf(attention.auc, mean.auc, compared),
  };
}

function verdictOf(
  attention: number | null,
  mean: number | null,
  { difference, lower, upper, pValue }: ReturnType<typeof delongPaired>,
): Statement {
  if (attention === null || mean === null || difference === null) return statement('attentionNotCompared');
  if (lower === null || upper === null || pValue === null) {
    return statement('attentionBesideMeanUntested', { attention, mean, difference });
  }
  const finding = lower > 0 ? 'better' : upper < 0 ? 'worse' : 'open';
  return statement('attentionBesideMean', { attention, mean, difference, lower, upper, p: pValue, finding });
}

function areaOf(scores: readonly number[], positive: readonly boolean[]): HeldOutArea {
  const { auc, aucLower, aucUpper, method, warnings } = roc(scores, positive, { direction });
  return { auc, aucLower, aucUpper, method, warnings };
}

function heldOutScores(
  trainer: AttentionTrainer,
  head: AttentionHead,
  held: readonly FoldedCase[],
): Promise<Float64Array> {
  return trainer.score(head, bagsOf(held));
}

function bagsOf(cases: readonly FoldedCase[]): number[] {
  return cases.map(({ bag }) => bag);
}
