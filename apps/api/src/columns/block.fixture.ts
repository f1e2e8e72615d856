import { seededRandom } from '@haim/ml';
import { daysSince1970, type SubjectValues, subjectVariables } from '@haim/schema';
import { type Block } from './block.ts';
import { type Column, codesFor, textColumn } from './column.ts';
import { type EventFact, maskOfFact } from './event-facts.ts';
import { groupEvents } from './group-events.ts';
import { idsOf } from './patient-ids.ts';
import { subjectLayout } from './subject-layout.ts';

/** The day as `YYYY-MM-DD`. */
export type EventUnderTest = readonly [
  term: string,
  grade: number,
  more?: { readonly facts?: readonly EventFact[]; readonly startedOn?: string },
];

/** One patient as a test writes it; what is not given is missing. */
export interface PatientUnderTest {
  readonly id: string;
  readonly code: string;
  readonly values: SubjectValues;
  readonly contradictions?: number;
  readonly events?: readonly EventUnderTest[];
}

/** A block made from rows in the simplest way, as a reference for the kernels and the COPY reader. */
export function blockOf(patients: readonly PatientUnderTest[]): Block {
  const sorted = patients.toSorted((a, b) => compare(a.code, b.code) || compare(a.id, b.id));
  const values = (name: string) => sorted.map((one) => (name === 'code' ? one.code : (one.values[name] ?? null)));
  const columns = new Map(subjectLayout.map(({ name, kind, words }) => [name, columnOf(kind, words, values(name))]));
  const recorded = sorted.flatMap(({ events = [] }, row) =>
    events.map(([term, grade, { facts = [], startedOn = null } = {}]) => ({ row, term, grade, facts, startedOn })),
  );
  const terms = [...new Set(recorded.map(({ term }) => term))];
  return {
    rows: sorted.length,
    ids: idsOf(sorted.map(({ id }) => id)),
    code: textColumn(sorted.map(({ code }) => code)),
    columns,
    contradictions: Uint8Array.from(sorted, ({ contradictions = 0 }) => contradictions),
    ...groupEvents({
      rowOf: Int32Array.from(recorded, ({ row }) => row),
      terms: Uint32Array.from(recorded, ({ term }) => terms.indexOf(term) + 1),
      grades: Uint8Array.from(recorded, ({ grade }) => grade),
      facts: Uint32Array.from(recorded, ({ facts }) => facts.reduce((sum, fact) => sum + maskOfFact(fact), 0)),
      days: Float64Array.from(recorded, ({ startedOn }) => inColumn(startedOn)),
      words: terms,
      rows: sorted.length,
    }),
  };
}

function columnOf(kind: Column['kind'], known: readonly string[], values: readonly unknown[]): Column {
  switch (kind) {
    case 'text':
      return textColumn(values.map(String));
    case 'numbers':
      return { kind, values: Float64Array.from(values, inColumn) };
    case 'codes': {
      const words = [...new Set([...known, ...values.flatMap((value) => (value === null ? [] : String(value)))])];
      const codes = codesFor(words.length, values.length);
      values.forEach((value, row) => (codes[row] = value === null ? 0 : words.indexOf(String(value)) + 1));
      return { kind, codes, words };
    }
  }
}

/** A date is kept as days since 1970. */
function inColumn(value: unknown): number {
  if (value === null) return NaN;
  return typeof value === 'string' ? daysSince1970(value) : Number(value);
}

/** Numbers in [0, 1), the same at each run. */
export const sequence = (seed: number): (() => number) => seededRandom(seed).uniform;

export const chosen = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

/** A patient with every kind of value, each missing now and then. */
export function randomPatient(next: () => number, code: string, centre: string): PatientUnderTest {
  const maybe = <T>(value: T): T | null => (next() < 0.15 ? null : value);
  const osMissing = next() < 0.1 ? 'noFollowUp' : null;
  const id = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
  const values = Object.fromEntries(
    subjectVariables.map(({ name, kind, list }) => {
      const codes = typeof list === 'object' && list ? list.codes.map((one) => one.code) : ['x', 'y', 'z'];
      const value = {
        category: chosen(next, codes),
        flag: next() < 0.5,
        quantity: Math.round(next() * 100),
        date: new Date(Date.UTC(2016, 0, 1 + 365 * 4 * next())).toISOString().slice(0, 10),
        text: chosen(next, codes),
      }[kind];
      return [name, maybe(value)];
    }),
  );
  const times = osMissing
    ? { osDays: null, osEvent: null, osMissing }
    : { osDays: Math.floor(next() * 50), osEvent: next() < 0.6, osMissing: null };
  return {
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    code,
    values: { ...values, code, centre, arm: maybe(chosen(next, ['HAIC', 'HTI'])), ...times },
    contradictions: next() < 0.2 ? Math.floor(next() * 16) : 0,
    events: Array.from({ length: Math.floor(next() * 4) }, () => [
      chosen(next, ['Fatigue', 'Nausea', 'Rash']),
      1 + Math.floor(next() * 5),
      {
        facts: (['serious', 'related haic', 'judged haic'] as const).filter(() => next() < 0.5),
        ...(next() < 0.3 ? {} : { startedOn: `2018-0${1 + Math.floor(next() * 9)}-11` }),
      },
    ]),
  };
}

export function randomPatients(next: () => number, n: number, centre: string): PatientUnderTest[] {
  return Array.from({ length: n }, (_, i) => randomPatient(next, `${centre}-${String(i).padStart(3, '0')}`, centre));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
