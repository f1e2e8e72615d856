import { NumberByKey } from './number-by-key.ts';

const TOUCHED = 1;
const ASSESSED = 2;

/** The patients of whom a file gives records, in the order in which it names them. */
export class TouchedPatients {
  private readonly marks = new NumberByKey();

  /** @param isAssessed - whether the patient's responses are to be derived. */
  note(id: string, isAssessed: boolean): void {
    const key = id.replaceAll('-', '');
    if (isAssessed) this.marks.set(key, ASSESSED);
    else if (this.marks.get(key) === undefined) this.marks.set(key, TOUCHED);
  }

  *all(atOnce: number): Generator<string[]> {
    for (const keys of this.marks.keysInBatches(atOnce)) yield keys.map(uuidOf);
  }

  *assessed(atOnce: number): Generator<string[]> {
    for (const keys of this.marks.keysInBatches(atOnce, (mark) => mark === ASSESSED)) yield keys.map(uuidOf);
  }
}

function uuidOf(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
