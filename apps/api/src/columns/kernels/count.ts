import { type Codes } from '../column.ts';
import { type Outside, weightsOf } from './outside.ts';

/** Up to so many words, rows are counted in turns: see `countInTurns`. */
const FEW_WORDS = 255;

/** Patients of these rows by code, 0 being missing. */
export function countByCode(codes: Codes, nWords: number, rows: Uint32Array): Uint32Array {
  if (nWords <= FEW_WORDS) return countInTurns(codes, nWords + 1, rows);
  const counts = new Uint32Array(nWords + 1);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

/**
 * The patients of a cohort and those whom only the conditions on one variable exclude, by code.
 *
 * @param own - the value in `by` of the latter.
 */
export function countByCodeAlone(codes: Codes, nWords: number, { by }: Outside, own: number): Uint32Array {
  const counts = new Uint32Array(nWords + 1);
  const weights = weightsOf(own);
  for (let row = 0; row < by.length; row++) {
    const code = codes[row] as number;
    counts[code] = (counts[code] as number) + (weights[by[row] as number] as number);
  }
  return counts;
}

/**
 * Four rows at a time, each into counts of its own: of few words, two rows in a row often have the same one, and a processor
 * that adds to one place waits for what it wrote there last.
 */
function countInTurns(codes: Codes, width: number, rows: Uint32Array): Uint32Array {
  const [first, second, third, fourth] = [
    new Uint32Array(width),
    new Uint32Array(width),
    new Uint32Array(width),
    new Uint32Array(width),
  ];
  const whole = rows.length - (rows.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const a = codes[rows[i] as number] as number;
    const b = codes[rows[i + 1] as number] as number;
    const c = codes[rows[i + 2] as number] as number;
    const d = codes[rows[i + 3] as number] as number;
    first[a] = (first[a] as number) + 1;
    second[b] = (second[b] as number) + 1;
    third[c] = (third[c] as number) + 1;
    fourth[d] = (fourth[d] as number) + 1;
  }
  for (let i = whole; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    first[code] = (first[code] as number) + 1;
  }
  for (let code = 0; code < width; code++) {
    first[code] =
      (first[code] as number) + (second[code] as number) + (third[code] as number) + (fourth[code] as number);
  }
  return first;
}

/** Patients of these rows by two codes: the count of (a, b) is at `a * (nWordsB + 1) + b`. */
export function countByTwoCodes(a: Codes, nWordsA: number, b: Codes, nWordsB: number, rows: Uint32Array): Uint32Array {
  const width = nWordsB + 1;
  const counts = new Uint32Array((nWordsA + 1) * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const at = (a[row] as number) * width + (b[row] as number);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** Patients of these rows by bit: a patient counts once for each bit that is set. */
export function countByBit(bits: Uint8Array, rows: Uint32Array): Uint32Array {
  const byValue = countByCode(bits, 255, rows);
  return Uint32Array.from({ length: 8 }, (_, bit) =>
    byValue.reduce((sum, n, value) => sum + ((value >> bit) & 1 ? n : 0), 0),
  );
}
