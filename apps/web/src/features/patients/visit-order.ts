import { type Row } from '@haim/schema';

/** Another image beside which this one is out of place. */
export interface Misplaced {
  readonly visitNumber: number;
  /** Its date, or its study day. */
  readonly on: string | number;
  readonly how: 'before' | 'after' | 'same';
}

/**
 * The images beside which one is out of place: a higher visit number goes with a later day, and two images of one day are
 * one visit. Dates are compared with dates, and study days with study days.
 *
 * @param image - as it is typed; what is not complete yet is not judged.
 * @returns `how` says where the image lies though its number says otherwise.
 */
export function misplacedBeside(image: Row, others: readonly Row[]): Misplaced[] {
  const { visitNumber } = image;
  if (typeof visitNumber !== 'number') return [];
  return others.flatMap((other): Misplaced[] => {
    const number = other['visitNumber'];
    // One number for two images is refused when it is saved.
    if (typeof number !== 'number' || number === visitNumber) return [];
    const [here, there] = moments(image, other);
    if (here === null || there === null) return [];
    const misplaced = (how: Misplaced['how']) => [{ visitNumber: number, on: there, how }];
    if (here === there) return misplaced('same');
    if (here < there === visitNumber < number) return [];
    return misplaced(here < there ? 'before' : 'after');
  });
}

function moments(one: Row, other: Row): readonly [string | number, string | number] | readonly [null, null] {
  const [oneOn, otherOn] = [one['assessedOn'], other['assessedOn']];
  if (typeof oneOn === 'string' && typeof otherOn === 'string') return [oneOn, otherOn];
  const [oneDay, otherDay] = [one['assessedDay'], other['assessedDay']];
  if (typeof oneDay === 'number' && typeof otherDay === 'number') return [oneDay, otherDay];
  return [null, null];
}
