import { type Statement, statement } from '@haim/schema';
import { type EvaluationSetName } from './evaluation-sets.ts';

/**
 * How far the evaluated cases are from those the score was made of:
 * - `overlap`: some of them were trained on;
 * - `internal`: other patients, the centres of the training;
 * - `heldOutCentreSubset`: called external, and of centres that the training had too;
 * - `partlyExternal`, `external`: some, or all, of centres that the training did not have;
 * - `unknown`: nothing is known of the training.
 */
export const independenceLevels = [
  'overlap',
  'internal',
  'heldOutCentreSubset',
  'partlyExternal',
  'external',
  'unknown',
] as const;
export type IndependenceLevel = (typeof independenceLevels)[number];

/** One slide or patient that was trained on or is evaluated. */
export interface Placed {
  readonly patientId: string;
  readonly slideId: string | null;
  readonly centre: string;
  readonly scanner: string | null;
  /** Date of the biopsy, or of enrolment where there is none. */
  readonly on: string | null;
}

export interface TrainingKnown {
  /** How it is known. */
  readonly basis: Statement;
  /** Null where only the centres are known, or nothing. */
  readonly cases: readonly Placed[] | null;
  /** Codes; empty where nothing is known. */
  readonly centres: readonly string[];
}

export interface Tally {
  readonly name: string;
  readonly evaluated: number;
  /** Null where the cases of the training are not known. */
  readonly training: number | null;
  readonly isInTraining: boolean | null;
}

export interface Independence {
  readonly level: IndependenceLevel;
  readonly nEvaluated: number;
  readonly nTraining: number | null;
  readonly sharedPatients: number | null;
  readonly sharedSlides: number | null;
  readonly centres: readonly Tally[];
  readonly scanners: readonly Tally[];
  readonly evaluatedFrom: string | null;
  readonly evaluatedUntil: string | null;
  readonly trainingFrom: string | null;
  readonly trainingUntil: string | null;
  readonly statements: readonly Statement[];
}

/**
 * Compares the evaluated cases with those of the training by patient, slide, centre, scanner and date.
 *
 * @param set - how the study calls the cases.
 */
export function independenceOf(
  evaluated: readonly Placed[],
  training: TrainingKnown,
  set: EvaluationSetName,
): Independence {
  const { cases } = training;
  const shared = (of: (one: Placed) => string | null) => {
    if (cases === null) return null;
    const known = new Set(cases.map(of));
    return new Set(evaluated.map(of).filter((id) => id !== null && known.has(id))).size;
  };
  const sharedPatients = shared(({ patientId }) => patientId);
  const sharedSlides = shared(({ slideId }) => slideId);
  const centres = tallies(evaluated, cases, ({ centre }) => centre, training.centres);
  const scanners = tallies(evaluated, cases, ({ scanner }) => scanner, null);
  const level = levelOf(evaluated.length, training, sharedPatients, sharedSlides, centres, set);
  const [ours, theirs] = [period(evaluated), period(cases ?? [])];
  const newScanners = scanners.filter((one) => one.evaluated > 0 && one.isInTraining === false);
  return {
    level,
    nEvaluated: evaluated.length,
    nTraining: cases?.length ?? null,
    sharedPatients,
    sharedSlides,
    centres,
    scanners,
    evaluatedFrom: ours.from,
    evaluatedUntil: ours.until,
    trainingFrom: theirs.from,
    trainingUntil: theirs.until,
    statements: [
      training.basis,
      statement('independence', { level }),
      ...(theirs.until !== null && ours.from !== null && ours.from > theirs.until
        ? [statement('laterThanTraining')]
        : []),
      ...(newScanners.length > 0
        ? [statement('scannersNotTrainedOn', { scanners: newScanners.map(({ name }) => name) })]
        : []),
    ],
  };
}

function levelOf(
  n: number,
  { centres: trained }: TrainingKnown,
  sharedPatients: number | null,
  sharedSlides: number | null,
  centres: readonly Tally[],
  set: EvaluationSetName,
): IndependenceLevel {
  if ((sharedPatients ?? 0) > 0 || (sharedSlides ?? 0) > 0) return 'overlap';
  if (trained.length === 0 || n === 0) return 'unknown';
  const own = centres.filter(({ evaluated }) => evaluated > 0);
  const known = own.filter(({ isInTraining }) => isInTraining);
  if (known.length === 0) return 'external';
  if (known.length < own.length) return 'partlyExternal';
  return set === 'EXTERNAL' ? 'heldOutCentreSubset' : 'internal';
}

function tallies(
  evaluated: readonly Placed[],
  training: readonly Placed[] | null,
  of: (one: Placed) => string | null,
  alsoTrained: readonly string[] | null,
): Tally[] {
  const count = (cases: readonly Placed[], name: string) => cases.filter((one) => of(one) === name).length;
  const names = [...evaluated, ...(training ?? [])].flatMap((one) => of(one) ?? []);
  return [...new Set([...names, ...(alsoTrained ?? [])])].toSorted().map((name) => {
    const trained = training === null ? null : count(training, name);
    const isKnown = trained !== null || (alsoTrained !== null && alsoTrained.length > 0);
    return {
      name,
      evaluated: count(evaluated, name),
      training: trained,
      isInTraining: isKnown ? (trained ?? 0) > 0 || (alsoTrained?.includes(name) ?? false) : null,
    };
  });
}

function period(cases: readonly Placed[]): { from: string | null; until: string | null } {
  const days = cases.flatMap(({ on }) => on ?? []).toSorted();
  return { from: days[0] ?? null, until: days.at(-1) ?? null };
}
