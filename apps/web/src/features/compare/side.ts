import { type AddressIssue, type CohortFilter, cohortKey, readCohort, showCohort } from '@haim/schema';
import { type Study } from '@/session/session.tsx';
import { conditionVariablesOf } from '@/session/study-forms.ts';

/** In the address: everybody. */
export const wholeStudy = 'all';

/** One of the two: `3` is a saved cohort, `all` the whole study, otherwise conditions in the notation of addresses. */
export interface Side {
  /** As it is in the address. */
  readonly text: string;
  /** null is everybody. */
  readonly filter: CohortFilter | null;
  readonly issues: readonly AddressIssue[];
}

export function readSide(text: string, study: Study): Side {
  if (text === wholeStudy) return { text, filter: null, issues: [] };
  const notation = /^[1-9]\d{0,8}$/.test(text) ? `${cohortKey(Number(text))}:true` : text;
  const { filter, issues } = readCohort(notation, {
    arm: study.arms.map(({ code }) => code),
    centre: study.centres.map(({ code }) => code),
    own: conditionVariablesOf(study),
  });
  return { text, filter, issues };
}

/**
 * What is compared where the address says nothing: the two cohorts saved last, which somebody wanted to look at; otherwise
 * the first two arms, or the first against everybody.
 */
export function usualSides({ arms, savedCohorts }: Pick<Study, 'arms' | 'savedCohorts'>): readonly [string, string] {
  const [newest, before] = savedCohorts.map(({ number }) => number).toSorted((a, b) => b - a);
  if (newest !== undefined && before !== undefined) return [String(before), String(newest)];
  const [first, second] = arms.map(({ code }) => showCohort({ variable: 'arm', in: [code] }));
  return [first ?? wholeStudy, second ?? wholeStudy];
}

/** Whether two sides are the same selection. */
export function isSame(a: Side, b: Side): boolean {
  return showCohort(a.filter) === showCohort(b.filter);
}
