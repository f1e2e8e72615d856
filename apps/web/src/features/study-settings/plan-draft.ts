import { planEndpoints, planNumbers, type PlanNumber, type StudyPlan } from '@haim/schema';
import { type StoredPlan } from './plan-query.ts';

/** What is typed: an empty number or day is not one. */
export type PlanDraft = Readonly<Record<PlanNumber, number | string>> &
  Pick<StudyPlan, 'endpoint'> & { readonly accrualFrom: string; readonly accrualUntil: string };

export function planDraftOf({ settings }: StoredPlan): PlanDraft {
  const numbers = planNumbers.map((name) => [name, settings[name] ?? '']);
  return {
    ...(Object.fromEntries(numbers) as Record<PlanNumber, number | string>),
    endpoint: planEndpoints.find((one) => one === settings.endpoint) ?? 'OS',
    accrualFrom: settings.accrualFrom ?? '',
    accrualUntil: settings.accrualUntil ?? '',
  };
}

/** A number that must be there and is empty is `NaN`, which the check of a plan refuses. */
export function planOf(draft: PlanDraft): StudyPlan {
  const given = (name: PlanNumber) => (draft[name] === '' ? Number.NaN : Number(draft[name]));
  const optional = (name: PlanNumber) => (draft[name] === '' ? null : Number(draft[name]));
  return {
    targetPatients: optional('targetPatients'),
    accrualFrom: draft.accrualFrom || null,
    accrualUntil: draft.accrualUntil || null,
    endpoint: draft.endpoint,
    plannedEvents: optional('plannedEvents'),
    hazardRatio: optional('hazardRatio'),
    alpha: given('alpha'),
    power: given('power'),
    comparisonShare: given('comparisonShare'),
  };
}
