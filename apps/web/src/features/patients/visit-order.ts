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
 * one visit.
 *
 * @param image - as it is typed; what is not complete yet is not judged.
 * @param firstHaicOn - the day from which study days count; null where it is not known.
 * @returns `how` says where the image lies though its number says otherwise.
 */
export function misplacedBeside(image: Row, others: readonly Row[], firstHaicOn: string | null): Misplaced[] {
  const { visitNumber } = image;
  if (typeof visitNumber !== 'number') return [];
  return others.flatMap((other): Misplaced[] => {
    const number = other['visitNumber'];
    // One number for two images is refused when it is saved.
    if (typeof number !== 'number' || number === visitNumber) return [];
    const [here, there] = moments(image, other, firstHaicOn);
    if (here === undefined || there === undefined) return [];
    const { assessedOn } = other;
    const on = typeof assessedOn === 'string' ? assessedOn : there;
    const misplaced = (how: Misplaced['how']) => [{ visitNumber: number, on, how }];
    if (here === there) return misplaced('same');
    if (here < there === visitNumber < number) return [];
    return misplaced(here < there ? 'before' : 'after');
  });
}

/** Both as study days where the first HAIC is known; otherwise dates with dates and study days with study days. */
function moments(one: Row, other: Row, firstHaicOn: string | null): readonly (string | number)[] {
  const of = ({ assessedOn, assessedDay }: Row) => {
    if (typeof assessedDay === 'number') return assessedDay;
    if (typeof assessedOn !== 'string' || firstHaicOn === null) return assessedOn;
    return Math.round((Date.parse(assessedOn) - Date.parse(firstHaicOn)) / 86_400_000);
  };
  const [here, there] = [of(one), of(other)];
  if (typeof here === 'number' && typeof there === 'number') return [here, there];
  return typeof here === 'string' && typeof there === 'string' ? [here, there] : [];
}
