import { hash } from 'node:crypto';
import { type Form, type Row } from '@haim/schema';
import { type RowPlace } from './import-row.ts';
import { NumberByKey } from './number-by-key.ts';
import { RowPlaces } from './row-places.ts';

/** A record as a file names it: by patient, form and the fields that are the form's key. */
export interface RecordName {
  /** undefined where the file names a centre that is not there. */
  readonly centreId: number | undefined;
  readonly code: string;
  readonly form: Form;
  readonly values: Row;
}

/**
 * Which line of a file gives which record: a second line for it is a duplicate, and a rule over several records names
 * their lines. Of each record 16 bytes of its name's digest are kept, so that a file of ten million rows fits into
 * memory; that two of its names share them does not happen (1 in 10^24).
 */
export class GivenRecords {
  private readonly lines = new NumberByKey();
  readonly places = new RowPlaces();

  /** Notes that a line gives a record. @returns the earlier line that gives it, a number of `places`, which stays the one that counts. */
  claim(name: RecordName, at: RowPlace): number | undefined {
    const key = keyOf(name);
    const earlier = this.lines.get(key);
    if (earlier === undefined) this.lines.set(key, this.places.numberOf(at));
    return earlier;
  }

  /** A number of `places`. */
  lineOf(name: RecordName): number | undefined {
    return this.lines.get(keyOf(name));
  }
}

function keyOf({ centreId, code, form, values }: RecordName): string {
  const name = JSON.stringify([centreId, code, form.name, ...form.key.map((field) => values[field] ?? null)]);
  return hash('sha256', name);
}
