import { dateOfDay, dayNumber, plannedBy, type StudyPlan } from '@haim/schema';

export interface AccrualOfCentre {
  readonly centre: string;
  /** In the order of the months, as the whole. */
  readonly counts: readonly number[];
  readonly n: number;
}

export interface Accrual {
  /** Calendar months without a gap, YYYY-MM. */
  readonly months: readonly string[];
  /** By code; every centre that was asked for, also without a patient. */
  readonly centres: readonly AccrualOfCentre[];
  /** Patients without a day of time zero. */
  readonly undated: number;
  /** Patients whom the plan expects by the end of each month; null without a target. */
  readonly planned: readonly number[] | null;
}

/**
 * Patients by calendar month and centre, from the first month with a patient, or of the plan, to the last one.
 *
 * @param days - of time zero, as days since 1970, patient by patient; null where it is not known.
 * @param centreOf - the code of each patient's centre.
 * @param until - YYYY-MM-DD: a plan that goes on after it is shown to its month.
 */
export function accrualOf(
  days: readonly (number | null)[],
  centreOf: readonly string[],
  centres: readonly string[],
  plan: StudyPlan,
  until: string,
): Accrual {
  const known = days.filter((day) => day !== null).map(monthNumber);
  const hasTarget = plan.targetPatients !== null && plan.accrualFrom !== null && plan.accrualUntil !== null;
  const ofPlan = hasTarget ? [plan.accrualFrom, until < plan.accrualUntil ? until : plan.accrualUntil] : [];
  const ends = [...known, ...(known.length > 0 ? ofPlan.map((date) => monthNumber(dayNumber(date))) : [])];
  const first = ends.reduce((least, month) => Math.min(least, month), Infinity);
  const last = ends.reduce((most, month) => Math.max(most, month), -Infinity);
  const length = ends.length === 0 ? 0 : last - first + 1;
  const counts = new Map(centres.map((centre) => [centre, Array.from({ length }, () => 0)]));
  days.forEach((day, patient) => {
    const row = counts.get(centreOf[patient] ?? '');
    if (day === null || !row) return;
    const month = monthNumber(day) - first;
    row[month] = (row[month] ?? 0) + 1;
  });
  const months = Array.from({ length }, (_, k) => monthName(first + k));
  return {
    months,
    centres: [...counts].map(([centre, row]) => ({ centre, counts: row, n: row.reduce((sum, n) => sum + n, 0) })),
    undated: days.length - known.length,
    planned: hasTarget ? months.map((_, k) => plannedBy(plan, endOfMonth(first + k)) ?? 0) : null,
  };
}

/** Months since the year 0. */
function monthNumber(day: number): number {
  const [year = '0', month = '1'] = dateOfDay(day).split('-');
  return Number(year) * 12 + Number(month) - 1;
}

function monthName(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The last day of a month, as days since 1970. */
function endOfMonth(month: number): number {
  return dayNumber(`${monthName(month + 1)}-01`) - 1;
}
