import { NumberByKey } from './number-by-key.ts';

const TOUCHED = 1;
const ASSESSED = 2;

/** The patients of whom a file gives records, in the order in which it names them. */
export class TouchedPatients {
  private readonly marks = new NumberByKey();

  /** @param isAssessed - whether the patient's responses are to be derived. */
  note(id: string, isAssessed: boolean): void {
    const key = Buffer.from(id.replaceAll('-', ''), 'hex');
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

function uuidOf(key: Buffer): string {
  const digits = key.toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
