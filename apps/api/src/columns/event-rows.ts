import { type BlockCohort } from './block-cohort.ts';
import { type EventQuestion, type EventRowKey, planOf } from './event-counts.ts';
import { keysIn } from './kernels/event-counts.ts';

/** One event, or a patient without any. */
export interface EventRow {
  /** A number of the patient that means nothing outside of this list. */
  readonly patient: number;
  readonly group: string | null;
  readonly event: {
    readonly grade: number;
    /** From time zero to the start; null where it is not known or before. */
    readonly days: number | null;
    readonly term: string;
    readonly organClass: string | null;
    /** The rows of `eventCounts` under which it counts. */
    readonly keys: readonly EventRowKey[];
  } | null;
}

/** Patients in the order of centres and codes. */
export function eventRowsOf(parts: readonly BlockCohort[], question: EventQuestion): EventRow[] {
  const { names, rowKeys, keys, parts: planned } = planOf(parts, question);
  const found: EventRow[] = [];
  let patient = 0;
  for (const part of planned) {
    const { records, rows, start } = part;
    const named = records.words.map(question.termOf);
    const keysOf = keysIn(part, keys);
    for (const row of rows) {
      patient++;
      const group = names[part.groupOf[part.group[row] as number] as number] ?? null;
      const [from, to] = [records.starts[row] as number, records.starts[row + 1] as number];
      if (from === to) found.push({ patient, group, event: null });
      for (let entry = from; entry < to; entry++) {
        const days = (records.days[entry] as number) - (start[row] as number);
        const { term = '', organClass = null } = named[(records.terms[entry] as number) - 1] ?? {};
        found.push({
          patient,
          group,
          event: {
            grade: records.grades[entry] as number,
            days: days >= 0 ? days : null,
            term,
            organClass,
            keys: keysOf(entry).flatMap((key) => rowKeys[key] ?? []),
          },
        });
      }
    }
  }
  return found;
}
