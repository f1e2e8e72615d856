import { describe, expect, it } from 'vitest';
import { responsesOfVisits, type VisitImage } from './responses-of-visits.ts';

/** Visit number, study day, sum. */
const images = (...rows: [visit: number, day: number, sum: number | null, newLesion?: boolean][]): VisitImage[] =>
  rows.map(([visitNumber, day, sumViableDiameterMm, newLesion = null], i) => ({
    id: `image-${i}`,
    visitNumber,
    day,
    at: day,
    isDated: true,
    sumViableDiameterMm,
    newLesion,
  }));
const told = (given: VisitImage[]) =>
  new Map(responsesOfVisits(given).map(({ id, response, rule }) => [id, [response, rule.code]]));
const responses = (given: VisitImage[]) => given.map(({ id }) => told(given).get(id)?.[0]);

// Expected values by hand from the publication: PR from -30 % of the baseline, PD from +20 % of the smallest sum so far.
describe('responses of visits', () => {
  it('come in the order of time, whatever the visit numbers: 100, 60, 50, then 62 is +24 % over 50', () => {
    expect(responses(images([0, 0, 100], [1, 60, 60], [2, 180, 62], [3, 120, 50]))).toEqual([null, 'PR', 'PD', 'PR']);
  });

  it('do not depend on the order in which the records arrive', () => {
    const given = images([3, 120, 50], [2, 180, 62], [0, 0, 100], [1, 60, 60]);
    expect(responses(given)).toEqual(['PR', 'PD', null, 'PR']);
  });

  it('are not evaluable without visit 0, with the reason', () => {
    const given = images([1, 60, 100], [2, 120, 60], [3, 180, null]);
    expect(responses(given)).toEqual(['NE', 'NE', 'NE']);
    expect(told(given).get('image-1')).toEqual(['NE', 'noBaselineVisit']);
  });

  it('are PD for a new lesion even without a baseline', () => {
    expect(told(images([1, 60, 100], [2, 120, 60, true])).get('image-1')).toEqual(['PD', 'newLesion']);
  });

  it('are not evaluable where two images are the baseline', () => {
    const given = images([0, -20, 100], [0, -3, 140], [1, 60, 80]);
    expect(told(given)).toEqual(
      new Map([
        ['image-0', [null, 'baselineVisit']],
        ['image-1', [null, 'baselineVisit']],
        ['image-2', ['NE', 'severalBaselineVisits']],
      ]),
    );
  });

  it('ignore an image not after time zero, which leaves the nadir alone', () => {
    // Were the 70 of day -2 the nadir, 90 would be +29 % and PD; against the baseline of 100 it is neither.
    const given = images([0, -20, 100], [1, -2, 70], [2, 60, 90]);
    expect(responses(given)).toEqual([null, null, 'SD']);
    expect(told(given).get('image-1')).toEqual([null, 'visitBeforeTreatment']);
  });

  it('ignore an image before the baseline', () => {
    const given = images([0, 30, 100], [1, 10, 40], [2, 60, 100]);
    expect(told(given).get('image-1')).toEqual([null, 'visitBeforeBaseline']);
    expect(responses(given)).toEqual([null, null, 'SD']);
  });

  it('order two images of one day by visit number', () => {
    expect(responses(images([0, 0, 100], [2, 60, 48], [1, 60, 40]))).toEqual([null, 'PD', 'PR']);
  });

  it('follow the dates where no first HAIC gives days', () => {
    const given = images([0, 44_000, 100], [2, 44_120, 130], [1, 44_060, 60]).map((image) => ({ ...image, day: null }));
    expect(responses(given)).toEqual([null, 'PD', 'PR']);
  });

  it('are not evaluable where dates and study days have no first HAIC in common', () => {
    const [dated, counted] = images([0, 44_000, 100], [1, 60, 60]);
    const given = [
      { ...dated!, day: null },
      { ...counted!, isDated: false },
    ];
    expect(told(given).get('image-1')).toEqual([null, 'visitsWithoutOrder']);
  });
});
