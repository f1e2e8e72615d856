import { statement, type Statement } from '@haim/schema';
import {
  bestCutPValue,
  bestLogRankCut,
  binomialInterval,
  coxRegression,
  hazardRatio,
  kaplanMeier,
  logisticRegression,
  logRank,
  type SplineHazard,
  splineHazard,
  splineKnots,
  StatsInputError,
  type SurvivalCurve,
} from '@haim/stats';

/** One scored patient with a time to the endpoint. */
export interface ScoredTime {
  readonly score: number;
  readonly arm: string;
  /** Days from time zero. */
  readonly days: number;
  readonly event: boolean;
  /** Null without an evaluable response. */
  readonly responded: boolean | null;
}

export interface ScoreGroup {
  readonly arm: string;
  readonly isHigh: boolean;
  readonly n: number;
  readonly curve: SurvivalCurve;
  readonly responders: number;
  readonly evaluable: number;
  readonly responseLower: number | null;
  readonly responseUpper: number | null;
}

export interface ScoreEffect {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
}

export interface ArmEffect {
  readonly arm: string;
  /** Of high scores against low ones. */
  readonly hazardRatio: ScoreEffect;
  readonly logRankP: number | null;
}

export interface ScoreSpline extends SplineHazard {
  /** The reference. */
  readonly medianScore: number;
}

export interface BestCut {
  readonly cut: number;
  readonly pValue: number;
  readonly correctedP: number;
}

export interface ScoreOutcomeNumbers {
  readonly n: number;
  readonly events: number;
  readonly groups: readonly ScoreGroup[];
  readonly effects: readonly ArmEffect[];
  /** Whether the effect of the score differs between the arms. */
  readonly survivalInteractionP: number | null;
  readonly responseInteractionP: number | null;
  /** Hazard ratio per 0.1 of the score, in strata of the arm. */
  readonly per01: ScoreEffect;
  readonly spline: ScoreSpline | null;
  readonly bestCut: BestCut | null;
  readonly warnings: readonly Statement[];
}

/** A score is looked at continuously where there are so many events for each of its three columns. */
const fewestEvents = 15;
const fewestValues = 10;
/** Of the patients left out at each end when a cut is searched. */
export const leftOutShare = 0.1;
const gridPoints = 60;

/**
 * Survival and response by score: high against low in each arm, whether arms differ in that, the score as a number, and
 * what a cut that was searched for would seem to show.
 *
 * @param threshold - from which a score is high; null: there are no groups.
 * @param arms - in the order of the study.
 */
export function scoreOutcome(
  patients: readonly ScoredTime[],
  threshold: number | null,
  arms: readonly string[],
): ScoreOutcomeNumbers {
  const present = arms.filter((arm) => patients.some((one) => one.arm === arm));
  const groups = (threshold === null ? [] : present).flatMap((arm) =>
    [true, false].flatMap((isHigh) => {
      const of = patients.filter((one) => one.arm === arm && one.score >= (threshold ?? 0) === isHigh);
      return of.length === 0 ? [] : [groupOf(arm, isHigh, of)];
    }),
  );
  const events = patients.filter(({ event }) => event).length;
  const spline = events >= fewestEvents * 3 ? splineOf(patients) : null;
  const interaction = present.length === 2 && threshold !== null ? interactionOf(patients, threshold, present) : null;
  const bestCut = bestCutOf(patients);
  return {
    n: patients.length,
    events,
    groups,
    effects: threshold === null ? [] : present.map((arm) => effectOf(arm, patients, threshold)),
    survivalInteractionP: interaction?.survival ?? null,
    responseInteractionP: interaction?.response ?? null,
    per01: events > 0 ? linearOf(patients) : nothing,
    spline,
    bestCut,
    warnings: [
      ...(present.length === 2 ? [] : [statement('interactionNeedsTwoArms', { arms: [...present] })]),
      ...(interaction === null ? [] : [statement('predictiveOrPrognostic')]),
      ...(bestCut === null
        ? []
        : [
            statement('searchedCut', {
              cut: rounded(bestCut.cut),
              p: rounded(bestCut.pValue),
              corrected: rounded(bestCut.correctedP),
            }),
          ]),
      ...(spline === null ? [statement('tooFewEventsForSpline', { events, least: fewestEvents * 3 })] : []),
    ],
  };
}

/** In a sentence; the numbers themselves are beside it. */
const rounded = (value: number): number => Number(value.toPrecision(2));

const nothing: ScoreEffect = { estimate: null, lower: null, upper: null, pValue: null };

const timesOf = (patients: readonly ScoredTime[]) => ({
  days: patients.map(({ days }) => days),
  event: patients.map(({ event }) => event),
});

function groupOf(arm: string, isHigh: boolean, of: readonly ScoredTime[]): ScoreGroup {
  const evaluable = of.filter(({ responded }) => responded !== null);
  const responders = evaluable.filter(({ responded }) => responded).length;
  const { lower, upper } = binomialInterval(responders, evaluable.length);
  return {
    arm,
    isHigh,
    n: of.length,
    curve: kaplanMeier(timesOf(of)),
    responders,
    evaluable: evaluable.length,
    responseLower: lower,
    responseUpper: upper,
  };
}

function effectOf(arm: string, patients: readonly ScoredTime[], threshold: number): ArmEffect {
  const own = patients.filter((one) => one.arm === arm);
  const [high, low] = [true, false].map((isHigh) => own.filter(({ score }) => score >= threshold === isHigh));
  if (!high?.length || !low?.length) return { arm, hazardRatio: nothing, logRankP: null };
  const ratio = hazardRatio(timesOf(low), timesOf(high), { estimator: 'cox' });
  const { pValue } = logRank([
    { label: 'low', times: timesOf(low) },
    { label: 'high', times: timesOf(high) },
  ]);
  return {
    arm,
    hazardRatio: { estimate: ratio.hazardRatio, lower: ratio.lower, upper: ratio.upper, pValue: ratio.pValue },
    logRankP: pValue,
  };
}

/** Wald test of the product of arm and group, beside both. */
function interactionOf(patients: readonly ScoredTime[], threshold: number, [, second]: readonly string[]) {
  const column = (of: readonly ScoredTime[], name: string, value: (one: ScoredTime) => number) => ({
    name,
    values: Float64Array.from(of, value),
  });
  const isHigh = ({ score }: ScoredTime) => Number(score >= threshold);
  const isSecond = ({ arm }: ScoredTime) => Number(arm === second);
  const columns = (of: readonly ScoredTime[]) => [
    column(of, 'high', isHigh),
    column(of, 'arm', isSecond),
    column(of, 'high × arm', (one) => isHigh(one) * isSecond(one)),
  ];
  const { days, event } = timesOf(patients);
  const all = coxRegression({ days, event, covariates: columns(patients) });
  const evaluable = patients.filter(({ responded }) => responded !== null);
  const logistic = logisticRegression(
    evaluable.map(({ responded }) => responded === true),
    columns(evaluable),
    { profile: null },
  );
  return {
    survival: all.coefficients[2]?.pValue ?? null,
    response: logistic.coefficients[3]?.pValue ?? null,
  };
}

/** In strata of the arm, so that a difference between arms is not taken for one of scores. */
function linearOf(patients: readonly ScoredTime[]): ScoreEffect {
  const found = coxRegression({
    ...timesOf(patients),
    covariates: [{ name: 'score', values: Float64Array.from(patients, ({ score }) => score * 10) }],
    strata: patients.map(({ arm }) => arm),
  });
  const [own] = found.coefficients;
  return own ? { estimate: own.hazardRatio, lower: own.lower, upper: own.upper, pValue: own.pValue } : nothing;
}

function splineOf(patients: readonly ScoredTime[]): ScoreSpline | null {
  const sorted = patients.map(({ score }) => score).toSorted((a, b) => a - b);
  if (new Set(sorted).size < fewestValues) return null;
  const medianScore = sorted[sorted.length >> 1] ?? 0.5;
  const [from, to] = [sorted[0] ?? 0, sorted.at(-1) ?? 1];
  const at = Array.from({ length: gridPoints }, (_, i) => from + (i / (gridPoints - 1)) * (to - from));
  const strata = patients.map(({ arm }) => arm);
  const scores = patients.map(({ score }) => score);
  if (!hasKnots(scores)) return null;
  const found = splineHazard({ ...timesOf(patients), strata }, scores, { at, reference: medianScore });
  return found.at.length === 0 ? null : { ...found, medianScore };
}

/** Where most patients have one score, the quantiles at which a spline bends are not three different ones. */
function hasKnots(scores: readonly number[]): boolean {
  try {
    return splineKnots(scores).length >= 3;
  } catch (error) {
    if (error instanceof StatsInputError) return false;
    throw error;
  }
}

/** The smallest p over the cuts between the outer tenths, with what it is after the search is counted. */
function bestCutOf(patients: readonly ScoredTime[]): BestCut | null {
  if (patients.length === 0) return null;
  const best = bestLogRankCut(
    timesOf(patients),
    patients.map(({ score }) => score),
    leftOutShare,
  );
  return best && { ...best, correctedP: bestCutPValue(best.pValue, leftOutShare) };
}
