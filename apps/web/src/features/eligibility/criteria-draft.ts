import { type CohortFilter, type Criterion, type SubjectVariable } from '@haim/schema';
import {
  type ConditionGroup,
  draftOf as draftOfFilter,
  emptyLine,
  filterOf,
  groupOf,
  isEmpty,
} from '@/conditions/condition-draft.ts';

/** A criterion as it is typed. */
export interface CriterionDraft {
  /** Stays the same while its code is typed. */
  readonly key: string;
  readonly code: string;
  readonly kind: Criterion['kind'];
  readonly en: string;
  readonly zh: string;
  readonly condition: ConditionGroup;
}

export const noCondition = (): ConditionGroup => groupOf([emptyLine()]);

export function draftOf({ code, kind, label, filter }: Criterion): CriterionDraft {
  // Criteria judge values alone: every condition of one has a draft.
  return { key: code, code, kind, en: label.en, zh: label.zh, condition: draftOfFilter(filter) ?? noCondition() };
}

/** As the API takes it; an empty condition is sent as none, and is refused by its place. */
export function criterionOf(
  { code, kind, en, zh, condition }: CriterionDraft,
  variables: readonly SubjectVariable[],
): Criterion {
  const label = { en: en.trim(), zh: zh.trim() };
  const filter = isEmpty(condition) ? null : filterOf(condition, variables);
  // `checkCriteria` asks for a condition where there is none, and names what is wrong with one.
  return { code: code.trim(), kind, label, filter: filter as CohortFilter };
}
