/** What is filled together in a file: an instrument of REDCap, a form or repeating item group of ODM. */
export interface FilledPart {
  readonly name: string;
  /** Whether a patient may have it several times at one event. */
  readonly repeats: boolean;
  /** The events at which it is filled. */
  readonly events: ReadonlySet<string>;
}

const LONGEST_NAME = 60;

/**
 * Parts that are tables: one that repeats is a table of its own. Those that are filled once, at the same events, stand
 * beside each other in one table, since a record of the portal may have its fields from several of them.
 */
export function gatheredParts<Part extends FilledPart>(parts: readonly Part[]): Part[][] {
  const single = Map.groupBy(
    parts.filter(({ repeats }) => !repeats),
    ({ events }) => JSON.stringify([...events].toSorted()),
  );
  const tables = [...single.values(), ...parts.filter(({ repeats }) => repeats).map((part) => [part])];
  const place = ([first]: readonly Part[]) => (first ? parts.indexOf(first) : -1);
  return tables.toSorted((a, b) => place(a) - place(b));
}

/** The name of a table of several parts: theirs, as far as they are readable together. */
export function nameOfParts(parts: readonly FilledPart[]): string {
  const whole = parts.map(({ name }) => name).join('+');
  return whole.length <= LONGEST_NAME ? whole : `${parts[0]?.name ?? ''}+${parts.length - 1}`;
}
