import { type SubjectCovariate } from '@haim/schema';
import { type CoxData, type Term } from '@haim/stats';

/** A covariate's value of each patient: a number, a level, or null where it is missing. */
export type Cells = readonly (string | number | null)[];

/** A term of a Cox model: a number, or a category with its levels, the first of them the reference. */
export interface CoxTerm {
  readonly name: string;
  readonly levels: readonly string[] | null;
}

const flagLevels = ['false', 'true'];

/**
 * The term of a covariate, with the levels that occur.
 *
 * @param arms - in the order of the study.
 * @returns null where the covariate does not vary among the patients who have a value.
 */
export function termOf(
  { name, variable, levels }: SubjectCovariate,
  cells: Cells,
  arms: readonly string[],
): CoxTerm | null {
  const present = new Set(cells);
  present.delete(null);
  if (present.size < 2) return null;
  if (variable.kind === 'quantity') return { name, levels: null };
  const known = variable.kind === 'flag' ? flagLevels : name === 'arm' ? arms : (levels ?? []);
  // A record may have a value that the study or the list no longer names.
  const others = [...present].map(String).filter((level) => !known.includes(level));
  return { name, levels: [...known.filter((level) => present.has(level)), ...others.toSorted()] };
}

/** The columns of a term over some patients, all of whom have a value; a category has one for each level but the first. */
export function coxColumns({ name, levels }: CoxTerm, cells: Cells, rows: Uint32Array): CoxData['covariates'] {
  if (levels === null) {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = Number(cells[rows[i] as number]);
    return [{ name, values }];
  }
  return levels.slice(1).map((level) => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = cells[rows[i] as number] === level ? 1 : 0;
    return { name: `${name} ${level}`, term: name, values };
  });
}

/** The same term as a call of `runCall` names it. */
export function callTerm({ name, levels }: CoxTerm): Term {
  return levels === null ? { column: name, type: 'numeric' } : { column: name, type: 'factor', levels };
}

/** A model takes the logarithm of some quantities. */
export function readCells({ floor }: SubjectCovariate, cells: Cells): Cells {
  if (floor === null) return cells;
  return cells.map((value) => (value === null ? null : Math.log10(Math.max(Number(value), floor))));
}
