import {
  dateOfDay,
  dayNumber,
  type DueState,
  dueStates,
  type DueVisit,
  dueVisits,
  type MissedVisit,
  type ScheduledForm,
  type StudySchedule,
} from '@haim/schema';
import { type ScheduledPatient } from './visit-facts.query.ts';
import { type CentreFacts } from './visit-facts.store.ts';

/** A visit of one patient in calendar days, YYYY-MM-DD. */
export interface DueItem {
  readonly patientId: string;
  readonly code: string;
  readonly centreId: number;
  readonly form: ScheduledForm;
  readonly visit: number | null;
  readonly dueOn: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly state: DueState;
  readonly overdueBy: number;
  /** Visits of the form before this one without a record. */
  readonly missed: number;
}

export interface PatientPlan {
  readonly due: readonly DueItem[];
  readonly missed: readonly { readonly form: ScheduledForm; readonly visit: number; readonly dueOn: string }[];
}

/** What a list of a centre was computed from; the same values give the same list. */
export interface DueQuestion {
  readonly schedule: StudySchedule;
  readonly cutoffOn: string | null;
  /** YYYY-MM-DD, of the machine that the portal runs on. */
  readonly today: string;
  /** By patient, from which day there are no more visits. */
  readonly stops: ReadonlyMap<string, string>;
}

const nothing: PatientPlan = { due: [], missed: [] };

/** `dueVisits` of one patient in calendar days; nothing without a time zero. */
export function planOf(
  centreId: number,
  { id, code, timeZero, facts }: ScheduledPatient,
  asked: DueQuestion,
): PatientPlan {
  if (timeZero === null) return nothing;
  const zero = dayNumber(timeZero);
  const since = (date: string | null | undefined) => (date ? dayNumber(date) - zero : null);
  const date = (day: number) => dateOfDay(zero + day);
  const plan = dueVisits({ ...facts, stopped: since(asked.stops.get(id)) }, asked.schedule, {
    today: dayNumber(asked.today) - zero,
    cutoff: since(asked.cutoffOn),
  });
  const missedOf = (form: ScheduledForm) => plan.missed.filter((one: MissedVisit) => one.form === form).length;
  const item = ({ due, opens, closes, ...visit }: DueVisit): DueItem => ({
    ...{ patientId: id, code, centreId, ...visit },
    ...{ dueOn: date(due), opensOn: date(opens), closesOn: date(closes), missed: missedOf(visit.form) },
  });
  return {
    due: plan.due.map(item),
    missed: plan.missed.map(({ form, visit, due }) => ({ form, visit, dueOn: date(due) })),
  };
}

interface Kept {
  /** Of the question that it answers. */
  readonly key: string;
  readonly items: readonly DueItem[];
}

/** A patient and a centre are other objects once something of them has changed. */
const ofPatients = new WeakMap<ScheduledPatient, Kept>();
const ofCentres = new WeakMap<CentreFacts['patients'], Kept>();

/**
 * What is due at a centre, in the order of `compareDue`. Kept until records, schedule, stops or the day change; after a
 * save the visits of the patient that changed are computed, those of the others are kept.
 */
export function dueAt({ centreId, patients }: CentreFacts, asked: DueQuestion): readonly DueItem[] {
  const common = JSON.stringify([asked.schedule, asked.cutoffOn, asked.today]);
  const key = common + JSON.stringify([...asked.stops]);
  const before = ofCentres.get(patients);
  if (before?.key === key) return before.items;
  const items = [...patients.values()].flatMap((patient) => {
    const own = common + (asked.stops.get(patient.id) ?? '');
    const known = ofPatients.get(patient);
    if (known?.key === own) return known.items;
    const due = planOf(centreId, patient, asked).due;
    ofPatients.set(patient, { key: own, items: due });
    return due;
  });
  items.sort(compareDue);
  ofCentres.set(patients, { key, items });
  return items;
}

/** The place of an item in the list, whether or not it is still there. */
export type DuePlace = Pick<DueItem, 'state' | 'closesOn' | 'code' | 'patientId' | 'form'>;

/** What is longest overdue first, then what is due by the end of its window, then what comes. */
export function compareDue(a: DuePlace, b: DuePlace): number {
  return (
    dueStates.indexOf(a.state) - dueStates.indexOf(b.state) ||
    order(a.closesOn, b.closesOn) ||
    order(a.code, b.code) ||
    order(a.patientId, b.patientId) ||
    order(a.form, b.form)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
