import { type BlockCohort, codesOf, numbersOf } from './block-cohort.ts';
import { type Attribution, attributions, type EventFact, maskOfFact } from './event-facts.ts';
import { GRADES } from './kernels/adverse-events.ts';
import {
  addEventCounts,
  emptySums,
  type EventKeys,
  type EventPart,
  type EventPatient,
  type EventSums,
  patientsWith,
} from './kernels/event-counts.ts';
import { maskOf } from './kernels/mask.ts';
import { idAt } from './patient-ids.ts';
import { uniteWords } from './united-words.ts';
import { compareTexts } from './words.ts';
import { textAt } from './column.ts';

/** What is counted of adverse events. */
export interface EventQuestion {
  /** A variable of few values; null: one group. */
  readonly groupBy: string | null;
  /** Only events that are related to this, possibly or more; null: all events. */
  readonly relatedTo: Attribution | null;
  readonly seriousOnly: boolean;
  /** Leaves out patients without a first HAIC and without a cycle on record. */
  readonly treatedOnly: boolean;
  /** The term that a stored text names, and the key of its class; the text itself and null where it names none. */
  readonly termOf: (text: string) => { readonly term: string; readonly organClass: string | null };
}

/** Rows of the answer: what is said of events, every event that is wanted, classes, terms, and texts that name no term. */
export type EventRowKey =
  | { readonly kind: 'fact'; readonly fact: EventFact | 'any' | 'treatment' }
  | { readonly kind: 'total' }
  | { readonly kind: 'class'; readonly organClass: string }
  | { readonly kind: 'term'; readonly term: string; readonly organClass: string }
  | { readonly kind: 'text'; readonly text: string };

export interface EventCell {
  /** Patients by the highest grade, 1 to 5. */
  readonly patients: readonly number[];
  /** Events by grade, 1 to 5. */
  readonly events: readonly number[];
  /** Days from time zero to the first event of each patient of whom they are known, ascending. */
  readonly onsetDays: readonly number[];
}

export interface EventCounts {
  /** Patients of each group, with an event or without; null: without a value of the grouping variable. Names ascending, null last. */
  readonly groups: readonly { readonly value: string | null; readonly n: number }[];
  readonly rows: readonly { readonly key: EventRowKey; readonly cells: readonly EventCell[] }[];
  /** Patients who are left out because nothing says that they were treated. */
  readonly untreated: number;
  /** Wanted events that have no known day to count, and those that began before time zero. */
  readonly withoutDay: number;
  readonly beforeStart: number;
}

export interface PatientWithEvent extends Omit<EventPatient, 'row'> {
  readonly id: string;
  readonly code: string;
}

/** Facts that have a row of their own, in the order of the rows. */
export const overview: readonly (EventFact | 'any' | 'treatment')[] = [
  'any',
  'serious',
  'outcome fatal',
  'action stopped',
  'action interrupted',
  'action reduced',
  'treatment',
  'related haic',
  'related tki',
  'related ici',
  'related systemic',
  'related disease',
  'related other',
  'outcome recovered',
  'outcome sequelae',
  'outcome recovering',
  'outcome notRecovered',
  // Of these the answer tells how many events they are not said of.
  'seriousness known',
  'outcome known',
  'action known',
  ...attributions.map((one) => `judged ${one}` as const),
];

/** Counts of all centres of a cohort, one pass over each. */
export function countEvents(parts: readonly BlockCohort[], question: EventQuestion): EventCounts {
  const plan = planOf(parts, question);
  const { names, rowKeys, keys } = plan;
  const sums = emptySums(names.length, keys.nKeys);
  const sizes = new Uint32Array(names.length);
  for (const part of plan.parts) {
    for (const row of part.rows) {
      const group = part.groupOf[part.group[row] as number] as number;
      sizes[group] = (sizes[group] as number) + 1;
    }
    addEventCounts(part, keys, sums);
  }
  // Without a value first in the numbering, last in the answer.
  const shown = names
    .map((value, group) => ({ value, group, n: sizes[group] as number }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => compareGroups(a.value, b.value));
  // Nobody has no rows: not even the names of what could be said.
  const rows = (shown.length === 0 ? [] : rowKeys).map((key, k) => ({
    key,
    cells: shown.map(({ group }) => cellOf(sums, group * keys.nKeys + k)),
  }));
  return {
    groups: shown.map(({ value, n }) => ({ value, n })),
    rows: rows.filter(({ key, cells }) => key.kind === 'fact' || key.kind === 'total' || cells.some(hasEvents)),
    untreated: plan.untreated,
    withoutDay: sums.withoutDay,
    beforeStart: sums.beforeStart,
  };
}

/**
 * The patients behind a number, by code.
 *
 * @param group - of the grouping variable, null: without a value of it, or everybody where there is no grouping.
 */
export function patientsWithEvent(
  parts: readonly BlockCohort[],
  question: EventQuestion,
  group: string | null,
  isWanted: (key: EventRowKey) => boolean,
): PatientWithEvent[] {
  const { names, rowKeys, keys, parts: planned } = planOf(parts, question);
  const [place, key] = [names.indexOf(group), rowKeys.findIndex(isWanted)];
  if (place < 0 || key < 0) return [];
  return planned
    .flatMap((part) =>
      patientsWith(part, keys, place, key).map(({ row, ...found }) => ({
        id: idAt(part.block.ids, row),
        code: textAt(part.block.code, row),
        ...found,
      })),
    )
    .toSorted((a, b) => compareTexts(a.code, b.code));
}

/** How the parts are walked; also for the records themselves (`event-rows.ts`). */
export function planOf(
  parts: readonly BlockCohort[],
  { groupBy, relatedTo, seriousOnly, treatedOnly, termOf }: EventQuestion,
) {
  const groups = groupBy === null ? null : uniteWords(parts.map(({ block }) => codesOf(block, groupBy).words));
  const names: (string | null)[] = [null, ...(groups?.words ?? [])];
  const rowKeys: EventRowKey[] = overview.map((fact) => ({ kind: 'fact', fact }));
  const total = rowKeys.push({ kind: 'total' }) - 1;
  const places = new Map<string, number>();
  const placeOf = (key: EventRowKey): number => {
    const name = JSON.stringify(key);
    const place = places.get(name) ?? rowKeys.push(key) - 1;
    places.set(name, place);
    return place;
  };
  let untreated = 0;
  const planned = parts.map(({ block, outside }, i): EventPart & { readonly block: BlockCohort['block'] } => {
    const isTreated = treatedOnly ? maskOf(block, treated) : null;
    const rows = isTreated === null ? outside.rows : outside.rows.filter((row) => isTreated[row] === 1);
    untreated += outside.rows.length - rows.length;
    const named = block.records.words.map(termOf);
    const termKeys = named.map(({ term, organClass }) =>
      placeOf(organClass === null ? { kind: 'text', text: term } : { kind: 'term', term, organClass }),
    );
    const classKeys = named.map(({ organClass }) =>
      organClass === null ? -1 : placeOf({ kind: 'class', organClass }),
    );
    return {
      block,
      records: block.records,
      rows,
      group: groupBy === null ? new Uint8Array(block.rows) : codesOf(block, groupBy).codes,
      groupOf: groups?.maps[i] ?? new Uint32Array(1),
      termKey: Int32Array.of(-1, ...termKeys),
      classKey: Int32Array.of(-1, ...classKeys),
      start: numbersOf(block, timeZeroDay).values,
    };
  });
  const keys: EventKeys = {
    nKeys: rowKeys.length,
    byFact: overview.map((fact, key) => ({ key, mask: maskOfRow(fact) })),
    wanted: {
      any: relatedTo === null ? 0 : maskOfFact(`related ${relatedTo}`),
      all: seriousOnly ? maskOfFact('serious') : 0,
    },
    total,
  };
  return { names, rowKeys, keys, parts: planned, untreated };
}

/** The first HAIC, the day from which recipes count. */
const timeZeroDay = 'startedOn';

const treated = {
  or: [
    { variable: timeZeroDay, isMissing: false },
    { variable: 'haicCyclesGiven', between: [1, null] },
  ],
} as const;

function maskOfRow(fact: EventFact | 'any' | 'treatment'): number {
  if (fact === 'any') return 0;
  if (fact === 'treatment') return maskOfFact('related haic') | maskOfFact('related systemic');
  return maskOfFact(fact);
}

function cellOf({ patients, events, onsets }: EventSums, cell: number): EventCell {
  const graded = (counts: Uint32Array) => [...counts.subarray(cell * GRADES, (cell + 1) * GRADES)];
  const onsetDays = [...Float64Array.from(onsets.get(cell) ?? []).sort()];
  return { patients: graded(patients), events: graded(events), onsetDays };
}

function hasEvents({ events }: EventCell): boolean {
  return events.some((n) => n > 0);
}

function compareGroups(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a, b);
}
