/** A set of patients as a bit for each row of a release. */
export type PatientBits = Uint32Array;

/** A selection about which numbers were given, or are asked for. */
export interface Selection {
  /** The same for the same selection and for no other, whatever patients it holds. */
  readonly key: string;
  readonly patients: PatientBits;
}

/**
 * Which selections were answered, so that nobody subtracts two that differ in a few patients. Deciding by the number of
 * patients in which they differ, and not only by their sizes, is what a rule of smallest cells lacks: both selections of
 * a difference are large.
 *
 * Two selections that differ in nobody are refused like those that differ in a few, unless they are the same selection:
 * otherwise a refusal would tell that somebody is there. And how many are few is not the same for every difference, but
 * drawn from its patients between the smallest cell and twice of it: with a sharp limit, somebody who knows a set of just
 * that size learns from an answer whether one patient more is in it.
 */
export class SelectionLedger {
  private readonly answered = new Map<string, PatientBits>();

  /**
   * @param tosses - a random number for each row, drawn anew for each ledger and never given out.
   */
  constructor(private readonly tosses: Uint32Array) {}

  has(key: string): boolean {
    return this.answered.has(key);
  }

  add({ key, patients }: Selection): void {
    this.answered.set(key, patients);
  }

  /**
   * Whether numbers about the selection would let patients of other centres be subtracted.
   *
   * @param foreign - the patients whom the asker cannot read: differences in their own tell them nothing.
   */
  isTooClose({ key, patients }: Selection, foreign: PatientBits, smallestCell: number): boolean {
    if (this.answered.has(key)) return false;
    for (const other of this.answered.values()) {
      if (this.differInFew(patients, other, foreign, smallestCell)) return true;
    }
    return false;
  }

  private differInFew(one: PatientBits, other: PatientBits, among: PatientBits, smallestCell: number): boolean {
    let [n, drawn] = [0, 0];
    for (let word = 0; word < one.length; word++) {
      let differing = ((one[word] ?? 0) ^ (other[word] ?? 0)) & (among[word] ?? 0);
      while (differing !== 0) {
        const bit = 31 - Math.clz32(differing);
        differing &= ~(1 << bit);
        drawn ^= this.tosses[word * 32 + bit] ?? 0;
        if (++n > 2 * smallestCell) return false;
      }
    }
    return n <= smallestCell + ((drawn >>> 0) % (smallestCell + 1));
  }
}

export function emptyBits(rows: number): PatientBits {
  return new Uint32Array(Math.ceil(rows / 32));
}

export function setBit(bits: PatientBits, row: number): void {
  const word = row >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (row & 31));
}
