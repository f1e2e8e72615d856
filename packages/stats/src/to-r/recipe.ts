import type { Arguments } from '../run-calls/arguments.ts';
import type { Term } from '../run-calls/table.ts';

/** Steps into a result; '*' walks along a list. */
export type Path = readonly (string | number)[];

/** How a call is repeated in R: what it needs, and lines that compute `r`, a named list to compare. */
export interface Recipe {
  readonly packages?: readonly string[];
  /** Whether its lines ask nothing of its packages but what base-survival.ts and base-competing.ts have too. */
  readonly inBaseR?: boolean;
  /** Columns read as numbers, and columns of group codes, which stay text; rows without any are left out. */
  readonly numbers?: readonly (string | undefined)[];
  readonly groups?: readonly (string | undefined)[];
  /** Columns of numbers in which a row may lack one. */
  readonly partial?: readonly string[];
  readonly lines: readonly string[];
  /** Names in `r`, and where the same numbers are in the result. */
  readonly compared: Readonly<Record<string, Path>>;
}

export type WriteRecipe = (args: Arguments, result: object) => Recipe;

/** A column of the table in R. */
export function cell(column: string): string {
  return `d[[${quote(column)}]]`;
}

/** A text in R: JSON's escapes, and R's own for what is not ASCII, which R reads the same in every locale. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

/** Numbers in R. */
export function vector(values: readonly (number | null)[]): string {
  const written = values.map((value) => {
    if (value === null || Number.isNaN(value)) return 'NA';
    if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
    return String(value);
  });
  return `c(${written.join(', ')})`;
}

/** Texts in R. */
export function texts(values: readonly string[]): string {
  return `c(${values.map(quote).join(', ')})`;
}

/** TRUE or FALSE. */
export function truth(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}

/** A grouping column as a factor in the portal's order. */
export function groupOf(column: string, levels: readonly string[] | undefined): string {
  const order = levels ? texts(levels) : `in_order(${quote(column)})`;
  return `factor(${cell(column)}, levels = ${order})`;
}

/** A term of a model's formula. */
export function termOf({ column, type, levels }: Term): string {
  return type === 'numeric' ? cell(column) : groupOf(column, levels);
}

/** The columns of a model's terms, by what they hold. */
export function columnsByType(terms: readonly Term[]): { numbers: string[]; groups: string[] } {
  const of = (wanted: Term['type']) => terms.filter(({ type }) => type === wanted).map(({ column }) => column);
  return { numbers: of('numeric'), groups: of('factor') };
}

/** The right side of a model's formula. */
export function formulaOf(terms: readonly Term[]): string {
  return terms.map(termOf).join(' + ');
}

/** One field of every coefficient. */
export function ofCoefficients(...fields: string[]): Record<string, Path> {
  return Object.fromEntries(fields.map((field) => [field, ['coefficients', '*', field]]));
}

/** Positions, from 1, of the coefficients that are not estimable. */
export function flaggedIn(result: object): number[] {
  const { coefficients } = result as { coefficients: { coef: number | null }[] };
  return coefficients.flatMap(({ coef }, k) => (coef === null ? [k + 1] : []));
}

/** R prints a number for a coefficient that is not estimable; the portal does not, so there is nothing to compare. */
export function withoutFlagged(result: object): string[] {
  const flagged = flaggedIn(result);
  if (flagged.length === 0) return [];
  return [`for (name in c("coef", "lower", "upper", "p")) r[[name]][${vector(flagged)}] <- NA`];
}

/** The numbers below a path of a result. */
export function numbersAt(value: unknown, path: Path): (number | null)[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (value === null || typeof value === 'number') return [value];
    return Object.values(value as Record<string, unknown>).flatMap((item) => numbersAt(item, []));
  }
  if (step === '*') return (value as unknown[]).flatMap((item) => numbersAt(item, rest));
  return numbersAt((value as Record<string | number, unknown>)[step], rest);
}
