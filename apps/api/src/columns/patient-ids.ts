import { atOnce, type Steps, stepsOver } from './in-slices.ts';

/** Patient ids as four words of 32 bits each: in the order of PostgreSQL's uuid, compared word by word. */
export type PatientIds = Uint32Array;

const WORDS = 4;

export function idAt(ids: PatientIds, row: number): string {
  const hex = Array.from({ length: WORDS }, (_, k) => (ids[row * WORDS + k] ?? 0).toString(16).padStart(8, '0')).join(
    '',
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @throws where a text is not a uuid. */
export function idsOf(texts: readonly string[]): PatientIds {
  const ids = new Uint32Array(texts.length * WORDS);
  texts.forEach((text, row) => {
    const hex = text.replaceAll('-', '');
    if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error('a patient id must be a uuid');
    for (let k = 0; k < WORDS; k++) ids[row * WORDS + k] = parseInt(hex.slice(8 * k, 8 * k + 8), 16);
  });
  return ids;
}

export function compareIds(a: PatientIds, rowA: number, b: PatientIds, rowB: number): number {
  for (let k = 0; k < WORDS; k++) {
    const difference = (a[rowA * WORDS + k] ?? 0) - (b[rowB * WORDS + k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Row numbers by id, in an open-addressing table over the first word: ids are random, so it needs no hash. Built when
 * needed and discarded, because keeping it would add a third to the size of a block.
 */
export class RowsById {
  /** One more than the row; 0 is free. */
  private readonly slots: Uint32Array;
  private readonly mask: number;

  private constructor(private readonly ids: PatientIds) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, (ids.length / WORDS) * 2)));
    this.mask = size - 1;
    this.slots = new Uint32Array(size);
  }

  static *inSteps(ids: PatientIds): Steps<RowsById> {
    const index = new RowsById(ids);
    for (const [from, to] of stepsOver(ids.length / WORDS)) {
      for (let row = from; row < to; row++) index.add(row);
      yield;
    }
    return index;
  }

  private add(row: number): void {
    let slot = (this.ids[row * WORDS] ?? 0) & this.mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = row + 1;
  }

  /** @returns -1 where no row has the id of `row` of `others`. */
  rowOf(others: PatientIds, row: number): number {
    let slot = (others[row * WORDS] ?? 0) & this.mask;
    for (;;) {
      const candidate = (this.slots[slot] ?? 0) - 1;
      if (candidate === -1 || compareIds(this.ids, candidate, others, row) === 0) return candidate;
      slot = (slot + 1) & this.mask;
    }
  }
}

/**
 * For each of a few wanted ids its row among many, or -1: one pass over the many, which handles most rows with a single
 * lookup in 8 kB.
 */
export function findRows(ids: PatientIds, wanted: PatientIds): Int32Array {
  const rows = ids.length / WORDS;
  const found = new Int32Array(wanted.length / WORDS).fill(-1);
  if (found.length === 0 || rows === 0) return found;
  const index = atOnce(RowsById.inSteps(wanted));
  const near = new Uint8Array(65_536);
  for (let i = 0; i < found.length; i++) near[(wanted[i * WORDS] ?? 0) & 0xffff] = 1;
  for (let row = 0; row < rows; row++) {
    if (near[(ids[row * WORDS] ?? 0) & 0xffff] === 0) continue;
    const i = index.rowOf(ids, row);
    if (i !== -1) found[i] = row;
  }
  return found;
}
