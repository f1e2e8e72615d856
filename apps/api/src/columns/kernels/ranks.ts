import { type Codes, codesFor, type NumberColumn } from '../column.ts';

/** The distinct values of a quantity, ascending, and each row's place among them: 0 is missing, k is `distinct[k - 1]`. */
export interface Ranks {
  readonly distinct: Float64Array;
  readonly codes: Codes;
}

const ranked = new WeakMap<NumberColumn, Ranks>();

/** Sorted once for as long as the column lives: blocks share a column in which nothing differs. */
export function ranksOf(column: NumberColumn): Ranks {
  const ranks = ranked.get(column) ?? rank(column.values);
  ranked.set(column, ranks);
  return ranks;
}

function rank(values: Float64Array): Ranks {
  // By their first appearance to begin with: a value is looked up once for each row, and sorted once.
  const placeOf = new Map<number, number>();
  const places = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    const place = placeOf.get(value) ?? placeOf.size;
    if (place === placeOf.size) placeOf.set(value, place);
    places[row] = place;
  }
  const distinct = Float64Array.from(placeOf.keys())
    .filter((value) => !Number.isNaN(value))
    .sort();
  const codeOf = new Uint32Array(placeOf.size);
  for (let k = 0; k < distinct.length; k++) codeOf[placeOf.get(distinct[k] as number) as number] = k + 1;
  const codes = codesFor(distinct.length, values.length);
  for (let row = 0; row < values.length; row++) codes[row] = codeOf[places[row] as number] as number;
  return { distinct, codes };
}
