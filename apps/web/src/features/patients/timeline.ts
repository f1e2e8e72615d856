import { earliestDay, isCalendarDate, latestDay } from '@haim/schema';
import { toMonths } from '@/numbers/to-months.ts';
import { type Patient } from './patient-document.ts';

export const lanes = ['treatment', 'assessment', 'adverseEvent', 'followUp'] as const;
export type Lane = (typeof lanes)[number];

/** Something at a day, or from one day to another, counted from the first HAIC. */
export interface Moment {
  readonly key: string;
  readonly lane: Lane;
  readonly day: number;
  readonly untilDay: number | null;
  /** Of its dates one is known only by month or year: it is drawn over all the days that it may have been. */
  readonly isUncertain: boolean;
  /** What it is: haic, cycle, tki, ici, later; a response; a CTCAE grade; a vital status. Null where the record does not say. */
  readonly code: string | null;
  /** The term of an adverse event, the number of a cycle, the code of a drug or of a later therapy. */
  readonly text: string | null;
}

export interface Timeline {
  readonly moments: readonly Moment[];
  /** Records that cannot be placed: they have neither a study day nor a date with a first HAIC to count from. */
  readonly unplaced: number;
  readonly lastDay: number;
}

/** Places every record that has a time; `day` 0 is the first HAIC. */
export function timelineOf(patient: Patient): Timeline {
  const { treatment, haicCycles, systemicCourses, laterTreatments, tumourAssessments, adverseEvents, followUps } =
    patient;
  const start = treatment?.startedOn ?? null;
  const at = (date: string | null, day: number | null = null) =>
    day ?? (date && start ? daysBetween(start, date) : null);
  /** From the first to the last day that its dates may be. */
  const over = (from: string | null, until: string | null = null) => {
    const isUncertain = [from, until].some((date) => date !== null && !isCalendarDate(date));
    const last = until ?? (from !== null && isUncertain ? from : null);
    return { day: at(from && earliestDay(from)), untilDay: at(last && latestDay(last)), isUncertain };
  };
  const placed: Unplaced[] = [
    ...(treatment
      ? recordedTreatment(treatment, at, haicCycles.length > 0, new Set(systemicCourses.map(classOf)))
      : []),
    ...haicCycles.map(({ id, cycleNumber, givenOn }) => ({
      ...moment(id, 'treatment', 'cycle'),
      text: String(cycleNumber),
      day: at(givenOn),
    })),
    ...systemicCourses.map(({ id, drugClass, drug, courseStartedOn, stoppedOn }) => ({
      ...moment(id, 'treatment', drugClass),
      text: drug,
      ...over(courseStartedOn, stoppedOn),
    })),
    ...laterTreatments.map(({ id, therapy, therapyOn }) => ({
      ...moment(id, 'treatment', 'later'),
      text: therapy,
      ...over(therapyOn),
    })),
    ...tumourAssessments.map(({ id, assessedOn, assessedDay, readerResponse, derivedResponse, visitNumber }) => ({
      ...moment(id, 'assessment', visitNumber === 0 ? null : (readerResponse ?? derivedResponse)),
      day: at(assessedOn, assessedDay),
    })),
    ...adverseEvents.map(({ id, term, grade, startedOn, resolvedOn }) => ({
      ...moment(id, 'adverseEvent', grade),
      text: term,
      ...over(startedOn, resolvedOn),
    })),
    ...followUps.map(({ id, contactOn, contactDay, vitalStatus }) => ({
      ...moment(id, 'followUp', vitalStatus),
      day: at(contactOn, contactDay),
    })),
  ];
  const moments = placed.filter((entry): entry is Moment => entry.day !== null).toSorted((a, b) => a.day - b.day);
  return {
    moments,
    unplaced: placed.length - moments.length,
    lastDay: Math.max(1, ...moments.map(({ day, untilDay }) => Math.max(day, untilDay ?? day))),
  };
}

type Unplaced = Omit<Moment, 'day'> & { day: number | null };

/** What the treatment record says, except where the cycles and courses on record say it better. */
function recordedTreatment(
  { endedOn, tkiStartedOn, iciStartedOn }: NonNullable<Patient['treatment']>,
  at: (date: string | null) => number | null,
  hasCycles: boolean,
  classes: ReadonlySet<string>,
): Unplaced[] {
  const first = { tki: tkiStartedOn, ici: iciStartedOn };
  return [
    // Only the length of HAIC needs its dates: it begins on day 0 by definition.
    ...(hasCycles ? [] : [{ ...moment('haic', 'treatment', 'haic'), day: 0, untilDay: at(endedOn) }]),
    ...(['tki', 'ici'] as const)
      .filter((code) => first[code] && !classes.has(code))
      .map((code) => ({ ...moment(code, 'treatment', code), day: at(first[code]) })),
  ];
}

function classOf({ drugClass }: { readonly drugClass: string }): string {
  return drugClass;
}

function moment(key: string, lane: Lane, code: string | null): Omit<Moment, 'day'> {
  return { key, lane, code, text: null, untilDay: null, isUncertain: false };
}

/** Calendar days from one ISO date to another; both are read as UTC, so that a clock change does not add an hour. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Minimum share of the track that a mark covers, and that of one with a few letters. */
const markShare = 0.05;
const wordShare = 0.13;

/** The rows of a lane: what would overlap something goes into the next row below. In order of `moments`. */
export function rowsOf(moments: readonly Moment[], firstDay: number, lastDay: number): number[] {
  const length = Math.max(1, lastDay - firstDay);
  const ends: number[] = [];
  return moments.map(({ lane, code, day, untilDay }) => {
    const from = (day - firstDay) / length;
    const to = Math.max(
      ((untilDay ?? day) - firstDay) / length,
      from + (lane === 'treatment' && code !== 'cycle' ? wordShare : markShare),
    );
    const free = ends.findIndex((end) => end <= from + 1e-9);
    const row = free < 0 ? ends.length : free;
    ends[row] = to;
    return row;
  });
}

const steps = [1, 2, 3, 6, 12, 24, 60] as const;

/** Whole months to mark on the axis: at most ten, from 0 to the last day. */
export function monthTicks(lastDay: number, monthDays: number): number[] {
  const last = toMonths(lastDay, monthDays);
  const step = steps.find((candidate) => last / candidate <= 9) ?? 120;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, tick) => tick * step);
}
