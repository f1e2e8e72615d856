import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import { ROUNDING } from './rounding.ts';

export type MrecistResponse = 'CR' | 'PR' | 'SD' | 'PD' | 'NE';

export interface MrecistVisit {
  /** Sum of the target lesions' viable (arterially enhancing) diameters, mm; null when a target was not measurable. */
  readonly sumViableDiameterMm: number | null;
  /** Where the sum is null, that of the targets that were measured: it may already be PD. Left out where none was. */
  readonly knownPartMm?: number;
  /** A new lesion that meets the criteria for HCC. */
  readonly newLesion: boolean;
  /** Days from time zero; only needed for a minimum duration of SD. */
  readonly day?: number;
}

export interface MrecistAssessment {
  /** null for the baseline visit. */
  readonly response: MrecistResponse | null;
  /** The rule that fired. */
  readonly rule: Statement;
}

export interface MrecistOptions {
  /** Smallest absolute growth, mm, that counts as PD. RECIST 1.1 requires 5; mRECIST 2010 none, the default. */
  readonly absoluteIncreaseMm?: number;
}

export interface BestResponseOptions extends MrecistOptions {
  /** SD seen earlier than this many days from time zero counts as NE; default 0. Needs `day` on the visits. */
  readonly stableFromDay?: number;
  /**
   * CR and PR count if a visit at least this many days later confirms them; default 0, no confirmation. Needs `day` on the
   * visits. 28 where a protocol asks for it.
   */
  readonly confirmationDays?: number;
}

export interface BestOverallResponse extends MrecistAssessment {
  readonly response: MrecistResponse;
  /** Index into the visits of the first visit with that response; null if none supports it. */
  readonly visit: number | null;
  /** Index of the first PD, whatever the best response; null without one. */
  readonly progressionVisit: number | null;
}

/**
 * Target response of each visit by mRECIST for HCC, progression tested first.
 *
 * @param visits - at least one, in date order; the first is the baseline.
 * @param options - thresholds, where a study departs from the publication.
 * @returns one assessment per visit. PD is measured from the nadir (smallest sum so far, baseline included), PR from
 * the baseline; -30 % exactly is PR, +20 % exactly is PD; after a nadir of 0 any enhancement is PD; a new lesion is PD
 * even where the sum is unknown, and so is a known part of it that is PD whatever the rest measures.
 * @throws StatsInputError on no visit, or a negative or non-finite sum.
 *
 * Source: Lencioni & Llovet, Semin Liver Dis 2010;30:52-60.
 * Checked against: hand-worked series and the lesions of the demonstration cohort.
 * Common wrong use: feeding whole-tumour diameters; only the enhancing part counts.
 */
export function mrecistSeries(visits: readonly MrecistVisit[], options: MrecistOptions = {}): MrecistAssessment[] {
  const baseline = visits[0];
  if (baseline === undefined) throw new StatsInputError('visits', 'needs the baseline visit');
  visits.forEach((visit, i) => {
    checkSum(visit.sumViableDiameterMm, i);
    checkSum(visit.knownPartMm ?? null, i);
  });
  const start = baseline.sumViableDiameterMm;
  let nadir = start;
  return visits.map((visit, i) => {
    if (i === 0) return { response: null, rule: statement('baselineVisit') };
    const assessment = assess(visit, start, nadir, options.absoluteIncreaseMm ?? 0);
    const sum = visit.sumViableDiameterMm;
    if (sum !== null && (nadir === null || sum < nadir)) nadir = sum;
    return assessment;
  });
}

function assess(
  visit: MrecistVisit,
  start: number | null,
  nadir: number | null,
  leastGrowth: number,
): MrecistAssessment {
  const sum = visit.sumViableDiameterMm;
  if (visit.newLesion) return { response: 'PD', rule: statement('newLesion') };
  if (start === null || nadir === null || start === 0) {
    return { response: 'NE', rule: statement(sum === null ? 'targetNotMeasurable' : 'noMeasurableBaseline') };
  }
  // What is not measured can only add to the sum.
  const least = sum ?? visit.knownPartMm ?? 0;
  if (nadir === 0 && least > 0) return { response: 'PD', rule: statement('enhancementReturned') };
  const growth = nadir === 0 ? 0 : (least - nadir) / nadir;
  if (growth >= 0.2 - ROUNDING && least - nadir >= leastGrowth - ROUNDING) {
    return { response: 'PD', rule: statement(sum === null ? 'knownPartAboveNadir' : 'growthAboveNadir') };
  }
  if (sum === null) return { response: 'NE', rule: statement('targetNotMeasurable') };
  if (sum === 0) return { response: 'CR', rule: statement('noEnhancementInTargets') };
  if ((start - sum) / start >= 0.3 - ROUNDING) return { response: 'PR', rule: statement('shrinkageBelowBaseline') };
  return { response: 'SD', rule: statement('neitherPrNorPd') };
}

function checkSum(sum: number | null, index: number): void {
  if (sum === null || (sum >= 0 && sum < Infinity)) return;
  throw new StatsInputError('visits', `entry ${index}: the sum must be finite and at least 0 mm, not ${sum}`);
}
