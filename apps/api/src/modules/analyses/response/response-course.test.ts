import { describe, expect, it } from 'vitest';
import { type SubjectRow } from '../../../columns/index.ts';
import { bestOfImages, confirmedCounts } from './confirmed-response.ts';
import { coursesOf } from './response-course.ts';
import { type ResponseImage } from './response-images.query.ts';

/** `[visit, day, sum, response]` of the images of one patient. */
type Drawn = readonly [visit: number, day: number, sumMm: number | null, response: ResponseImage['response']];

const imagesOf = (patientId: string, drawn: readonly Drawn[], isUnordered = false): ResponseImage[] =>
  drawn.map(([visitNumber, day, sumMm, response]) => ({
    ...{ patientId, id: `${patientId} ${visitNumber}`, visitNumber, day, at: day, isUnordered, response, sumMm },
  }));
const patient = (id: string, group: string, bestResponse: string | null) => {
  const value = (variable: string) => (variable === 'bestResponse' ? bestResponse : null);
  const row: SubjectRow = { id, code: id, contradictions: 0, value, word: value };
  return { row, group };
};

describe('courses of patients', () => {
  const series: Readonly<Record<string, readonly Drawn[]>> = {
    // 100 to 40 is -60 %, to 20 after the PD of day 120 does not count; 130 is +30 %.
    A1: [[0, -9, 100, null], [1, 60, 40, 'PR'], [2, 120, 55, 'PD'], [3, 180, 20, 'PR']],
    A2: [[0, -9, 50, null], [1, 60, 75, 'PD']],
    A3: [[0, -9, 80, null], [1, 60, 40, 'PR'], [2, 120, null, 'NE']],
    A4: [[0, -9, 80, null]],
    A5: [[1, 60, 40, 'NE']],
    A6: [[0, -9, 80, null], [1, 60, null, 'NE']],
    A7: [[0, -9, 80, null], [0, 3, 81, null], [1, 60, 60, 'NE']],
    // Before time zero an image is no evidence of the treatment.
    B1: [[0, -20, 80, null], [1, -2, 10, null], [2, 60, 88, 'SD']],
    B2: [[0, -9, 0, null], [1, 60, 0, 'NE']],
  }; // prettier-ignore
  const groups = [{ value: 'A', n: 7 }, { value: 'B', n: 2 }]; // prettier-ignore
  const patients = Object.keys(series).map((id) => patient(id, id[0]!, 'PR'));
  const images = Object.entries(series).flatMap(([id, drawn]) => imagesOf(id, drawn));

  it('are bars from the largest growth to the largest shrinkage, up to the first PD', () => {
    const { patients: drawn } = coursesOf(patients, groups, images, []);
    expect(drawn.map(({ code, bestChange, bestDay }) => [code, bestChange, bestDay])).toEqual([
      ['A2', 0.5, 60],
      ['A3', -0.5, 60],
      ['A1', -0.6, 60],
      ['B1', 0.1, 60],
    ]);
  });

  it('are lines of every image with a sum, with the day of progression', () => {
    const found = coursesOf(patients, groups, images, []).patients.find(({ code }) => code === 'A1');
    expect(found).toMatchObject({
      days: [60, 120, 180],
      changes: [-0.6, -0.45, -0.8],
      progressionDay: 120,
      isRead: false,
    });
  });

  it('name why a patient has none', () => {
    expect(coursesOf(patients, groups, images, []).groups).toEqual([
      { value: 'A', n: 7, drawn: 3, withoutImage: 1, withoutBaseline: 2, withoutSum: 1 },
      { value: 'B', n: 2, drawn: 1, withoutImage: 0, withoutBaseline: 1, withoutSum: 0 },
    ]);
    const unordered = imagesOf('B1', series['B1']!, true);
    expect(coursesOf([patient('B1', 'B', null)], groups, unordered, []).groups[1]).toMatchObject({
      drawn: 0,
      withoutImage: 1,
    });
  });

  it('have the sums of an accepted reading, and never one of each', () => {
    // The readers measured 90 and 45, and nothing at the second visit.
    const reading = { patientId: 'A1', assessmentIds: ['A1 0', 'A1 1', 'A1 2'], sumsMm: [90, 45, null] };
    const [found] = coursesOf([patient('A1', 'A', 'PR')], groups, images, [reading]).patients;
    expect(found).toMatchObject({ days: [60], changes: [-0.5], bestChange: -0.5, isRead: true });
  });
});

describe('confirmed responses', () => {
  // By table 3 of RECIST 1.1, 28 days apart.
  it.each<[string, readonly Drawn[], string | null]>([
    ['CR seen again is CR', [[1, 60, 0, 'CR'], [2, 88, 0, 'CR']], 'CR'],
    ['CR seen again too early is SD', [[1, 60, 0, 'CR'], [2, 87, 0, 'CR']], 'SD'],
    ['CR that a PR follows is PR', [[1, 60, 0, 'CR'], [2, 90, 9, 'PR']], 'PR'],
    ['PR before CR is PR', [[1, 60, 9, 'PR'], [2, 90, 0, 'CR']], 'PR'],
    ['PR, SD, PR is PR', [[1, 60, 9, 'PR'], [2, 75, 9, 'SD'], [3, 90, 9, 'PR']], 'PR'],
    ['PR and PD is SD', [[1, 60, 9, 'PR'], [2, 90, 99, 'PD'], [3, 120, 9, 'PR']], 'SD'],
    ['PR that is seen once is SD', [[1, 60, 9, 'PR']], 'SD'],
    ['what is not evaluable between them is passed over', [[1, 60, 9, 'PR'], [2, 75, null, 'NE'], [3, 90, 9, 'PR']], 'PR'],
    ['no image has none', [], null],
  ])('%s', (_rule, drawn, wanted) => {
    expect(bestOfImages(imagesOf('A', [[0, -9, 30, null], ...drawn]), 28)).toBe(wanted);
  }); // prettier-ignore

  it('stand beside the unconfirmed ones, everybody in the denominators', () => {
    const images = [
      ...imagesOf('A1', [[0, -9, 30, null], [1, 60, 9, 'PR'], [2, 90, 9, 'PR']]),
      ...imagesOf('A2', [[0, -9, 30, null], [1, 60, 0, 'CR']]),
    ]; // prettier-ignore
    const patients = [
      patient('A1', 'A', 'PR'),
      patient('A2', 'A', 'CR'),
      patient('A3', 'A', null),
      patient('B1', 'B', 'NE'),
    ];
    const { rows, total } = confirmedCounts(patients, ['A', 'B'], images, 28, 'wilson');
    expect(rows[0]).toMatchObject({
      unconfirmed: { n: 3, cr: 1, pr: 1, sd: 0, notEvaluable: 1, orr: { numerator: 2, denominator: 3 } },
      confirmed: { n: 3, cr: 0, pr: 1, sd: 1, notEvaluable: 1, orr: { numerator: 1 }, dcr: { numerator: 2 } },
      lost: 1,
    });
    expect(rows[1]).toMatchObject({ unconfirmed: { n: 1, notEvaluable: 1 }, confirmed: { notEvaluable: 1 }, lost: 0 });
    expect([total?.unconfirmed.orr.numerator, total?.confirmed.orr.numerator, total?.lost]).toEqual([2, 1, 1]);
    expect(confirmedCounts([], [], [], 28, 'wilson')).toEqual({ rows: [], total: null });
  });
});
