import { statement } from '@haim/schema';
import { type MrecistAssessment, mrecistSeries } from '@haim/stats';

/** An image of one patient, with when it was taken. */
export interface VisitImage {
  readonly id: string;
  readonly visitNumber: number;
  /** Study day; null where the image has a date and the patient no first HAIC to count from. */
  readonly day: number | null;
  /** What orders the patient's images: the study day, or without a first HAIC the date as a number. */
  readonly at: number;
  readonly isDated: boolean;
  readonly sumViableDiameterMm: number | null;
  readonly newLesion: boolean | null;
}

export interface VisitResponse extends MrecistAssessment {
  readonly id: string;
}

/**
 * The mRECIST response of every image of one patient. The baseline is visit 0, as the form says: it is known even
 * without a first HAIC, and does not change when that is corrected. An image taken before it, or not after time zero,
 * is no evidence of the treatment and leaves baseline and nadir alone. Without a baseline a new lesion is still PD, and
 * nothing else can be determined.
 *
 * @returns one entry per image, in the order in which they were taken.
 */
export function responsesOfVisits(images: readonly VisitImage[]): VisitResponse[] {
  const inTime = images.toSorted((a, b) => a.at - b.at || a.visitNumber - b.visitNumber || (a.id < b.id ? -1 : 1));
  const hasTimeZero = images.every(({ isDated, day }) => !isDated || day !== null);
  if (!hasTimeZero && images.some(({ isDated }) => !isDated)) {
    return inTime.map(({ id }) => ({ id, response: null, rule: statement('visitsWithoutOrder') }));
  }
  const baselines = inTime.filter(({ visitNumber }) => visitNumber === 0);
  const baseline = baselines.length === 1 ? baselines[0] : undefined;
  const isAfter = ({ visitNumber, at, day }: VisitImage) =>
    visitNumber > 0 && (day === null || day > 0) && baselines.every((one) => at >= one.at);
  const after = inTime.filter(isAfter);
  const [, ...judged] = mrecistSeries([
    { sumViableDiameterMm: baseline?.sumViableDiameterMm ?? null, newLesion: false },
    ...after.map(({ sumViableDiameterMm, newLesion }) => ({ sumViableDiameterMm, newLesion: newLesion ?? false })),
  ]);
  const responseOf = new Map(after.map((image, i) => [image, judged[i]]));
  const lack = statement(baselines.length === 0 ? 'noBaselineVisit' : 'severalBaselineVisits');
  return inTime.map((image) => {
    const { id, visitNumber, day } = image;
    const found = responseOf.get(image);
    if (found && baseline === undefined && found.response === 'NE') return { id, response: 'NE', rule: lack };
    if (found) return { id, ...found };
    if (visitNumber === 0) return { id, response: null, rule: statement('baselineVisit') };
    const isEarly = day !== null && day <= 0;
    return { id, response: null, rule: statement(isEarly ? 'visitBeforeTreatment' : 'visitBeforeBaseline') };
  });
}
