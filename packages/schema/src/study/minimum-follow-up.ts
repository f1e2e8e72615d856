import { type Issue } from '../check-row.ts';
import { issue } from './study-issue.ts';

/** What is done with patients who could not have been followed for the minimum by the data cut-off. */
export const shortFollowUps = ['exclude', 'warn'] as const;

/**
 * The follow-up that a patient must have been able to have for a curve: time zero and the minimum after it are not later
 * than the data cut-off. It is about the calendar, not about what was observed, so that it selects by nothing known after
 * time zero.
 */
export interface MinimumFollowUp {
  /** Of the study's month length. */
  readonly months: number;
  /** Left out of the curves, or counted and named. */
  readonly handling: (typeof shortFollowUps)[number];
}

export const followUpLimits = { months: [1, 120] } as const;

export function followUpIssues({
  minimumFollowUp,
  cutoffOn,
}: {
  readonly minimumFollowUp: MinimumFollowUp | null;
  readonly cutoffOn: string | null;
}): Issue[] {
  if (minimumFollowUp === null) return [];
  const [shortest, longest] = followUpLimits.months;
  const { months, handling } = minimumFollowUp;
  if (!Number.isFinite(months) || months < shortest || months > longest) {
    const en = `a number from ${shortest} to ${longest}, or nothing`;
    return [issue('minimumFollowUp.months', 'outOfRange', en, `${shortest} 至 ${longest} 之间的数字，或留空`)];
  }
  if (!shortFollowUps.includes(handling)) {
    return [issue('minimumFollowUp.handling', 'notInList', 'exclude or warn', 'exclude 或 warn')];
  }
  if (cutoffOn !== null) return [];
  const en = 'nothing while the study has no data cut-off: there is no day to count back from';
  return [issue('minimumFollowUp.months', 'rule', en, '研究尚无数据截止日时须留空：无从倒推')];
}
