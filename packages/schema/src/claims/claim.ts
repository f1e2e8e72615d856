import { type CohortFilter } from '../cohort/index.ts';

/** Of a time, its estimate or a limit of its 95 % interval. */
export const claimedParts = ['estimate', 'lower', 'upper'] as const;
export type ClaimedPart = (typeof claimedParts)[number];

export const claimedEndpoints = ['OS', 'PFS', 'TTR', 'DOR', 'TTNT'] as const;
export type ClaimedEndpoint = (typeof claimedEndpoints)[number];

export const claimedEstimators = ['cox', 'mantel-haenszel', 'log-rank'] as const;
export type ClaimedEstimator = (typeof claimedEstimators)[number];

export const claimedScales = ['plain', 'log', 'log-log'] as const;
export type ClaimedScale = (typeof claimedScales)[number];

export const claimedTests = ['chi-square', 'chi-square-corrected', 'fisher'] as const;
export type ClaimedTest = (typeof claimedTests)[number];

export const claimedResponses = ['CR', 'PR', 'SD', 'PD'] as const;
export type ClaimedResponse = (typeof claimedResponses)[number];

export const claimedMeasures = ['patients', 'percent', 'mean', 'standardDeviation', 'median'] as const;
export type ClaimedMeasure = (typeof claimedMeasures)[number];

export const claimedMetrics = ['accuracy', 'sensitivity', 'specificity', 'ppv', 'npv', 'f1'] as const;
export type ClaimedMetric = (typeof claimedMetrics)[number];

/** The sets of a model's evaluation; `entire`: both test sets together. */
export const claimedSets = ['training', 'internal', 'external', 'entire'] as const;
export type ClaimedSet = (typeof claimedSets)[number];

/** Groups of a table by the set of the patient's slide, which is not a variable of the patient. */
export const bySlideSet = 'evaluationSet';

/**
 * What a claim is computed by. Where a publication leaves open which estimator, scale or test it used, null: all are
 * computed, and the answer says which gives the printed number.
 */
export type ClaimRule =
  /** How many patients there are. */
  | { readonly kind: 'patients'; readonly cohort: CohortFilter | null }
  /** Of the patients of one selection, how many percent are in another. */
  | { readonly kind: 'share'; readonly cohort: CohortFilter; readonly of: CohortFilter | null }
  /** Patients of an arm, of all where it is null, with this best response. */
  | { readonly kind: 'bestResponse'; readonly response: ClaimedResponse; readonly arm: string | null }
  | { readonly kind: 'responseRate'; readonly rate: 'orr' | 'dcr'; readonly arm: string | null }
  | { readonly kind: 'responseTest'; readonly rate: 'orr' | 'dcr'; readonly test: ClaimedTest | null }
  /** Patients with any adverse event. */
  | { readonly kind: 'adverseEvents'; readonly arm: string | null; readonly as: 'patients' | 'percent' }
  /** A cell of a table of characteristics; `value` where it is of a category. */
  | {
      readonly kind: 'baseline';
      readonly variable: string;
      readonly value: string | null;
      readonly by: string | null;
      readonly group: string | null;
      readonly as: ClaimedMeasure;
    }
  | { readonly kind: 'baselineTest'; readonly variable: string; readonly by: string }
  | {
      readonly kind: 'medianTime';
      readonly endpoint: ClaimedEndpoint;
      readonly arm: string | null;
      readonly part: ClaimedPart;
      readonly scale: ClaimedScale | null;
    }
  | { readonly kind: 'events'; readonly endpoint: ClaimedEndpoint; readonly arm: string | null }
  | {
      readonly kind: 'hazardRatio';
      readonly endpoint: ClaimedEndpoint;
      readonly part: ClaimedPart;
      readonly estimator: ClaimedEstimator | null;
    }
  | { readonly kind: 'logRankTest'; readonly endpoint: ClaimedEndpoint }
  | { readonly kind: 'followUp'; readonly part: ClaimedPart; readonly scale: ClaimedScale | null }
  /** Patients with a slide in these sets, of a centre or of all; a percentage is of those in any set. */
  | {
      readonly kind: 'setSize';
      readonly sets: readonly ClaimedSet[];
      readonly centre: string | null;
      readonly as: 'patients' | 'percent';
    }
  /** Training patients of the centres that the set's patients are of: none of a set that is external. */
  | { readonly kind: 'setOverlap'; readonly set: ClaimedSet }
  | { readonly kind: 'auc'; readonly model: string; readonly set: ClaimedSet }
  /** At the threshold of the model, or at another one. */
  | {
      readonly kind: 'metric';
      readonly metric: ClaimedMetric;
      readonly model: string;
      readonly set: ClaimedSet;
      readonly threshold: number | null;
    };

export type ClaimKind = ClaimRule['kind'];

/** A number that a publication has. */
export interface Claim {
  /** Within the paper: small letters, digits and hyphens. */
  readonly name: string;
  /** Where it is: Table 1, Abstract, Figure 2A. */
  readonly place: string;
  /** As printed; null where the publication says that it was not reached. */
  readonly value: number | null;
  /** Digits behind the point, zeros included. */
  readonly decimals: number;
  /** Printed as “below this value”. */
  readonly isBelow: boolean;
  /** Of how many, where the publication says so: a percentage, a metric or an AUC is checked against it. */
  readonly of: number | null;
  readonly rule: ClaimRule;
}

/** A publication as the numbers it claims. */
export interface Paper {
  /** Within the study: small letters, digits and hyphens. */
  readonly name: string;
  /** Authors, title, and where it was published. */
  readonly citation: string;
  readonly claims: readonly Claim[];
}

/** How a printed number compares with the recomputed one. */
export const claimVerdicts = ['match', 'rounding', 'differs', 'notAttainable', 'notRecomputed'] as const;
export type ClaimVerdict = (typeof claimVerdicts)[number];

export const paperLimits = { claims: 500, name: 60, place: 80, citation: 600, decimals: 6, bytes: 400_000 } as const;
