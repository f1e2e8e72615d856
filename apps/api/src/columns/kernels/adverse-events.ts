import { type Events } from '../block.ts';
import { type Codes } from '../column.ts';
import { type Outside } from './outside.ts';

export const GRADES = 5;

/**
 * Patients by arm, term and the highest grade that each has of the term.
 *
 * @param armOf - number of the arm by its code in this block, 0 included.
 * @param termOf - number of the term by its code in this block.
 * @param counts - added to at `(arm * nTerms + term) * GRADES + grade - 1`.
 */
export function addWorstGrades(
  { starts, terms, grades }: Events,
  arm: Codes,
  armOf: Uint32Array,
  termOf: Uint32Array,
  nTerms: number,
  { rows }: Outside,
  counts: Uint32Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const end = starts[row + 1] as number;
    const base = (armOf[arm[row] as number] as number) * nTerms;
    for (let entry = starts[row] as number; entry < end; entry++) {
      const at = (base + (termOf[terms[entry] as number] as number)) * GRADES + (grades[entry] as number) - 1;
      counts[at] = (counts[at] as number) + 1;
    }
  }
}
