import { type DayCounts } from '@haim/schema';
import { isSmall, protectParts, roundedCount } from './protect-counts.ts';
import { isTooFew, protectTimes } from './protect-times.ts';
import { emptyBits, SelectionLedger, setBit } from './selection-ledger.ts';

/** Mulberry32: the same numbers for the same seed. */
export function drawsOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export interface Drawn {
  readonly centre: number;
  readonly age: number;
  readonly stage: number;
  /** Month of the calendar in which treatment began. */
  readonly started: number;
  readonly days: number;
  readonly event: boolean;
}

export const rule = { isOn: true, smallestCell: 7, roundTo: 5, minimumCentres: 3, minimumAtRisk: 10, gridMonths: 1 };
export const monthDays = 30;

/** Patients of four centres, survival exponential, follow-up of 3 to 36 months. */
export function drawStudy(n: number, seed: number): Drawn[] {
  const draw = drawsOf(seed);
  return Array.from({ length: n }, () => {
    const dies = Math.floor(-Math.log(1 - (draw(1_000_000) + 0.5) / 1_000_000) * 500);
    const until = 90 + draw(990);
    const [centre, age, stage, started] = [draw(4), 30 + draw(50), draw(4), draw(36)];
    return { centre, age, stage, started, days: Math.min(dies, until), event: dies <= until };
  });
}

/** The centre that the attacker reads. */
export const ownCentre = 0;

export type Answered = { readonly n: number; readonly eventsByMonth: readonly number[] } | null;

/**
 * Somebody of one centre asks about patients of all of them.
 *
 * @param withLedger - whether what was answered before counts, or the size of a selection alone.
 * @param isExact - whether times are answered as they are.
 */
export function studyOf(patients: readonly Drawn[], seed: number, withLedger: boolean, isExact = false) {
  const draw = drawsOf(seed);
  const ledger = new SelectionLedger(Uint32Array.from({ length: patients.length + 32 }, () => draw(2 ** 32)));
  const foreign = emptyBits(patients.length);
  patients.forEach(({ centre }, row) => centre !== ownCentre && setBit(foreign, row));
  return (chosen: (patient: Drawn, row: number) => boolean, key: string): Answered => {
    const bits = emptyBits(patients.length);
    const inside = patients.filter((patient, row) => {
      const is = chosen(patient, row);
      if (is) setBit(bits, row);
      return is;
    });
    if (isTooFew(timesOf(inside.filter(({ centre }) => centre !== ownCentre)), rule)) return null;
    if (withLedger && ledger.isTooClose({ key, patients: bits }, foreign, rule.smallestCell)) return null;
    ledger.add({ key, patients: bits });
    const { days, events } = isExact ? timesOf(inside) : protectTimes(timesOf(inside), rule, monthDays);
    const eventsByMonth = new Array<number>(40).fill(0);
    Array.from(days).forEach((day, i) => {
      const month = monthOf(day);
      eventsByMonth[month] = (eventsByMonth[month] ?? 0) + (events[i] ?? 0);
    });
    return { n: isExact ? inside.length : roundedCount(inside.length, rule), eventsByMonth };
  };
}

export const monthOf = (day: number): number => Math.max(1, Math.ceil(day / monthDays - 1e-9));

function timesOf(patients: readonly Drawn[]): DayCounts {
  const byDay = new Map<number, { events: number; censored: number }>();
  for (const { days, event } of patients) {
    const at = byDay.get(days) ?? { events: 0, censored: 0 };
    byDay.set(days, { events: at.events + Number(event), censored: at.censored + Number(!event) });
  }
  const all = [...byDay].sort(([a], [b]) => a - b);
  return {
    days: all.map(([day]) => day),
    events: all.map(([, { events }]) => events),
    censored: all.map(([, { censored }]) => censored),
  };
}

/** Counts of a selection by the places into which `placeOf` puts its patients; null where nothing is answered. */
export type Cells = readonly (number | null)[] | null;

/**
 * Somebody of one centre asks how patients of all centres divide: a histogram, recruitment, responses, adverse events.
 *
 * @param protection - `smallest cell`: cells of few are hidden and all others exact, whatever was answered before; `portal`:
 *   what the portal answers.
 */
export function dividedStudyOf(patients: readonly Drawn[], seed: number, protection: 'smallest cell' | 'portal') {
  const draw = drawsOf(seed);
  const ledger = new SelectionLedger(Uint32Array.from({ length: patients.length + 32 }, () => draw(2 ** 32)));
  const foreign = emptyBits(patients.length);
  patients.forEach(({ centre }, row) => centre !== ownCentre && setBit(foreign, row));
  return (
    chosen: (patient: Drawn, row: number) => boolean,
    key: string,
    { places, placeOf }: { readonly places: number; readonly placeOf: (patient: Drawn) => number },
  ): Cells => {
    const bits = emptyBits(patients.length);
    const inside = patients.filter((patient, row) => {
      const is = chosen(patient, row);
      if (is) setBit(bits, row);
      return is;
    });
    const cells = Array.from({ length: places }, (_, place) => {
      const here = inside.filter((patient) => placeOf(patient) === place);
      return { n: here.length, foreign: here.filter(({ centre }) => centre !== ownCentre).length };
    });
    if (protection === 'smallest cell') return cells.map((cell) => (isSmall(cell, rule) ? null : cell.n));
    if (inside.filter(({ centre }) => centre !== ownCentre).length < rule.minimumAtRisk) return null;
    if (ledger.isTooClose({ key, patients: bits }, foreign, rule.smallestCell)) return null;
    ledger.add({ key, patients: bits });
    const shown = protectParts(cells, roundedCount(inside.length, rule), rule);
    return shown && shown.map(({ n, atMost }) => (atMost ? null : n));
  };
}

/** The place of which one answer has most more than another, beside what is expected of `padding` other patients. */
export function placeOfDifference(one: Cells, other: Cells, padding: number): number | null {
  if (!one || !other) return null;
  const all = one.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  const surplus = one.map((n, place) => {
    const before = other[place] ?? null;
    return n === null || before === null ? -Infinity : n - before - (padding * n) / Math.max(1, all);
  });
  const most = Math.max(...surplus);
  return most > 0 ? surplus.indexOf(most) : null;
}

/** The best that somebody achieves who always names the same. */
export function bestConstant(truths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const truth of truths) counts.set(truth, (counts.get(truth) ?? 0) + 1);
  return Math.max(...counts.values()) / truths.length;
}

/** The month in which one answer has most events more than another, beside what is expected of `padding` other patients. */
export function monthOfDifference(one: Answered, other: Answered, padding: number): number | null {
  if (!one || !other) return null;
  const all = one.eventsByMonth.reduce((sum, n) => sum + n, 0);
  const share = all === 0 ? 0 : padding / Math.max(1, one.n);
  const surplus = one.eventsByMonth.map((n, month) => n - (other.eventsByMonth[month] ?? 0) - share * n);
  const most = Math.max(...surplus);
  return most > 0.5 ? surplus.indexOf(most) : null;
}

/** The chance that a value of `one` is above a value of `other`, ties counted half. */
export function aucOf(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (const a of one) for (const b of other) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (one.length * other.length);
}
