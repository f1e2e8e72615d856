import { type EventRecords, type Events } from './block.ts';
import { type Codes } from './column.ts';
import { atOnce, type Steps, stepsOver } from './in-slices.ts';

/** Adverse events as they were read, in any order. */
export interface Recorded {
  /** -1 for a patient who is not in the block. */
  readonly rowOf: Int32Array;
  readonly terms: Codes;
  readonly grades: Uint8Array;
  readonly facts: Uint32Array;
  readonly days: Float64Array;
  readonly words: readonly string[];
  readonly rows: number;
}

export interface GroupedEvents {
  readonly events: Events;
  readonly records: EventRecords;
}

/** Events by patient: all of them, and the highest grade of each term. */
export function groupEvents(recorded: Recorded): GroupedEvents {
  return atOnce(groupedInSteps(recorded));
}

export function* groupedInSteps(recorded: Recorded): Steps<GroupedEvents> {
  const records = yield* recordsInSteps(recorded);
  return { records, events: yield* worstInSteps(records, recorded.rows) };
}

function* recordsInSteps({ rowOf, terms, grades, facts, days, words, rows }: Recorded): Steps<EventRecords> {
  const starts = new Uint32Array(rows + 1);
  for (const [from, to] of stepsOver(rowOf.length)) {
    for (let i = from; i < to; i++) {
      const row = rowOf[i] as number;
      if (row >= 0) starts[row + 1] = (starts[row + 1] as number) + 1;
    }
    yield;
  }
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const n = starts[rows] as number;
  const grouped = {
    terms: new Uint32Array(n),
    grades: new Uint8Array(n),
    facts: new Uint32Array(n),
    days: new Float64Array(n),
  };
  const next = starts.slice();
  for (const [from, to] of stepsOver(rowOf.length)) {
    for (let i = from; i < to; i++) {
      const row = rowOf[i] as number;
      if (row < 0) continue;
      const at = (next[row] = (next[row] as number) + 1) - 1;
      grouped.terms[at] = terms[i] as number;
      grouped.grades[at] = grades[i] as number;
      grouped.facts[at] = facts[i] as number;
      grouped.days[at] = days[i] as number;
    }
    yield;
  }
  return { starts, ...grouped, words };
}

/** The highest grade of a term that a patient has several times. */
function* worstInSteps({ starts: begin, terms, grades, words }: EventRecords, rows: number): Steps<Events> {
  const starts = new Uint32Array(rows + 1);
  const [worstTerms, worstGrades] = [new Uint32Array(terms.length), new Uint8Array(terms.length)];
  let end = 0;
  for (const [from, to] of stepsOver(rows)) {
    for (let row = from; row < to; row++) {
      const first = end;
      for (let k = begin[row] as number; k < (begin[row + 1] as number); k++) {
        const [term, grade] = [terms[k] as number, grades[k] as number];
        let at = first;
        while (at < end && worstTerms[at] !== term) at++;
        if (at === end) end++;
        worstTerms[at] = term;
        worstGrades[at] = Math.max(worstGrades[at] as number, grade);
      }
      starts[row + 1] = end;
    }
    yield;
  }
  return { starts, terms: worstTerms.slice(0, end), grades: worstGrades.slice(0, end), words };
}
