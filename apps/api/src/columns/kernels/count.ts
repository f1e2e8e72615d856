import { type Codes } from '../column.ts';
import { type Outside } from './outside.ts';

/**
 * Patients by code, 0 being missing.
 * @param own - what `outside.by` says of those who count all the same; 0 for nobody.
 */
export function countByCode(codes: Codes, nWords: number, { by }: Outside, own = 0): Uint32Array {
  const counts = new Uint32Array(nWords + 1);
  for (let row = 0; row < by.length; row++) {
    const why = by[row] as number;
    if (why === 0 || why === own) counts[codes[row] as number] = (counts[codes[row] as number] as number) + 1;
  }
  return counts;
}

/** Patients by two codes: the count of (a, b) is at `a * (nWordsB + 1) + b`. */
export function countByTwoCodes(a: Codes, nWordsA: number, b: Codes, nWordsB: number, { by }: Outside): Uint32Array {
  const width = nWordsB + 1;
  const counts = new Uint32Array((nWordsA + 1) * width);
  for (let row = 0; row < by.length; row++) {
    if (by[row] === 0) (counts[(a[row] as number) * width + (b[row] as number)] as number)++;
  }
  return counts;
}

/** Patients of a cohort by bit: a patient counts once for each bit that is set. */
export function countByBit(bits: Uint8Array, { by }: Outside): Uint32Array {
  const counts = new Uint32Array(8);
  for (let row = 0; row < by.length; row++) {
    if (by[row] !== 0 || bits[row] === 0) continue;
    for (let bit = 0; bit < 8; bit++) counts[bit] = (counts[bit] as number) + (((bits[row] as number) >> bit) & 1);
  }
  return counts;
}
