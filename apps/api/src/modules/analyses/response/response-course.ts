import { changesOfSums } from '@haim/stats';
import { type SubjectRow } from '../../../columns/index.ts';
import { imagesAfterBaseline } from '../counted-images.ts';
import { type ReadSums, type ResponseImage } from '../response-images.query.ts';

/** How the sum of a patient's target lesions changed. */
export interface PatientCourse {
  readonly id: string;
  readonly code: string;
  /** Of the grouping variable. */
  readonly group: string;
  /** null: not evaluable. */
  readonly bestResponse: string | null;
  /** Smallest change from the baseline up to the first PD, as a fraction. */
  readonly bestChange: number;
  /** Day of the image with it; null where days cannot be counted. */
  readonly bestDay: number | null;
  /** Of the images after the baseline with a known change: days from time zero, and the change as a fraction. */
  readonly days: readonly (number | null)[];
  readonly changes: readonly number[];
  /** Day of the first PD; null without one. */
  readonly progressionDay: number | null;
  /** The sums are those of an accepted blinded reading. */
  readonly isRead: boolean;
}

/** Patients of a group, with those of whom no change is known by the first reason that holds. */
export interface CourseGroup {
  readonly value: string;
  readonly n: number;
  readonly drawn: number;
  readonly withoutImage: number;
  readonly withoutBaseline: number;
  readonly withoutSum: number;
}

export interface Courses {
  readonly groups: readonly CourseGroup[];
  /** Group by group, in each from the largest growth to the largest shrinkage, then by code. */
  readonly patients: readonly PatientCourse[];
}

/** The first image that is PD, and the last that may be a patient's best: both its index, or the last one. */
export function lastCountedOf(images: readonly ResponseImage[]): { progression: ResponseImage | null; last: number } {
  const first = images.findIndex(({ response }) => response === 'PD');
  return { progression: images[first] ?? null, last: first < 0 ? images.length - 1 : first };
}

/**
 * The bars and lines of patients.
 *
 * @param patients - of the cohort, each with the group in which it is drawn.
 * @param groups - in the order in which they are shown.
 * @param readings - where there is one, its sums stand for the recorded ones of all images of that patient, so that no change is from one measurer to another.
 */
export function coursesOf(
  patients: readonly { readonly row: SubjectRow; readonly group: string }[],
  groups: readonly { readonly value: string; readonly n: number }[],
  images: readonly ResponseImage[],
  readings: readonly ReadSums[],
): Courses {
  const imagesOf = Map.groupBy(images, ({ patientId }) => patientId);
  const readingOf = new Map(readings.map((one) => [one.patientId, one]));
  const all = patients.map(({ row, group }) => ({
    group,
    found: courseOf(row, group, imagesOf.get(row.id) ?? [], readingOf.get(row.id) ?? null),
  }));
  const byGroup = Map.groupBy(all, ({ group }) => group);
  return {
    groups: groups.map(({ value, n }): CourseGroup => {
      const found = (byGroup.get(value) ?? []).map((one) => one.found);
      const of = (reason: Undrawn) => found.filter((one) => one === reason).length;
      const drawn = found.filter((one) => typeof one !== 'string').length;
      return {
        ...{ value, n, drawn },
        ...{ withoutImage: of('image'), withoutBaseline: of('baseline'), withoutSum: of('sum') },
      };
    }),
    patients: groups.flatMap(({ value }) =>
      (byGroup.get(value) ?? [])
        .flatMap(({ found }) => (typeof found === 'string' ? [] : [found]))
        .toSorted((a, b) => b.bestChange - a.bestChange || (a.code < b.code ? -1 : Number(a.code > b.code))),
    ),
  };
}

/** Why no change is known: no image that counts after the baseline; no sum at the only visit 0; none of a later image up to the first PD. */
type Undrawn = 'image' | 'baseline' | 'sum';

function courseOf(
  row: SubjectRow,
  group: string,
  images: readonly ResponseImage[],
  reading: ReadSums | null,
): PatientCourse | Undrawn {
  const { baseline, after } = imagesAfterBaseline(images);
  if (after === null || after.length === 0) return 'image';
  const read = reading && new Map(reading.assessmentIds.map((id, i) => [id, reading.sumsMm[i] ?? null]));
  const sumOf = ({ id, sumMm }: ResponseImage) => (read ? (read.get(id) ?? null) : sumMm);
  const start = baseline && sumOf(baseline);
  if (start === null || start === 0) return 'baseline';
  const { progression, last } = lastCountedOf(after);
  const { changes, best, visit } = changesOfSums(start, after.map(sumOf), last);
  if (best === null) return 'sum';
  const known = changes.flatMap((change, i) => (change === null ? [] : [{ change, day: after[i]?.day ?? null }]));
  return {
    ...{ id: row.id, code: row.code, group, bestResponse: row.word('bestResponse') },
    ...{ bestChange: best, bestDay: visit === null ? null : (after[visit]?.day ?? null) },
    ...{ days: known.map(({ day }) => day), changes: known.map(({ change }) => change) },
    ...{ progressionDay: progression?.day ?? null, isRead: read !== null },
  };
}
