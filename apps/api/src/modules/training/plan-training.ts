import { createHash } from 'node:crypto';
import { badInput } from '../../context/portal-error.ts';
import { isPositive } from '../cohort/index.ts';
import { type CohortSlide } from './training-cases.query.ts';
import { type Case, type LabelledSlide, type Part, parts, splitCases, type SplitRule } from './split-cases.ts';
import { mostFolds } from './deal-folds.ts';
import { type TrainingHeadName, type TrainingInput } from './training.input.ts';

/** The label of a slide, in words that travel with every run. */
export const labelRule = 'positive: best response SD or PD, derived from the assessments; negative: CR or PR';

export interface PlannedPart {
  readonly part: Part;
  readonly slides: number;
  readonly patients: number;
  readonly positive: number;
  readonly negative: number;
  readonly centres: readonly string[];
}

/** Why slides of the cohort are excluded. */
export type LeftReason = 'notEligible' | 'noImage' | 'noScale' | 'notEvaluable' | 'noEvaluationSet';

export interface LeftSlides {
  readonly reason: LeftReason;
  readonly slides: number;
  /** The first of them, so that somebody can find and fix them. */
  readonly barcodes: readonly string[];
}

const MOST_NAMED = 20;

export interface TrainingPlan {
  readonly cases: readonly Case[];
  readonly parts: readonly PlannedPart[];
  readonly left: readonly LeftSlides[];
  /** Parts that lack slides of a class: with any of these nothing can be trained. */
  readonly problems: readonly { readonly part: Part; readonly lacks: 'positive' | 'negative' }[];
  /** The most folds that each have a patient of both labels: of the rarer label, outside the test part. */
  readonly mostFolds: number;
  /** Over slide, label, part and outlines of every case. */
  readonly snapshotId: string;
  /** Slides that were drawn, not scanned. */
  readonly synthetic: number;
  /** Slides that are confined to outlines. */
  readonly outlined: number;
}

/** @throws BAD_USER_INPUT naming the field that is out of range or contradicts another. */
export function splitRuleOf(input: TrainingInput, centres: readonly string[]): SplitRule {
  const { split, tuningShare, testShare, testCentre } = input;
  between('tuningShare', tuningShare, 0.05, 0.5);
  switch (split) {
    case 'stratified':
      between('testShare', testShare, 0.05, 0.5);
      if (tuningShare + testShare > 0.8) throw badInput('tuningShare and testShare leave less than 0.2 to train on');
      return { kind: split, tuningShare, testShare };
    case 'centre':
      if (!testCentre) throw badInput('testCentre names the centre that is held out');
      if (!centres.includes(testCentre)) throw badInput(`testCentre: no centre ${testCentre} that you may read`);
      return { kind: split, tuningShare, testCentre };
    case 'evaluationSet':
      return { kind: split, tuningShare };
  }
}

/** How a head is trained, with what the input leaves unsaid. */
export interface TrainingSettings {
  readonly head: TrainingHeadName;
  readonly epochs: number;
  readonly learningRate: number;
  /** Of an attention head; null for a last layer. */
  readonly hidden: number | null;
  readonly weightDecay: number | null;
  readonly patience: number | null;
  readonly folds: number | null;
  readonly repeats: number | null;
}

/** @throws BAD_USER_INPUT naming the field. */
export function settingsOf({ seed, head, attention, ...input }: TrainingInput): TrainingSettings {
  const isAttention = head === 'attention';
  const epochs = input.epochs ?? (isAttention ? 200 : 3000);
  const learningRate = input.learningRate ?? (isAttention ? 5e-4 : 0.01);
  if (seed < 0 || seed > 1e9) throw badInput('seed must be from 0 to 1,000,000,000');
  if (epochs < 1 || epochs > 3000) throw badInput('epochs must be from 1 to 3000');
  if (!(learningRate >= 1e-5 && learningRate <= 1)) throw badInput('learningRate must be from 0.00001 to 1');
  const none = { hidden: null, weightDecay: null, patience: null, folds: null, repeats: null };
  if (!isAttention) {
    if (attention) throw badInput('attention is for the head attention alone');
    return { head, epochs, learningRate, ...none };
  }
  const { hidden = 64, weightDecay = 1e-4, patience = 20, folds = 5, repeats = 1 } = attention ?? {};
  between('attention.hidden', hidden, 8, 512);
  between('attention.weightDecay', weightDecay, 0, 1);
  between('attention.patience', patience, 1, 3000);
  if (folds !== null) between('attention.folds', folds, 3, 10);
  between('attention.repeats', repeats, 1, 5);
  const isCrossed = folds !== null;
  return { head, epochs, learningRate, hidden, weightDecay, patience, folds, repeats: isCrossed ? repeats : null };
}

/** Which slide goes into which part, and which into none and why. */
export function planTraining(slides: readonly CohortSlide[], rule: SplitRule, seed: number): TrainingPlan {
  const left: Record<LeftReason, string[]> = {
    ...{ notEligible: [], noImage: [], noScale: [], notEvaluable: [], noEvaluationSet: [] },
  };
  const labelled: LabelledSlide[] = [];
  for (const { bestResponse, slideSha256, isLeftOut, ...slide } of slides) {
    const positive = isPositive(bestResponse);
    if (isLeftOut) left.notEligible.push(slide.barcode);
    else if (slideSha256 === null) left.noImage.push(slide.barcode);
    else if (slide.micronsPerPixel === null) left.noScale.push(slide.barcode);
    else if (positive === null) left.notEvaluable.push(slide.barcode);
    else labelled.push({ ...slide, slideSha256, positive });
  }
  const { cases, withoutPart } = splitCases(labelled, rule, seed);
  left.noEvaluationSet = withoutPart.map(({ barcode }) => barcode);
  const planned = parts.map((part) => partOf(cases, part));
  const drawn = new Set(slides.flatMap(({ slideId, synthetic }) => (synthetic ? [slideId] : [])));
  return {
    cases,
    parts: planned,
    left: Object.entries(left).flatMap(([reason, barcodes]) => {
      const named = barcodes.toSorted().slice(0, MOST_NAMED);
      return barcodes.length > 0 ? [{ reason: reason as LeftReason, slides: barcodes.length, barcodes: named }] : [];
    }),
    problems: planned.flatMap(({ part, positive, negative }) => [
      ...(positive === 0 ? [{ part, lacks: 'positive' as const }] : []),
      ...(negative === 0 ? [{ part, lacks: 'negative' as const }] : []),
    ]),
    mostFolds: mostFolds(cases),
    snapshotId: snapshotOf(cases),
    synthetic: cases.filter(({ slideId }) => drawn.has(slideId)).length,
    outlined: cases.filter(({ rois }) => rois.length > 0).length,
  };
}

function partOf(cases: readonly Case[], part: Part): PlannedPart {
  const own = cases.filter((one) => one.part === part);
  const positive = own.filter((one) => one.positive).length;
  return {
    part,
    slides: own.length,
    patients: new Set(own.map(({ patientId }) => patientId)).size,
    positive,
    negative: own.length - positive,
    centres: [...new Set(own.map(({ centre }) => centre))].sort(),
  };
}

function snapshotOf(cases: readonly Case[]): string {
  const lines = cases.map(({ slideSha256, positive, part, rois }) =>
    [slideSha256, positive ? 1 : 0, part, ...rois.map(({ id, version }) => `${id}/${version}`)].join(' '),
  );
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function between(field: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw badInput(`${field} must be from ${least} to ${most}`);
}
