import { csvOf } from '@haim/schema';
import { changesToR, confirmedToR } from '@haim/stats';
import { type TableFiles } from '../table-files.ts';
import { type IntervalMethod } from '../tables/response-table.ts';
import { type ConfirmedCounts } from './confirmed-response.ts';
import { type Courses } from './response-course.ts';
import { type ReadSums, type ResponseImage } from '../response-images.query.ts';

/** A patient of the data, with the group that the page counts the patient in. */
export interface GroupedPatient {
  readonly id: string;
  readonly group: string;
}

interface Named {
  /** Of the files, without extension. */
  readonly name: string;
  /** For the head of the script. */
  readonly title: string;
}

/** The images behind waterfall and spider, and a script that makes their bars and lines again in R. */
export function courseFiles(
  { groups, patients: drawn }: Courses,
  patients: readonly GroupedPatient[],
  images: readonly ResponseImage[],
  readings: readonly ReadSums[],
  { name, title }: Named,
): TableFiles {
  const place = new Map(drawn.map(({ id }, i) => [id, i]));
  // Who is drawn, in the order of the figure, then who is not.
  const inOrder = patients.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0);
  const data = `${name}-data`;
  const table = {
    groups,
    best: inOrder.map(({ id }) => drawn[place.get(id) ?? -1]?.bestChange ?? null),
    days: drawn.flatMap(({ days }) => days),
    changes: drawn.flatMap(({ changes }) => changes),
    progressionDays: drawn.map(({ progressionDay }) => progressionDay),
  };
  return {
    name: data,
    ...csvOfImages(inOrder, images, readings),
    script: changesToR(table, [title], `${data}.csv`),
  };
}

/** The images behind confirmed responses, and a script that judges them again in R. */
export function confirmedFiles(
  rows: readonly ConfirmedCounts[],
  patients: readonly GroupedPatient[],
  images: readonly ResponseImage[],
  by: { readonly days: number; readonly interval: IntervalMethod },
  { name, title }: Named,
): TableFiles {
  const data = `${name}-data`;
  const counted = rows.map(({ value, unconfirmed, confirmed }) => ({
    value,
    unconfirmed: [unconfirmed.cr, unconfirmed.pr, unconfirmed.sd, unconfirmed.pd],
    confirmed: [confirmed.cr, confirmed.pr, confirmed.sd, confirmed.pd],
    limits: [confirmed.orr, confirmed.dcr].flatMap(({ lower, upper }) => [lower, upper]),
  }));
  const asked = { confirmationDays: by.days, interval: by.interval };
  return {
    name: data,
    ...csvOfImages(patients, images, []),
    script: confirmedToR(counted, asked, [title], `${data}.csv`),
  };
}

const columns = ['patient', 'group', 'visit', 'day', 'at', 'unordered', 'sum_mm', 'response'];

/** A row for each image, patients as numbers; one for each patient without any. */
function csvOfImages(
  patients: readonly GroupedPatient[],
  images: readonly ResponseImage[],
  readings: readonly ReadSums[],
): Pick<TableFiles, 'data' | 'rows'> {
  const imagesOf = Map.groupBy(images, ({ patientId }) => patientId);
  const readingOf = new Map(readings.map((one) => [one.patientId, one]));
  const lines = patients.flatMap(({ id, group }, i) => {
    const reading = readingOf.get(id);
    const read = reading && new Map(reading.assessmentIds.map((image, k) => [image, reading.sumsMm[k] ?? null]));
    const own = imagesOf.get(id) ?? [];
    if (own.length === 0) return [[i + 1, group, ...columns.slice(2).map(() => null)]];
    return own.map((image) => {
      const sum = read ? (read.get(image.id) ?? null) : image.sumMm;
      const { visitNumber, day, at, isUnordered, response } = image;
      return [i + 1, group, visitNumber, day, at, isUnordered ? 1 : null, sum, response];
    });
  });
  return { data: csvOf([columns, ...lines]), rows: patients.length };
}
