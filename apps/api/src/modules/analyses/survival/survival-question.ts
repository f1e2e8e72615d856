import { inBoth, type Label, statement, type SubjectVariable } from '@haim/schema';
import { type FollowUpNeeded, type GroupedTimes } from '../../../columns/index.ts';
import { badInput } from '../../../context/portal-error.ts';
import {
  type CohortInput,
  type CountedReason,
  outcomeConditions,
  outcomesOfGroups,
  refuseNoGrouping,
} from '../../cohort/index.ts';
import { orderOfGroups } from '../fixed-groups.ts';
import { dropReasons } from './endpoints.ts';

const outcomeRefused: Label = {
  en: 'known at time zero: who has a best response lived long enough to show it, so survival among them flatters',
  zh: '在时间零点即已知的条件：有最佳疗效者必已存活至可评估之时，在其中计算的生存会偏高',
};

/**
 * What no analysis of survival may be asked: patients chosen by an outcome, groups that are none.
 *
 * @param own - the variables that fields of the study are.
 * @throws BAD_USER_INPUT naming the conditions, or what curves may be grouped by.
 */
export function refuseQuestion(
  { cohort, groupBy }: { readonly cohort: CohortInput | null; readonly groupBy: string | null },
  own: readonly SubjectVariable[],
): void {
  refuseOutcomes(outcomeConditions(cohort, own));
  if (groupBy === null) return;
  refuseNoGrouping(groupBy, own);
  refuseOutcomes(outcomesOfGroups(groupBy, own));
}

function refuseOutcomes(outcomes: readonly string[]): void {
  if (outcomes.length === 0) return;
  throw badInput(
    `survival may not be filtered by ${outcomes.join(', ')}: every condition must be ${outcomeRefused.en}`,
    outcomes.map((field) => ({ field, problem: 'rule', severity: 'error', expected: outcomeRefused })),
  );
}

/** Groups in the order in which they are compared: arms as the study has them, parts of a quantity by value, others by name. */
export function inOrder(groups: GroupedTimes['groups'], groupBy: string | null, arms: readonly string[]) {
  const order = orderOfGroups(groupBy, arms);
  return groups.toSorted((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
}

/** Who of the cohort is in no group of times, and why. */
export function dropped(
  { missing, ungrouped, short, ended = 0 }: GroupedTimes & { readonly ended?: number },
  followUp: FollowUpNeeded | null,
) {
  const numberOf = (reason: (typeof dropReasons)[number]): number => {
    if (reason === 'noGroup') return ungrouped;
    if (reason === 'endedByLandmark') return ended;
    if (reason === 'shortFollowUp') return followUp?.excludes ? short : 0;
    return missing.get(reason) ?? 0;
  };
  const droppedReasons = dropReasons.flatMap((reason): CountedReason[] => {
    const n = numberOf(reason);
    return n === 0 ? [] : [{ reason, n, ...inBoth(statement(reason, { n })) }];
  });
  return {
    dropped: droppedReasons.reduce((sum, { n }) => sum + n, 0),
    droppedReason: droppedReasons.length ? droppedReasons.map(({ en }) => en).join('; ') : null,
    droppedReasons,
  };
}
