import { type Safety, type SafetyRow } from './query.ts';

export type Order = 'class' | 'frequency' | 'difference';

/** A row of the table of terms: classes have their terms below them where rows are ordered by class. */
export interface ShownRow {
  readonly row: SafetyRow;
  /** 1: below the class of the row before. */
  readonly depth: 0 | 1;
}

export interface TermRows {
  readonly rows: readonly ShownRow[];
  /** Terms that are rarer than the least share in every group. */
  readonly hidden: number;
}

/**
 * Terms of CTCAE in the order asked for, with the total first; the texts that CTCAE does not name are `textRows`.
 *
 * @param leastShare - of a group, as a share of 1: a term is shown that has it in one of them. A bound is always shown.
 */
export function termRows({ rows, compared }: Safety, order: Order, leastShare: number): TermRows {
  const terms = rows.filter(({ kind }) => kind === 'TERM');
  const kept = terms.filter((row) => reaches(row, leastShare));
  const total = rows.filter(({ kind }) => kind === 'TOTAL').map((row): ShownRow => ({ row, depth: 0 }));
  const hidden = terms.length - kept.length;
  if (order !== 'class') {
    const by = order === 'difference' && compared ? apart : patientsOf;
    const sorted = kept.toSorted((a, b) => by(b) - by(a) || byName(a, b));
    return { rows: [...total, ...sorted.map((row): ShownRow => ({ row, depth: 0 }))], hidden };
  }
  const classes = rows.filter(({ kind }) => kind === 'CLASS');
  const classOf = (key: string | null) => classes.find((one) => one.key === key);
  const keys = [...new Set(kept.map(({ organClass }) => organClass ?? null))].toSorted((a, b) => {
    const [one, other] = [classOf(a), classOf(b)];
    return one && other ? patientsOf(other) - patientsOf(one) || byName(one, other) : 0;
  });
  return {
    rows: [
      ...total,
      ...keys.flatMap((key): ShownRow[] => {
        const head = classOf(key);
        const inClass = kept
          .filter(({ organClass }) => (organClass ?? null) === key)
          .toSorted((a, b) => patientsOf(b) - patientsOf(a) || byName(a, b));
        const depth = head ? 1 : 0;
        return [
          ...(head ? [{ row: head, depth: 0 } as const] : []),
          ...inClass.map((row) => ({ row, depth }) as const),
        ];
      }),
    ],
    hidden,
  };
}

/** Terms as they were written that CTCAE does not name, the most frequent first. */
export function textRows({ rows }: Safety): SafetyRow[] {
  return rows.filter(({ kind }) => kind === 'TEXT').toSorted((a, b) => patientsOf(b) - patientsOf(a) || byName(a, b));
}

/** What is said of events: seriousness, outcome, action, causes. */
export function factRows({ rows }: Safety): SafetyRow[] {
  return rows.filter(({ kind }) => kind === 'FACT');
}

/** Causes of which each would make an event related to treatment. */
const treatments = ['related haic', 'related tki', 'related ici', 'related systemic'];

/**
 * The same, apart from what nobody has stated of any event: counted as 0, it would read as if it had not happened.
 */
export function statedFacts(safety: Safety): { readonly rows: SafetyRow[]; readonly unstated: SafetyRow[] } {
  const all = factRows(safety);
  const any = all.find(({ key }) => key === 'any');
  const events = (any?.cells ?? []).reduce((sum, { anyGrade }) => sum + (anyGrade.events ?? 0), 0);
  const isSilent = ({ notStated }: SafetyRow) => events > 0 && (notStated ?? 0) >= events;
  const causes = all.filter(({ key }) => treatments.includes(key));
  const isUnstated = (row: SafetyRow) =>
    row.key === 'treatment' ? causes.length > 0 && causes.every(isSilent) : isSilent(row);
  return { rows: all.filter((row) => !isUnstated(row)), unstated: all.filter(isUnstated) };
}

/** Whether anybody has an event on record. */
export function hasEvents(safety: Safety): boolean {
  return safety.rows.some(({ cells }) => cells.some(({ anyGrade }) => anyGrade.n > 0));
}

function reaches({ cells }: SafetyRow, leastShare: number): boolean {
  return cells.some(({ anyGrade: { share } }) => share === null || share === undefined || share >= leastShare);
}

function patientsOf({ cells }: SafetyRow): number {
  return cells.reduce((sum, { anyGrade }) => sum + anyGrade.n, 0);
}

/** How far apart the compared groups are; rows without a difference come last. */
function apart({ anyDifference }: SafetyRow): number {
  const estimate = anyDifference?.estimate ?? null;
  return estimate === null ? -1 : Math.abs(estimate);
}

function byName(a: SafetyRow, b: SafetyRow): number {
  return a.labelEn.localeCompare(b.labelEn, 'en');
}
