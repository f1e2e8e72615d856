import { type Codes } from '../column.ts';
import { type Outside, weightsOf } from './outside.ts';

/**
 * Patients by code, 0 being missing.
 * @param own - the value in `outside.by` of those who are counted anyway; 0 for nobody.
 */
export function countByCode(codes: Codes, nWords: number, { by, rows }: Outside, own = 0): Uint32Array {
  const counts = new Uint32Array(nWords + 1);
  if (own === 0) {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i] as number] as number;
      counts[code] = (counts[code] as number) + 1;
    }
    return counts;
  }
  const weights = weightsOf(own);
  for (let row = 0; row < by.length; row++) {
    const code = codes[row] as number;
    counts[code] = (counts[code] as number) + (weights[by[row] as number] as number);
  }
  return counts;
}

/** Patients by two codes: the count of (a, b) is at `a * (nWordsB + 1) + b`. */
export function countByTwoCodes(a: Codes, nWordsA: number, b: Codes, nWordsB: number, { rows }: Outside): Uint32Array {
  const width = nWordsB + 1;
  const counts = new Uint32Array((nWordsA + 1) * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const at = (a[row] as number) * width + (b[row] as number);
    counts[at] = (counts[at] as number) + 1;
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
