import { type Label } from '../form.ts';
import { type AddressIssue } from './read-address.ts';

/**
 * What patients are grouped by at a landmark, and the times that may be compared between such groups: whoever has the
 * outcome has no such time left, or it is a part of the time.
 */
export const landmarkOutcomes = {
  response: ['OS', 'PFS', 'TTNT'],
  bestResponse: ['OS', 'PFS', 'TTNT'],
  progression: ['OS', 'TTNT'],
  nextTreatment: ['OS', 'PFS'],
} as const;
export type LandmarkOutcome = keyof typeof landmarkOutcomes;

/** Groups by whether an outcome was there by a day; only times from that day on are compared. */
export interface LandmarkGroups {
  readonly outcome: LandmarkOutcome;
  /** From time zero. */
  readonly days: number;
}

/** Who did not have the outcome by the landmark, who did. */
export const groupsAtLandmark = ['without', 'with'] as const;

/** Best response of the images up to the landmark; who has none that could be judged by then is NE. */
const responsesAtLandmark = ['CR', 'PR', 'SD', 'PD', 'NE'] as const;

/** The groups by an outcome, in their order: the first that has patients is the reference. */
export function groupsOfLandmark(outcome: LandmarkOutcome): readonly string[] {
  return outcome === 'bestResponse' ? responsesAtLandmark : groupsAtLandmark;
}

const outcomeLabels: Readonly<Record<LandmarkOutcome, Label>> = {
  response: { en: 'Response', zh: '缓解' },
  bestResponse: { en: 'Best response', zh: '最佳疗效' },
  progression: { en: 'Progression', zh: '进展' },
  nextTreatment: { en: 'Later treatment', zh: '后续治疗' },
};

/** The name of the groups, as of a covariate. */
export function landmarkLabel({ outcome, days }: LandmarkGroups): Label {
  const { en, zh } = outcomeLabels[outcome];
  return { en: `${en} by day ${days}`, zh: `第 ${days} 天前${zh}` };
}

/** The latest landmark: ten years. */
export const lastLandmark = 3653;

const prefix = 'landmark:';
const outcomes = Object.keys(landmarkOutcomes) as readonly LandmarkOutcome[];

/** Whether a grouping is by an outcome at a landmark. */
export function isLandmark(groupBy: string): boolean {
  return groupBy.startsWith(prefix);
}

/** `landmark:response:90`: a grouping for curves, and for times read from them. */
export function showLandmark({ outcome, days }: LandmarkGroups): string {
  return `${prefix}${outcome}:${days}`;
}

/** @returns what is wrong where the text is not such a grouping. */
export function readLandmark(text: string): {
  readonly landmark: LandmarkGroups | null;
  readonly issues: readonly AddressIssue[];
} {
  const [, name = '', digits = ''] = /^landmark:(\w+):(\d{1,4})$/.exec(text) ?? [];
  const outcome = outcomes.find((one) => one === name);
  const days = Number(digits);
  if (!outcome || days < 1 || days > lastLandmark) {
    return { landmark: null, issues: [{ part: text.slice(0, 200), expected: form }] };
  }
  return { landmark: { outcome, days }, issues: [] };
}

/** Whether a time may be compared between groups by an outcome. */
export function isOfLandmark(endpoint: string, outcome: LandmarkOutcome): boolean {
  return landmarkOutcomes[outcome].some((one) => one === endpoint);
}

const form: Label = {
  en: `landmark:, one of ${outcomes.join(', ')}, and a day from 1 to ${lastLandmark}: landmark:response:90`,
  zh: `landmark:、${outcomes.join('、')} 之一及 1 至 ${lastLandmark} 的天数：landmark:response:90`,
};
