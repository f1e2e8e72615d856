import { type TrainingFieldsFragment, type TrainingInput, type TrainingSplit } from '@/graphql/generated/graphql.ts';

export type Training = TrainingFieldsFragment;
export type Evaluation = NonNullable<Training['outcome']>['evaluations'][number];

/** Maximum number of kept epochs sent during a run; a finished one is shown whole. */
export const livePoints = 300;
export const allPoints = 3000;

/** The settings a person chooses; shares in percent of the patients. */
export interface TrainingSettings {
  readonly modelId: string | null;
  readonly split: TrainingSplit;
  readonly testCentre: string | null;
  readonly tuningPercent: number | string;
  readonly testPercent: number | string;
  readonly seed: number | string;
  readonly epochs: number | string;
  readonly balanced: boolean;
  readonly useOutlines: boolean;
}

export const firstSettings: TrainingSettings = {
  modelId: null,
  split: 'stratified',
  testCentre: null,
  tuningPercent: 20,
  testPercent: 20,
  seed: 1,
  epochs: 3000,
  balanced: false,
  useOutlines: true,
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
  const { split, testCentre, balanced, useOutlines } = settings;
  const tuning = whole(settings.tuningPercent, 5, 50);
  const test = whole(settings.testPercent, 5, 50);
  const seed = whole(settings.seed, 0, 1e9);
  const epochs = whole(settings.epochs, 1, 3000);
  if (modelId === null || tuning === null || seed === null || epochs === null) return null;
  if (split === 'stratified' && (test === null || tuning + test > 80)) return null;
  if (split === 'centre' && testCentre === null) return null;
  return {
    modelId,
    cohort: cohort ?? null,
    split,
    testCentre: split === 'centre' ? testCentre : null,
    tuningShare: tuning / 100,
    testShare: (test ?? 20) / 100,
    seed,
    epochs,
    learningRate: 0.01,
    classWeights: balanced ? 'balanced' : 'none',
    useOutlines,
  };
}

function whole(value: number | string, least: number, most: number): number | null {
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
}
