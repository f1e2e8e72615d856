import { ctcaeTermOf, type Label, likelyCtcaeTerm, organClassOf } from '@haim/schema';

export interface TermCount {
  readonly arm: string | null;
  readonly term: string;
  readonly grade: number;
  readonly n: number;
}

export interface TermRow {
  /** As it is stored. */
  readonly term: string;
  /** In both languages, with its organ class; null of a text that CTCAE does not name. */
  readonly coded: { readonly name: Label; readonly organClass: Label } | null;
  /** The term that such a text most likely means. */
  readonly likely: Label | null;
  /** Patients by arm: at any grade, and at grade 3 or more. */
  readonly arms: ReadonlyMap<string | null, { readonly any: number; readonly severe: number }>;
  readonly any: number;
}

/** The worst grades of each term as rows: those of CTCAE by class, then the others; in each the most frequent first. */
export function termsByArm(counts: readonly TermCount[]): TermRow[] {
  const terms = new Map<string, TermCount[]>();
  for (const count of counts) terms.set(count.term, [...(terms.get(count.term) ?? []), count]);
  return [...terms].map(([term, rows]) => rowOf(term, rows)).toSorted(order);
}

function rowOf(term: string, counts: readonly TermCount[]): TermRow {
  const arms = new Map<string | null, { any: number; severe: number }>();
  for (const { arm, grade, n } of counts) {
    const sum = arms.get(arm) ?? { any: 0, severe: 0 };
    arms.set(arm, { any: sum.any + n, severe: sum.severe + (grade >= 3 ? n : 0) });
  }
  const known = ctcaeTermOf(term);
  return {
    term,
    coded: known && { name: known.name, organClass: organClassOf(known) },
    likely: known ? null : (likelyCtcaeTerm(term)?.name ?? null),
    arms,
    any: counts.reduce((sum, { n }) => sum + n, 0),
  };
}

function order(a: TermRow, b: TermRow): number {
  const [classA, classB] = [a, b].map(({ coded }) => coded?.organClass.en ?? null);
  if (classA !== classB) {
    if (classA === null || classA === undefined) return 1;
    if (classB === null || classB === undefined) return -1;
    return classA.localeCompare(classB);
  }
  return b.any - a.any || a.term.localeCompare(b.term);
}
