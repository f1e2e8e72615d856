import {
  type TrainingFieldsFragment,
  type TrainingHead,
  type TrainingInput,
  type TrainingSplit,
} from '@/graphql/generated/graphql.ts';

export type Training = TrainingFieldsFragment;
export type CrossValidation = NonNullable<NonNullable<Training['outcome']>['crossValidation']>;
export type Evaluation = NonNullable<Training['outcome']>['evaluations'][number];

/** Maximum number of kept epochs sent during a run; a finished one is shown whole. */
export const livePoints = 300;
export const allPoints = 3000;

/** The settings a person chooses; shares in percent of the patients. */
export interface TrainingSettings {
  readonly head: TrainingHead;
  readonly modelId: string | null;
  readonly split: TrainingSplit;
  readonly testCentre: string | null;
  readonly tuningPercent: number | string;
  readonly testPercent: number | string;
  readonly seed: number | string;
  readonly epochs: number | string;
  readonly balanced: boolean;
  readonly useOutlines: boolean;
  readonly learningRate: number | string;
  /** Of an attention head: units, decay of the weights, epochs without progress, folds and their repeats. */
  readonly hidden: number | string;
  readonly weightDecay: number | string;
  readonly patience: number | string;
  readonly isCrossValidated: boolean;
  readonly folds: number | string;
  readonly repeats: number | string;
}

/** What a kind of head begins with: a layer of two neurons takes large steps, and thousands of them. */
export const usual = {
  lastLayer: { head: 'lastLayer', epochs: 3000, learningRate: 0.01 },
  attention: { head: 'attention', epochs: 200, learningRate: 0.0005 },
} as const satisfies Record<TrainingHead, Partial<TrainingSettings>>;

export const firstSettings: TrainingSettings = {
  ...usual.lastLayer,
  modelId: null,
  split: 'stratified',
  testCentre: null,
  tuningPercent: 20,
  testPercent: 20,
  seed: 1,
  balanced: false,
  useOutlines: true,
  hidden: 64,
  weightDecay: 0.0001,
  patience: 20,
  isCrossValidated: true,
  folds: 5,
  repeats: 1,
};

/**
 * The settings as the API takes them.
 *
 * @returns null while something is missing or out of range.
 */
export function trainingInput(
  settings: TrainingSettings,
  modelId: string | null,
  cohort: TrainingInput['cohort'],
): TrainingInput | null {
  const { head, split, testCentre, balanced, useOutlines } = settings;
  const tuning = whole(settings.tuningPercent, 5, 50);
  const test = whole(settings.testPercent, 5, 50);
  const seed = whole(settings.seed, 0, 1e9);
  const epochs = whole(settings.epochs, 1, 3000);
  const learningRate = between(settings.learningRate, 1e-5, 1);
  if (modelId === null || tuning === null || seed === null || epochs === null || learningRate === null) return null;
  const attention = head === 'attention' ? attentionInput(settings) : null;
  if (head === 'attention' && attention === null) return null;
  if (split === 'stratified' && (test === null || tuning + test > 80)) return null;
  if (split === 'centre' && testCentre === null) return null;
  return {
    modelId,
    head,
    attention,
    cohort: cohort ?? null,
    split,
    testCentre: split === 'centre' ? testCentre : null,
    tuningShare: tuning / 100,
    testShare: (test ?? 20) / 100,
    seed,
    epochs,
    learningRate,
    classWeights: balanced ? 'balanced' : 'none',
    useOutlines,
  };
}

/** Whether two are the same question: an answer to one is an answer to the other. */
export function isSameInput(a: TrainingInput | null, b: TrainingInput | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function attentionInput(settings: TrainingSettings): TrainingInput['attention'] {
  const hidden = whole(settings.hidden, 8, 512);
  const weightDecay = between(settings.weightDecay, 0, 1);
  const patience = whole(settings.patience, 1, 3000);
  const folds = whole(settings.folds, 3, 10);
  const repeats = whole(settings.repeats, 1, 5);
  if (hidden === null || weightDecay === null || patience === null) return null;
  if (!settings.isCrossValidated) return { hidden, weightDecay, patience, folds: null, repeats: 1 };
  return folds === null || repeats === null ? null : { hidden, weightDecay, patience, folds, repeats };
}

function between(value: number | string, least: number, most: number): number | null {
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  return number >= least && number <= most ? number : null;
}

function whole(value: number | string, least: number, most: number): number | null {
  const number = between(value, least, most);
  return Number.isInteger(number) ? number : null;
}
