import { imagingDays, type ScheduledForm, type StudySchedule } from './study-schedule.ts';

/** What a schedule is compared with, of one patient. Days are whole numbers since time zero, which is day 0. */
export interface VisitFacts {
  /** Days of images, in any order. */
  readonly images: readonly number[];
  /** Days on which a sample was taken. */
  readonly labs: readonly number[];
  /** The last contact; null without one. */
  readonly lastContact: number | null;
  readonly died: number | null;
  /** The first image with progression by mRECIST. */
  readonly progressed: number | null;
  /** From when the patient has no more visits, because of withdrawal or for another reason. */
  readonly stopped: number | null;
}

/** Days since time zero, as those of the facts. */
export interface VisitMoment {
  readonly today: number;
  /** The data cut-off of the study; null while there is none. */
  readonly cutoff: number | null;
}

/** `coming`: its window is not open yet; `due`: it is open; `overdue`: it is over, and the next visit has not begun. */
export const dueStates = ['overdue', 'due', 'coming'] as const;
export type DueState = (typeof dueStates)[number];

/** The next record of a form that a patient needs. Days are since time zero. */
export interface DueVisit {
  readonly form: ScheduledForm;
  /** 0 is the baseline; null for a contact, which is counted from the one before. */
  readonly visit: number | null;
  readonly due: number;
  readonly opens: number;
  readonly closes: number;
  readonly state: DueState;
  /** Days since the window closed; 0 unless overdue. */
  readonly overdueBy: number;
}

/** A visit without a record, whose turn is over. */
export interface MissedVisit {
  readonly form: ScheduledForm;
  readonly visit: number;
  readonly due: number;
}

export interface VisitPlan {
  /** At most one of each form, in the order of `scheduledForms`. */
  readonly due: readonly DueVisit[];
  readonly missed: readonly MissedVisit[];
}

/**
 * What is due of a patient, and what was missed: the one definition, for pages, lists and counts.
 *
 * A visit is due on a multiple of the interval after time zero, and a record belongs to the visit that is nearest. The
 * visit whose window opened last is the one that is asked for; those before it without a record were missed. Nothing is
 * due after death or after the visits were stopped, no image and no result after progression if the schedule says so,
 * and nothing on a day after the data cut-off. A contact is due an interval after the last one, at the latest on the
 * cut-off.
 */
export function dueVisits(facts: VisitFacts, schedule: StudySchedule, moment: VisitMoment): VisitPlan {
  const { imagingOn, imagingWindowDays, labsOn, labsWindowDays, contactOn } = schedule;
  const plans = [
    ...(imagingOn ? [visitsOf('tumourAssessment', facts, schedule, { moment, window: imagingWindowDays })] : []),
    ...(labsOn ? [visitsOf('labResult', facts, schedule, { moment, window: labsWindowDays })] : []),
  ];
  const contact = contactOn ? contactDue(facts, schedule, moment) : null;
  return {
    due: [...plans.flatMap(({ due }) => due), ...(contact ? [contact] : [])],
    missed: plans.flatMap(({ missed }) => missed),
  };
}

function visitsOf(
  form: 'tumourAssessment' | 'labResult',
  facts: VisitFacts,
  schedule: StudySchedule,
  { moment, window }: { moment: VisitMoment; window: number },
): VisitPlan {
  const interval = imagingDays(schedule);
  const recorded = new Set(
    (form === 'labResult' ? facts.labs : facts.images).map((day) => visitNearest(day, interval)),
  );
  const end = lastDay(facts, schedule, moment);
  const windowOf = (visit: number) => {
    const due = visit * interval;
    return { form, visit, due, opens: due - window, closes: due + window };
  };
  /** The last visit whose window has opened and that is due before anything ended it. */
  const opened = Math.floor((moment.today + window) / interval);
  const current = Math.min(opened, Math.floor(end.day / interval));
  const missed: MissedVisit[] = [];
  for (let visit = 0; visit < current; visit++) {
    if (!recorded.has(visit)) missed.push({ form, visit, due: visit * interval });
  }
  // Time zero is still to come, or the schedule ended before it.
  if (current < 0) return { due: [], missed };
  if (!recorded.has(current)) {
    if (end.isFinal) return { due: [], missed: [...missed, { form, visit: current, due: current * interval }] };
    return { due: [stateOf(windowOf(current), moment.today)], missed };
  }
  const next = windowOf(current + 1);
  return { due: end.isFinal || next.due > end.day ? [] : [stateOf(next, moment.today)], missed };
}

/** Whatever precedes the middle of the first interval is the baseline. */
function visitNearest(day: number, interval: number): number {
  return Math.max(0, Math.round(day / interval));
}

/** The last day on which an image or a result can be due; final if it has passed for good, as by a death. */
function lastDay(
  { died, progressed, stopped }: VisitFacts,
  { imagingUntil }: StudySchedule,
  { today, cutoff }: VisitMoment,
): { readonly day: number; readonly isFinal: boolean } {
  const ends = [died, stopped, imagingUntil === 'progression' ? progressed : null];
  const known = ends.filter((day) => day !== null);
  const ended = Math.min(Infinity, ...known);
  return { day: Math.min(ended, cutoff ?? Infinity), isFinal: ended <= today };
}

function contactDue(
  { lastContact, died, stopped }: VisitFacts,
  { contactEveryDays, contactWindowDays }: StudySchedule,
  { today, cutoff }: VisitMoment,
): DueVisit | null {
  const last = lastContact ?? 0;
  if (died !== null || stopped !== null || today < 0 || (cutoff !== null && last >= cutoff)) return null;
  const due = Math.min(last + contactEveryDays, cutoff ?? Infinity);
  const opens = Math.max(last + 1, due - contactWindowDays);
  return stateOf({ form: 'followUp', visit: null, due, opens, closes: due + contactWindowDays }, today);
}

function stateOf(visit: Omit<DueVisit, 'state' | 'overdueBy'>, today: number): DueVisit {
  const { opens, closes } = visit;
  const state = today < opens ? 'coming' : today <= closes ? 'due' : 'overdue';
  return { ...visit, state, overdueBy: Math.max(0, today - closes) };
}
