import { statement } from '@haim/schema';
import { bestOfAssessments, type MrecistResponse } from '@haim/stats';
import { type ResponseImage } from './response-images.query.ts';

export const responses = ['CR', 'PR', 'SD', 'PD', 'NE'] as const satisfies readonly MrecistResponse[];

/** What is known of the images of one patient. */
export interface PatientImages {
  /** The only image of visit 0. */
  readonly baseline: ResponseImage | null;
  /** Those that count for response, in the order in which they were taken; null where they have no order. */
  readonly after: readonly ResponseImage[] | null;
}

/** The baseline and the images that count after it, as best responses are derived: of a later visit, after time zero, not before the baseline. */
export function imagesAfterBaseline(images: readonly ResponseImage[]): PatientImages {
  const baselines = images.filter(({ visitNumber }) => visitNumber === 0);
  const baselineAt = Math.min(...baselines.map(({ at }) => at));
  const after = images.filter(
    ({ visitNumber, day, at }) =>
      visitNumber > 0 && (day === null || day > 0) && (baselines.length === 0 || at >= baselineAt),
  );
  const [only = null] = baselines.length === 1 ? baselines : [];
  return { baseline: only, after: images.some(({ isUnordered }) => isUnordered) ? null : after };
}

/** The day of the first image that shows a response, up to the first that shows progression; null without one of a known day. */
export function firstDayOf(wanted: 'CR' | 'PR', images: readonly ResponseImage[]): number | null {
  const after = imagesAfterBaseline(images).after ?? [];
  const progressedAt = Math.min(...after.filter(({ response }) => response === 'PD').map(({ at }) => at));
  const days = after.flatMap(({ response, day, at }) =>
    response === wanted && day !== null && at <= progressedAt ? [day] : [],
  );
  return days.length > 0 ? Math.min(...days) : null;
}

const onRecord = statement('responseOnRecord');

/**
 * Best response of a patient's images where CR and PR have to be seen again.
 *
 * @param confirmationDays - least days between the two images; 0: not needed.
 * @returns null where images have no order or none counts.
 */
export function bestOfImages(images: readonly ResponseImage[], confirmationDays: number): MrecistResponse | null {
  const { after } = imagesAfterBaseline(images);
  const judged = (after ?? []).filter(({ response }) => response !== null);
  if (judged.length === 0) return null;
  return bestOfAssessments(
    judged.map(({ response }) => ({ response, rule: onRecord })),
    judged.map(({ at }) => at),
    { confirmationDays },
  ).response;
}

/**
 * Best response of the images up to a day from time zero: NE without one that could be judged.
 *
 * @returns null where it is not known which images these are: they have no order, or one of them no day.
 */
export function bestByDay(images: readonly ResponseImage[], lastDay: number): MrecistResponse | null {
  const { after } = imagesAfterBaseline(images);
  if (after === null || after.some(({ day }) => day === null)) return null;
  const untilThen = images.filter(({ visitNumber, day }) => visitNumber === 0 || (day !== null && day <= lastDay));
  return bestOfImages(untilThen, 0) ?? 'NE';
}
