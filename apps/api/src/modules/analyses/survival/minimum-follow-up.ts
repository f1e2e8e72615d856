import { daysSince1970, type MinimumFollowUp, type Statement, statement } from '@haim/schema';
import { type FollowUpNeeded, type ShownCount } from '../../../columns/index.ts';
import { type StudyRow } from '../../studies/index.ts';

/**
 * Whom the data cut-off leaves too short a follow-up: time zero plus the minimum is later than the cut-off.
 *
 * @returns null where the study asks for no minimum.
 */
export function followUpNeeded({ minimumFollowUp, cutoffOn, monthDays }: StudyRow): FollowUpNeeded | null {
  if (minimumFollowUp === null || cutoffOn === null) return null;
  const { months, handling } = minimumFollowUp;
  return { latestStart: daysSince1970(cutoffOn) - months * monthDays, excludes: handling === 'exclude' };
}

/** The rule, and how many patients it concerns; a bound is written as one. */
export function followUpSaid({ months, handling }: MinimumFollowUp, { n, atMost }: ShownCount): Statement {
  const values = { months, n: atMost ? `≤${n}` : String(n) };
  return handling === 'exclude' ? statement('followUpExcluded', values) : statement('followUpCounted', values);
}
