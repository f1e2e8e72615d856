import { publishedSpecialRules, type SpecialRules, statement, type Statement } from '@haim/schema';
import { bestOfAssessments } from './best-response.ts';
import { checkLesions, type Lesion, type LesionVisit } from './lesion-input.ts';
import { type BestResponseOptions, type MrecistAssessment, type MrecistResponse, mrecistSeries } from './mrecist.ts';
import { ROUNDING } from './rounding.ts';
import { type NonTargetResponse, overallResponse } from './mrecist-overall.ts';

export interface DerivedVisit {
  readonly day: number;
  /** Sum of the viable diameters of the targets, mm; null where one of them was not evaluated. */
  readonly sumMm: number | null;
  /** Smallest known sum of the visits before; at the baseline its own. */
  readonly nadirMm: number | null;
  /** (sum - baseline) / baseline, as a fraction: -0.3 is 30 % smaller; null without both, or from a sum of 0. */
  readonly changeFromBaseline: number | null;
  /** The same from the nadir. */
  readonly changeFromNadir: number | null;
  /** null at the baseline. */
  readonly target: MrecistResponse | null;
  readonly nonTarget: NonTargetResponse;
  readonly newLesion: boolean;
  /** null at the baseline. */
  readonly overall: MrecistResponse | null;
  /** The rule that gave the overall response; where the targets decide, that of the targets. */
  readonly rule: Statement;
}

export interface DerivedResponses {
  readonly visits: readonly DerivedVisit[];
  /** The day is that of the first visit with the best response; null where no visit has it. */
  readonly best: { readonly response: MrecistResponse; readonly day: number | null; readonly rule: Statement };
  /** Day of the first PD, whatever the best response; null without one. */
  readonly progressionDay: number | null;
}

/** What is judged here of the special rules; the size of a node is checked where a reading is handed in. */
export type LesionSeriesOptions = BestResponseOptions &
  Partial<Pick<SpecialRules, 'thrombusAsTarget' | 'effusionNeedsCytology' | 'atypicalGrowthMm'>>;

/**
 * Responses by mRECIST for HCC of lesions that are followed over visits: from diameters to sum, nadir, target response,
 * non-target response and overall response of each visit, the best response and the day of progression.
 *
 * @param lesions - at most 5 targets, 2 of an organ; any number of non-target lesions.
 * @param visits - at least one, in the order of their days; the first is the baseline.
 * @param options - where a study departs from the publication: least absolute growth, from when SD counts, confirmation;
 * whether a thrombus may be a target (no), whether an effusion progresses only with malignant cells (yes), and the growth
 * from which an atypical new lesion counts, from the visit at which it was first seen (10 mm).
 * @returns one entry a visit with the rule that fired. A sum with a target that was not evaluated is unknown, but its known
 * part may already be PD. Without a target, or a baseline that enhances, only progression can be determined.
 * @throws StatsInputError naming lesion or visit and what is expected.
 *
 * Source: Lencioni & Llovet, Semin Liver Dis 2010;30:52-60.
 * Checked against: every line of the publication's tables in the test, and the lesions of the demonstration cohort.
 * Common wrong use: whole-tumour diameters, or leaving out a target that no longer enhances; that one measures 0.
 */
export function lesionSeries(
  lesions: readonly Lesion[],
  visits: readonly LesionVisit[],
  options: LesionSeriesOptions = {},
): DerivedResponses {
  const special = { ...publishedSpecialRules, ...options };
  checkLesions(lesions, visits, special);
  const targets = lesions.filter(({ role }) => role === 'target');
  const others = lesions.filter(({ role }) => role === 'non-target');
  const grownFrom = firstOfGrown(lesions, visits, special.atypicalGrowthMm);
  const sums = visits.map((visit) => sumOf(targets, visit));
  const series = mrecistSeries(
    sums.map(({ sumMm, knownMm }) => ({ sumViableDiameterMm: sumMm, knownPartMm: knownMm, newLesion: false })),
    options,
  );
  const start = sums[0]?.sumMm ?? null;
  let nadir = start;
  const judged = visits.map((visit, i): DerivedVisit => {
    const sumMm = sums[i]?.sumMm ?? null;
    const nadirMm = nadir;
    if (sumMm !== null && (nadir === null || sumMm < nadir)) nadir = sumMm;
    const { response: target, rule } = series[i] as MrecistAssessment;
    const ofTargets = targets.length === 0 && target !== null ? statement('noTargetLesion') : rule;
    const nonTarget = nonTargetOf(others, visit, special);
    const hasGrown = i >= grownFrom;
    const newLesion = visit.newLesion || hasGrown;
    const ofAll = target === null ? { response: null, rule } : overallResponse(target, nonTarget, newLesion);
    const isOfTargets = ofAll.rule.code === 'targetsDecide' || ofAll.rule.code === 'targetsProgressed';
    const change = { changeFromBaseline: changed(sumMm, start), changeFromNadir: changed(sumMm, nadirMm) };
    const responses = { target, nonTarget, newLesion, overall: ofAll.response };
    const ofNew = hasGrown && !visit.newLesion ? statement('atypicalLesionGrew') : ofAll.rule;
    return { day: visit.day, sumMm, nadirMm, ...change, ...responses, rule: isOfTargets ? ofTargets : ofNew };
  });
  const days = visits.map(({ day }) => day);
  const best = bestOfAssessments(judged.map(({ overall, rule }) => ({ response: overall, rule })), days, options); // prettier-ignore
  const dayAt = (visit: number | null) => (visit === null ? null : (days[visit] ?? null));
  return {
    visits: judged,
    best: { response: best.response, day: dayAt(best.visit), rule: best.rule },
    progressionDay: dayAt(best.progressionVisit),
  };
}

/** The sum, null where a target was not evaluated, and what of it is known. */
function sumOf(targets: readonly Lesion[], { measurementsMm }: LesionVisit): { sumMm: number | null; knownMm: number } {
  let knownMm = 0;
  let isWhole = targets.length > 0;
  for (const { id } of targets) {
    const mm = measurementsMm[id] ?? null;
    if (mm === null) isWhole = false;
    else knownMm += mm;
  }
  return { sumMm: isWhole ? knownMm : null, knownMm };
}

/** The first visit at which a lesion was seen that has grown enough since; Infinity where none has. */
function firstOfGrown(lesions: readonly Lesion[], visits: readonly LesionVisit[], growthMm: number): number {
  const firsts = lesions
    .filter(({ role }) => role === 'atypical')
    .flatMap(({ id }) => {
      const mm = visits.map(({ measurementsMm }) => measurementsMm[id] ?? 0);
      const first = mm.findIndex((size) => size > 0);
      const limit = (mm[first] ?? 0) + growthMm - ROUNDING;
      return first >= 0 && mm.some((size, i) => i > first && size >= limit) ? [first] : [];
    });
  return Math.min(...firsts);
}

/** Of a lesion that was not seen yet nothing is asked. */
function nonTargetOf(
  others: readonly Lesion[],
  { day, nonTarget }: LesionVisit,
  { effusionNeedsCytology }: SpecialRules,
): NonTargetResponse {
  const states = others
    .filter(({ firstSeenDay }) => firstSeenDay === undefined || firstSeenDay <= day)
    .map(({ id, organ, proven }) => {
      const state = nonTarget[id] ?? 'not-evaluated';
      const isUnproven = organ === 'effusion' && effusionNeedsCytology && proven !== true;
      return state === 'progressed' && isUnproven ? 'present' : state;
    });
  if (states.length === 0) return 'none';
  if (states.includes('progressed')) return 'PD';
  if (states.includes('not-evaluated')) return 'NE';
  return states.includes('present') ? 'Non-CR/Non-PD' : 'CR';
}

function changed(sum: number | null, from: number | null): number | null {
  return sum === null || from === null || from === 0 ? null : (sum - from) / from;
}
