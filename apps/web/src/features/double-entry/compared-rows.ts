import { type ComparisonRow } from './query.ts';

/** A line of the table of comparisons: a record, or those of one list that compare alike. */
export interface ComparedRow {
  readonly key: string;
  /** By which it is opened. */
  readonly opens: { readonly comparison: string } | { readonly list: string };
  readonly head: ComparisonRow;
  /** Of a list; empty of a record. */
  readonly records: readonly ComparisonRow[];
}

/** Comparisons of one list stand in one line, where the first of them stood. */
export function comparedRows(comparisons: readonly ComparisonRow[]): ComparedRow[] {
  const lists = new Map<string, ComparisonRow[]>();
  for (const one of comparisons) {
    const { listId } = one;
    if (listId) lists.set(listId, [...(lists.get(listId) ?? []), one]);
  }
  return comparisons.flatMap((head): ComparedRow[] => {
    const { id, listId } = head;
    if (!listId) return [{ key: id, opens: { comparison: id }, head, records: [] }];
    const records = lists.get(listId) ?? [];
    return records[0] === head ? [{ key: listId, opens: { list: listId }, head, records }] : [];
  });
}
