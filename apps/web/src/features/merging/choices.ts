import { reasonOf, type Row } from '@haim/schema';

/** Whose value a field has after the merge. */
export type Side = 'kept' | 'other';

/** By record of the patient who stays and field: `chosenKey`. */
export type Choices = Readonly<Record<string, Side>>;

export interface ComparedRecord {
  readonly recordId: string;
  readonly kept: Row;
  readonly other: Row;
  readonly differing: readonly string[];
}

export function chosenKey(recordId: string, field: string): string {
  return `${recordId} ${field}`;
}

/** Where one of the two says nothing, neither a value nor a reason for its absence, the other one is proposed. */
export function proposedChoices(pairs: readonly ComparedRecord[]): Choices {
  return Object.fromEntries(
    pairs.flatMap(({ recordId, kept, other, differing }) =>
      differing.flatMap((field): [string, Side][] => {
        if (saysNothing(kept, field)) return [[chosenKey(recordId, field), 'other']];
        return saysNothing(other, field) ? [[chosenKey(recordId, field), 'kept']] : [];
      }),
    ),
  );
}

export function saysNothing(row: Row, field: string): boolean {
  return (row[field] ?? null) === null && reasonOf(row, field) === null;
}

/** How many fields nobody has chosen yet. */
export function undecided(pairs: readonly ComparedRecord[], choices: Choices): number {
  return pairs.reduce(
    (n, { recordId, differing }) => n + differing.filter((field) => !choices[chosenKey(recordId, field)]).length,
    0,
  );
}

/** All fields of a record from one of the two. */
export function chooseAll({ recordId, differing }: ComparedRecord, side: Side): Choices {
  return Object.fromEntries(differing.map((field) => [chosenKey(recordId, field), side]));
}

/** As the API takes them. */
export function sentChoices(
  pairs: readonly ComparedRecord[],
  choices: Choices,
): { recordId: string; field: string; takesOther: boolean }[] {
  return pairs.flatMap(({ recordId, differing }) =>
    differing.map((field) => ({ recordId, field, takesOther: choices[chosenKey(recordId, field)] === 'other' })),
  );
}
