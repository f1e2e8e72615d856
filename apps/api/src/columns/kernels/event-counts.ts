import { type EventRecords } from '../block.ts';
import { type Codes } from '../column.ts';
import { GRADES } from './adverse-events.ts';

/** Under which keys an event counts, and of whom. Keys are numbers below `nKeys`. */
export interface EventKeys {
  readonly nKeys: number;
  /** Keys that an event has by what is said of it: a bit of the mask; 0 is the key of every event. */
  readonly byFact: readonly { readonly key: number; readonly mask: number }[];
  /** An event counts under its term if it has a bit of `any` and all bits of `all`; 0 asks for nothing. */
  readonly wanted: { readonly any: number; readonly all: number };
  /** Key of every event that is wanted. */
  readonly total: number;
}

/** One centre's part of a question. */
export interface EventPart {
  readonly records: EventRecords;
  readonly rows: Uint32Array;
  /** The group of each row by its code in this block, and the number of that group. */
  readonly group: Codes;
  readonly groupOf: Uint32Array;
  /** Key of the term, and of its class, by the term's code in this block; -1: none. */
  readonly termKey: Int32Array;
  readonly classKey: Int32Array;
  /** The day from which time counts, as days since 1970, by row; NaN where it is not known. */
  readonly start: Float64Array;
}

/** Sums over all parts; `cells` are `group * nKeys + key`. */
export interface EventSums {
  /** Patients by the highest grade of each key: `cell * GRADES + grade - 1`. */
  readonly patients: Uint32Array;
  /** Events by grade, likewise. */
  readonly events: Uint32Array;
  /** Days to the first event of each patient whose day is known and not before time zero, by cell. */
  readonly onsets: Map<number, number[]>;
  /** Wanted events without a known day, or without a time zero to count from, and those before it. */
  withoutDay: number;
  beforeStart: number;
}

export function emptySums(nGroups: number, nKeys: number): EventSums {
  const size = nGroups * nKeys * GRADES;
  return {
    patients: new Uint32Array(size),
    events: new Uint32Array(size),
    onsets: new Map(),
    withoutDay: 0,
    beforeStart: 0,
  };
}

/**
 * Adds one centre. A patient counts once under a key, at the highest grade of it; the first day is that of the earliest
 * event of the key whose day is known.
 */
export function addEventCounts(part: EventPart, keys: EventKeys, sums: EventSums): void {
  const { records, rows, group, groupOf, start } = part;
  const { nKeys } = keys;
  const worst = new Uint8Array(nKeys);
  const first = new Float64Array(nKeys).fill(Infinity);
  const touched = new Int32Array(nKeys);
  const keysOf = keysIn(part, keys);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const cell = (groupOf[group[row] as number] as number) * nKeys;
    const end = records.starts[row + 1] as number;
    let n = 0;
    for (let entry = records.starts[row] as number; entry < end; entry++) {
      const grade = records.grades[entry] as number;
      const day = (records.days[entry] as number) - (start[row] as number);
      for (const key of keysOf(entry)) {
        if (worst[key] === 0) touched[n++] = key;
        if (grade > (worst[key] as number)) worst[key] = grade;
        if (day >= 0 && day < (first[key] as number)) first[key] = day;
        add(sums.events, (cell + key) * GRADES + grade - 1);
        if (key !== keys.total) continue;
        if (Number.isNaN(day)) sums.withoutDay++;
        else if (day < 0) sums.beforeStart++;
      }
    }
    for (let k = 0; k < n; k++) {
      const key = touched[k] as number;
      add(sums.patients, (cell + key) * GRADES + (worst[key] as number) - 1);
      if ((first[key] as number) < Infinity) noteOnset(sums.onsets, cell + key, first[key] as number);
      worst[key] = 0;
      first[key] = Infinity;
    }
  }
}

/** A patient of a key: the row, the highest grade, how many events, and the first known day after time zero. */
export interface EventPatient {
  readonly row: number;
  readonly grade: number;
  readonly events: number;
  readonly onsetDays: number | null;
}

/** The patients of a group who are counted under a key, in the order of rows. */
export function patientsWith(part: EventPart, keys: EventKeys, group: number, key: number): EventPatient[] {
  const { records, rows, start } = part;
  const found: EventPatient[] = [];
  const keysOf = keysIn(part, keys);
  for (const row of rows) {
    if (part.groupOf[part.group[row] as number] !== group) continue;
    let [grade, events, onset] = [0, 0, Infinity];
    for (let entry = records.starts[row] as number; entry < (records.starts[row + 1] as number); entry++) {
      if (!keysOf(entry).includes(key)) continue;
      const day = (records.days[entry] as number) - (start[row] as number);
      events++;
      grade = Math.max(grade, records.grades[entry] as number);
      if (day >= 0) onset = Math.min(onset, day);
    }
    if (events > 0) found.push({ row, grade, events, onsetDays: onset < Infinity ? onset : null });
  }
  return found;
}

type KeysOf = (entry: number) => readonly number[];

/** The keys of an entry. What is said of events repeats, so keys are looked up by it. */
export function keysIn({ records, termKey, classKey }: EventPart, { byFact, wanted, total }: EventKeys): KeysOf {
  const known = new Map<number, readonly number[]>();
  const bySaid = (said: number): readonly number[] => {
    const keys = byFact.flatMap(({ key, mask }) => (mask === 0 || (said & mask) !== 0 ? [key] : []));
    const { any, all } = wanted;
    return (any === 0 || (said & any) !== 0) && (said & all) === all ? [...keys, total] : keys;
  };
  const ofTerm = records.words.map((_, k) => {
    const keys = [termKey[k + 1] as number, classKey[k + 1] as number].filter((key) => key >= 0);
    return new Map<number, readonly number[]>([[-1, keys]]);
  });
  return (entry) => {
    const said = records.facts[entry] as number;
    const keys = known.get(said) ?? bySaid(said);
    known.set(said, keys);
    if (keys[keys.length - 1] !== total) return keys;
    const cached = ofTerm[(records.terms[entry] as number) - 1] as Map<number, readonly number[]>;
    const all = cached.get(said) ?? [...keys, ...(cached.get(-1) ?? [])];
    cached.set(said, all);
    return all;
  };
}

function noteOnset(onsets: Map<number, number[]>, cell: number, day: number): void {
  const days = onsets.get(cell);
  if (days) days.push(day);
  else onsets.set(cell, [day]);
}

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}
