import { isCalendarDate } from '../calendar-date.ts';
import { type Issue } from '../check-row.ts';
import { dayNumber } from '../schedule/days.ts';
import { issue } from '../study/study-issue.ts';

export const planEndpoints = ['OS', 'PFS'] as const;
export type PlanEndpoint = (typeof planEndpoints)[number];

/** What a study intends: how many patients by when, and with how many events its comparison of two arms is made. */
export interface StudyPlan {
  /** Patients at the end of accrual; null in a study without a target. */
  readonly targetPatients: number | null;
  /** First and last day of accrual, YYYY-MM-DD; both where there is a target. */
  readonly accrualFrom: string | null;
  readonly accrualUntil: string | null;
  /** Whose events are counted. */
  readonly endpoint: PlanEndpoint;
  /** Events with which the comparison is made; null in a study that plans none. */
  readonly plannedEvents: number | null;
  /** Hazard ratio that the study is to find, comparison over reference; null while none is stated. */
  readonly hazardRatio: number | null;
  /** Two-sided level of the log-rank test. */
  readonly alpha: number;
  readonly power: number;
  /** Share of the patients who are allocated to the second arm. */
  readonly comparisonShare: number;
}

/** What holds until a study states its own: no target, and the level and power that most trials take. */
export const usualPlan: StudyPlan = {
  targetPatients: null,
  accrualFrom: null,
  accrualUntil: null,
  endpoint: 'OS',
  plannedEvents: null,
  hazardRatio: null,
  alpha: 0.05,
  power: 0.8,
  comparisonShare: 0.5,
};

export const planNumbers = [
  'targetPatients',
  'plannedEvents',
  'hazardRatio',
  'alpha',
  'power',
  'comparisonShare',
] as const;
export type PlanNumber = (typeof planNumbers)[number];

/** From and to, both included. */
export const planLimits: Readonly<Record<PlanNumber, readonly [lowest: number, highest: number]>> = {
  targetPatients: [1, 1_000_000],
  plannedEvents: [1, 1_000_000],
  hazardRatio: [0.05, 20],
  alpha: [0.001, 0.2],
  power: [0.5, 0.99],
  comparisonShare: [0.05, 0.95],
};

const wholeNumbers: readonly PlanNumber[] = ['targetPatients', 'plannedEvents'];
const mayBeMissing: readonly PlanNumber[] = ['targetPatients', 'plannedEvents', 'hazardRatio'];

/**
 * The one check of a plan, for the page and the API.
 *
 * @returns faulty settings by name, in their order; empty if valid.
 */
export function checkStudyPlan(plan: StudyPlan): Issue[] {
  return [...planNumbers.flatMap((name) => numberIssues(plan, name)), ...endpointIssues(plan), ...accrualIssues(plan)];
}

function numberIssues(plan: StudyPlan, name: PlanNumber): Issue[] {
  const value = plan[name];
  const isOptional = mayBeMissing.includes(name);
  if (value === null && isOptional) return [];
  const [lowest, highest] = planLimits[name];
  const isWhole = wholeNumbers.includes(name);
  const holds =
    value !== null &&
    (isWhole ? Number.isInteger(value) : Number.isFinite(value)) &&
    value >= lowest &&
    value <= highest;
  if (holds && !(name === 'hazardRatio' && value === 1)) return [];
  const en = `a ${isWhole ? 'whole ' : ''}number from ${lowest} to ${highest}${name === 'hazardRatio' ? ' other than 1' : ''}`;
  const zh = `${lowest} 至 ${highest} 之间的${isWhole ? '整数' : '数字'}${name === 'hazardRatio' ? '，且不为 1' : ''}`;
  return [issue(name, 'outOfRange', en + (isOptional ? ', or nothing' : ''), zh + (isOptional ? '，或留空' : ''))];
}

function endpointIssues({ endpoint }: StudyPlan): Issue[] {
  if (planEndpoints.includes(endpoint)) return [];
  return [
    issue('endpoint', 'notInList', `one of ${planEndpoints.join(', ')}`, `以下之一：${planEndpoints.join('、')}`),
  ];
}

function accrualIssues({ targetPatients, accrualFrom, accrualUntil }: StudyPlan): Issue[] {
  const days = { accrualFrom, accrualUntil };
  const names = ['accrualFrom', 'accrualUntil'] as const;
  const unread = names.filter((name) => days[name] !== null && !isCalendarDate(days[name]));
  if (unread.length > 0) {
    return unread.map((name) => issue(name, 'notADate', 'a date as YYYY-MM-DD, or nothing', '日期 YYYY-MM-DD，或留空'));
  }
  if (targetPatients !== null) {
    const absent = names.filter((name) => days[name] === null);
    if (absent.length > 0) {
      return absent.map((name) =>
        issue(name, 'required', 'a day, because there is a target', '因已设目标例数，须填写日期'),
      );
    }
  }
  if (accrualFrom === null || accrualUntil === null || dayNumber(accrualFrom) < dayNumber(accrualUntil)) return [];
  return [issue('accrualUntil', 'rule', `a day after ${accrualFrom}`, `晚于 ${accrualFrom} 的日期`)];
}

/**
 * Patients that the plan expects by the end of a day: as many each day from the first to the last of accrual.
 *
 * @param day - days since 1970.
 * @returns 0 before accrual, the target after it; null without a target.
 */
export function plannedBy({ targetPatients, accrualFrom, accrualUntil }: StudyPlan, day: number): number | null {
  if (targetPatients === null || accrualFrom === null || accrualUntil === null) return null;
  const [from, until] = [dayNumber(accrualFrom), dayNumber(accrualUntil)];
  const share = (day - from + 1) / (until - from + 1);
  return targetPatients * Math.min(1, Math.max(0, share));
}
