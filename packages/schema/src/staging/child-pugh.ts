/**
 * Child-Pugh (Pugh et al., Br J Surg 1973;60:646, with INR): five parts of 1 to 3 points each; 5-6 is A, 7-9 B, 10-15 C.
 */
export const childPughParts = ['bilirubin', 'albumin', 'inr', 'ascites', 'encephalopathy'] as const;
export type ChildPughPart = (typeof childPughParts)[number];
export type Points = 1 | 2 | 3;
/** Null: the part is not known. */
export type PartPoints = Readonly<Record<ChildPughPart, Points | null>>;
export type ChildPughClass = 'A' | 'B' | 'C';

/** In the unit of the report: 3 mg/dL is 2 points, though it is 51.3 µmol/L. */
const bilirubinCuts: Readonly<Record<string, readonly [number, number]>> = { 'umol/L': [34, 51], 'mg/dL': [2, 3] };

/** @returns null for a unit without cuts. */
export function bilirubinPoints(value: number, unit: string): Points | null {
  const cuts = bilirubinCuts[unit];
  return cuts ? rising(value, cuts) : null;
}

/** @param albumin - g/L. */
export function albuminPoints(albumin: number): Points {
  if (albumin > 35) return 1;
  return albumin >= 28 ? 2 : 3;
}

export function inrPoints(inr: number): Points {
  return rising(inr, [1.7, 2.3]);
}

/** Below the first cut 1, to the second 2, above 3. */
function rising(value: number, [first, second]: readonly [number, number]): Points {
  if (value < first) return 1;
  return value <= second ? 2 : 3;
}

/** The fewest and the most points that the known parts allow. */
export function childPughPoints(parts: PartPoints): { readonly least: number; readonly most: number } {
  const sum = (unknown: Points) => childPughParts.reduce((points, part) => points + (parts[part] ?? unknown), 0);
  return { least: sum(1), most: sum(3) };
}

/** The classes of so many points: one, if all parts are known or the rest cannot change it. */
export function childPughClasses({ least, most }: { readonly least: number; readonly most: number }): ChildPughClass[] {
  const classes = [
    ['A', 5, 6],
    ['B', 7, 9],
    ['C', 10, 15],
  ] as const;
  return classes.filter(([, from, to]) => from <= most && to >= least).map(([name]) => name);
}
