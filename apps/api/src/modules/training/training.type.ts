import { readStatement, type Statement } from '@haim/schema';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { Run } from '../../jobs/run.type.ts';
import { type PartEvaluation } from './evaluate-head.ts';
import { type PlannedPart } from './plan-training.ts';
import { type Part } from './split-cases.ts';
import { CrossValidationType, toCrossValidation } from './cross-validation.type.ts';
import {
  ClassWeightsEnum,
  TrainingHead,
  type TrainingHeadName,
  TrainingSplit,
  type TrainingSplitName,
} from './training.input.ts';
import { type CurveRow, type TrainingRow } from './training.query.ts';
import { type TrainingPreviewed } from './training.service.ts';

export const TrainingPart = { training: 'training', tuning: 'tuning', test: 'test' } as const satisfies {
  [Name in Part]: Name;
};
registerEnumType(TrainingPart, {
  name: 'TrainingPart',
  description: 'tuning chooses the epoch and the threshold; test is looked at once, at the end.',
});

const optional = { nullable: true } as const;

@ObjectType({ description: 'One part of the split. No patient is in two parts.' })
export class TrainingPartCounts {
  @Field(() => TrainingPart) part!: Part;
  @Field(() => Int) slides!: number;
  @Field(() => Int) patients!: number;
  @Field(() => Int, { description: 'Slides of SD or PD.' }) positive!: number;
  @Field(() => Int, { description: 'Slides of CR or PR.' }) negative!: number;
  @Field(() => [String]) centres!: readonly string[];
}

@ObjectType({ description: 'Slides of the cohort that take no part.' })
export class TrainingLeft {
  @Field(() => String, { description: 'notEligible, noImage, noScale, notEvaluable or noEvaluationSet.' })
  reason!: string;
  @Field(() => Int) slides!: number;
  @Field(() => [String], { description: 'Of the first twenty, in order.' }) barcodes!: readonly string[];
}

@ObjectType({ description: 'A part that lacks a class: with it nothing can be trained.' })
export class TrainingProblem {
  @Field(() => TrainingPart) part!: Part;
  @Field(() => String, { description: 'positive or negative.' }) lacks!: string;
}

@ObjectType()
export class TrainingPreview {
  @Field(() => String, { description: 'Over slide, label and part of every case; hand it on to startTraining.' })
  snapshotId!: string;
  @Field(() => String) labelRule!: string;
  @Field(() => [TrainingPartCounts]) parts!: readonly TrainingPartCounts[];
  @Field(() => [TrainingLeft]) left!: readonly TrainingLeft[];
  @Field(() => [TrainingProblem]) problems!: readonly TrainingProblem[];
  @Field(() => Int) slides!: number;
  @Field(() => Int, { description: 'The most folds that each have a patient of both labels.' }) mostFolds!: number;
  @Field(() => Int, { description: 'Slides whose features need not be made again.' }) bagsKept!: number;
  @Field(() => Int, { description: 'Slides that were drawn, not scanned.' }) synthetic!: number;
  @Field(() => Int, { description: 'Slides that are confined to outlines; the others are taken whole.' })
  outlined!: number;
  @Field(() => String, { description: 'Of the feature network.' }) weights!: string;
}

@ObjectType({ description: 'Columns of equal length, by epoch.' })
export class LearningCurve {
  @Field(() => [Int]) epoch!: readonly number[];
  @Field(() => [Float]) trainingLoss!: readonly number[];
  @Field(() => [Float]) tuningLoss!: readonly number[];
  @Field(() => [Float]) trainingAuc!: readonly number[];
  @Field(() => [Float]) tuningAuc!: readonly number[];
}

@ObjectType()
export class TrainingMetric {
  @Field(() => String) name!: string;
  @Field(() => Float, optional) value!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Int, optional) numerator!: number | null;
  @Field(() => Int, optional) denominator!: number | null;
  @Said() method!: Statement;
}

@ObjectType({ description: 'What the trained head does on one part, at the threshold chosen on the tuning part.' })
export class TrainingEvaluation {
  @Field(() => TrainingPart) part!: Part;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Int) nNegative!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Said() aucMethod!: Statement;
  @Field(() => Int) truePositive!: number;
  @Field(() => Int) falsePositive!: number;
  @Field(() => Int) falseNegative!: number;
  @Field(() => Int) trueNegative!: number;
  @Field(() => [TrainingMetric]) metrics!: readonly TrainingMetric[];
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType()
export class TrainingOutcome {
  @Field(() => Int, { description: 'The epoch with the lowest tuning loss; its weights are kept.' }) bestEpoch!: number;
  @Field(() => Float) trainingLoss!: number;
  @Field(() => Float) tuningLoss!: number;
  @Field(() => Float) threshold!: number;
  @Field(() => String) thresholdRule!: string;
  @Field(() => [TrainingEvaluation]) evaluations!: readonly TrainingEvaluation[];
  @Field(() => Int, { description: 'Slides on which no patch was left.' }) leftOut!: number;
  @Field(() => Int) bagsReused!: number;
  @Field(() => String, { description: 'Of the finished pair: synthetic as long as one of its networks is.' })
  weights!: string;
  @Field(() => Float) secondsTotal!: number;
  @Field(() => String, {
    nullable: true,
    description: 'patience or epochs: why an attention head was trained no longer.',
  })
  stopped!: string | null;
  @Field(() => Int, { nullable: true, description: 'Of an attention head.' }) lastEpoch!: number | null;
  @Field(() => Int, { nullable: true, description: 'Patches of the largest slide; of an attention head.' })
  mostRows!: number | null;
  @Field(() => CrossValidationType, optional) crossValidation!: CrossValidationType | null;
}

@ObjectType({ description: 'One slide of a training, as it was when the run was asked for.' })
export class TrainingCase {
  @Field(() => Int) position!: number;
  @Field(() => ID) slideId!: string;
  @Field(() => String) barcode!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) centre!: string;
  @Field(() => TrainingPart) part!: Part;
  @Field(() => Boolean) positive!: boolean;
  @Field(() => [Int], { nullable: true, description: 'The fold in which it is held out, by repeat, from 0.' })
  folds!: readonly number[] | null;
  @Field(() => Float, { nullable: true, description: 'By the trained head.' }) prps!: number | null;
  @Field(() => Float, { nullable: true, description: 'By attention heads that saw no slide of the patient.' })
  heldOut!: number | null;
  @Field(() => Float, { nullable: true, description: 'By such heads of the mean of its patches.' })
  heldOutMean!: number | null;
  @Field(() => String, { nullable: true, description: 'Why the slide took no part after all.' }) leftOut!:
    | string
    | null;
}

@ObjectType({
  implements: Run,
  description:
    'One training of a head on the slides of a study, in the stages slides, folds, training and evaluation. Research use only.',
})
export class TrainingRun extends Run {
  @Field(() => String) study!: string;
  @Field(() => ID, { description: 'The model whose networks stay as they are.' }) modelId!: string;
  @Field(() => String, { description: 'The filter of patients, as JSON of CohortInput.' }) cohort!: string;
  @Field(() => String) labelRule!: string;
  @Field(() => TrainingSplit) split!: TrainingSplitName;
  @Field(() => String, optional) testCentre!: string | null;
  @Field(() => Float) tuningShare!: number;
  @Field(() => Float, optional) testShare!: number | null;
  @Field(() => Int) seed!: number;
  @Field(() => Int) epochs!: number;
  @Field(() => Float) learningRate!: number;
  @Field(() => ClassWeightsEnum) classWeights!: keyof typeof ClassWeightsEnum;
  @Field(() => TrainingHead) head!: TrainingHeadName;
  @Field(() => Int, optional) hidden!: number | null;
  @Field(() => Float, optional) weightDecay!: number | null;
  @Field(() => Int, optional) patience!: number | null;
  @Field(() => Int, { nullable: true, description: 'null without cross-validation.' }) folds!: number | null;
  @Field(() => Int, optional) repeats!: number | null;
  @Field(() => String, optional) providerRan!: string | null;
  @Field(() => String) snapshotId!: string;
  @Field(() => [TrainingPartCounts]) parts!: readonly PlannedPart[];
  @Field(() => Int, { description: 'Slides that were drawn, not scanned.' }) synthetic!: number;
  @Field(() => Boolean) useOutlines!: boolean;
  @Field(() => Int, { description: 'Slides that are confined to outlines; the others are taken whole.' })
  outlined!: number;
  @Field(() => TrainingOutcome, optional) outcome!: TrainingOutcome | null;
  @Field(() => ID, { nullable: true, description: 'The new version in the registry of models.' })
  candidateVersionId!: string | null;
  @Field(() => ID, optional) candidateModelId!: string | null;
}

/** Runs of older versions were stored with sentences. */
function asStatements(stored: PartEvaluation): TrainingEvaluation {
  return {
    ...stored,
    aucMethod: readStatement(stored.aucMethod),
    metrics: stored.metrics.map((metric) => ({ ...metric, method: readStatement(metric.method) })),
    warnings: stored.warnings.map(readStatement),
  };
}

export function toTrainingRun({ result, cohort, ...row }: TrainingRow): TrainingRun {
  const outcome = result && {
    bestEpoch: result.best.epoch,
    trainingLoss: result.best.trainingLoss,
    tuningLoss: result.best.tuningLoss,
    threshold: result.threshold,
    thresholdRule: result.thresholdRule,
    evaluations: result.evaluations.map(asStatements),
    leftOut: result.leftOut,
    bagsReused: result.bagsReused,
    weights: result.weights,
    secondsTotal: result.secondsTotal,
    stopped: result.stopped ?? null,
    lastEpoch: result.lastEpoch ?? null,
    mostRows: result.mostRows ?? null,
    crossValidation: result.crossValidation ? toCrossValidation(result.crossValidation) : null,
  };
  return { ...row, cohort: JSON.stringify(cohort), outcome };
}

export function toPreview({ cases, ...plan }: TrainingPreviewed): TrainingPreview {
  return { ...plan, slides: cases.length };
}

/** At most this many epochs, evenly spaced: always with the first, the last and the one that was kept. */
export function thinned(curve: CurveRow, mostPoints: number, bestEpoch: number | null): LearningCurve {
  const n = curve.epoch.length;
  const step = Math.max(1, Math.ceil(n / Math.max(2, mostPoints)));
  const isTaken = (_: number, i: number) => i % step === 0 || i === n - 1 || curve.epoch[i] === bestEpoch;
  return {
    epoch: curve.epoch.filter(isTaken),
    trainingLoss: curve.trainingLoss.filter(isTaken),
    tuningLoss: curve.tuningLoss.filter(isTaken),
    trainingAuc: curve.trainingAuc.filter(isTaken),
    tuningAuc: curve.tuningAuc.filter(isTaken),
  };
}
