import { LRUCache } from 'lru-cache';
import { type Block } from './block.ts';
import { type CodeColumn, codesFor } from './column.ts';
import { idAt } from './patient-ids.ts';
import { SubjectColumns } from './subject-columns.ts';

/** A category that is read from the records of the patients, because the analysis row does not have it. */
export interface ReadColumn {
  /** Not a name that a variable has. */
  readonly name: string;
  /** Everything that its values depend on beside the records themselves: settings of the study, what was asked. */
  readonly key: string;
  /** The values that it may have. */
  readonly words: readonly string[];
}

/** Different columns of a block that are kept: a byte for each patient. */
const MOST_KEPT = 8;
/** So many patients are read at a time, of one centre. */
const AT_ONCE = 10_000;

const overlays = new WeakMap<Block, LRUCache<string, Block>>();

/**
 * The same columns with one more. What is read of a centre is kept as long as its block: a change of any record of a patient
 * makes another block, even where no value of the analysis row differs, so that a correction has one centre read again.
 *
 * @param read - the values of these patients by id; whoever is absent has none.
 */
export async function withReadColumn(
  columns: SubjectColumns,
  column: ReadColumn,
  read: (patientIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<SubjectColumns> {
  const blocks: Block[] = [];
  // One centre after the other: the first of a large study reads for seconds, and leaves room for others in between.
  for (const block of SubjectColumns.blocksOf(columns)) blocks.push(await overlaid(block, column, read));
  const { version, own, counted, saved, frozen } = columns;
  return new SubjectColumns(blocks, version, own, counted, saved, frozen);
}

async function overlaid(
  block: Block,
  { name, key, words }: ReadColumn,
  read: (patientIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<Block> {
  const kept = overlays.get(block) ?? new LRUCache<string, Block>({ max: MOST_KEPT });
  overlays.set(block, kept);
  const known = kept.get(`${name}/${key}`);
  if (known) return known;
  const codes = codesFor(words.length, block.rows);
  const place = new Map(words.map((word, i) => [word, i + 1]));
  for (let from = 0; from < block.rows; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, block.rows - from);
    const ids = Array.from({ length }, (_, i) => idAt(block.ids, from + i));
    const wordOf = await read(ids);
    ids.forEach((id, i) => (codes[from + i] = place.get(wordOf.get(id) ?? '') ?? 0));
  }
  const column: CodeColumn = { kind: 'codes', codes, words };
  const made: Block = { ...block, derived: (asked) => (asked === name ? column : block.derived?.(asked)) };
  kept.set(`${name}/${key}`, made);
  return made;
}
