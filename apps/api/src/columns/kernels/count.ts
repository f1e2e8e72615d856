import { type Codes } from '../column.ts';
import { type Outside, weightsOf } from './outside.ts';

/**
 * Patients by code, 0 being missing.
 * @param own - the value in `outside.by` of those who are counted anyway; 0 for nobody.
 */
export function countByCode(codes: Codes, nWords: number, { by }: Outside, own = 0): Uint32Array {
  const weights = weightsOf(own);
  const counts = new Uint32Array(nWords + 1);
  for (let row = 0; row < by.length; row++) {
    const code = codes[row] as number;
    counts[code] = (counts[code] as number) + (weights[by[row] as number] as number);
  }
  return counts;
}

/** Patients by two codes: the count of (a, b) is at `a * (nWordsB + 1) + b`. */
export function countByTwoCodes(a: Codes, nWordsA: number, b: Codes, nWordsB: number, { by }: Outside): Uint32Array {
  const weights = weightsOf();
  const width = nWordsB + 1;
  const counts = new Uint32Array((nWordsA + 1) * width);
  for (let row = 0; row < by.length; row++) {
    const at = (a[row] as number) * width + (b[row] as number);
    counts[at] = (counts[at] as number) + (weights[by[row] as number] as number);
  }
  return counts;
}

/** Patients of a cohort by bit: a patient counts once for each bit that is set. */
export function countByBit(bits: Uint8Array, outside: Outside): Uint32Array {
  const byValue = countByCode(bits, 255, outside);
  return Uint32Array.from({ length: 8 }, (_, bit) =>
    byValue.reduce((sum, n, value) => sum + ((value >> bit) & 1 ? n : 0), 0),
  );
}
