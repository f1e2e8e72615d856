import { describe, expect, it } from 'vitest';
import { competingRisks, competingTimes, drawnIncidence, readIncidence } from './competing-risks.ts';

describe('the first event of a patient', () => {
  const first = (pfsDays: number[], pfsEvent: number[], osDays: number[], osEvent: (string | null)[]) =>
    [
      ...competingTimes({
        days: Float64Array.from(pfsDays),
        event: Uint8Array.from(pfsEvent),
        cells: [osDays, osEvent],
      }).cause,
    ].map((cause) => ['neither', 'progression', 'death'][cause]);

  it('is progression where PFS ends before death, and death where both end on one day', () => {
    expect(first([90, 90, 200], [1, 1, 1], [300, 90, 400], ['true', 'true', 'false'])).toEqual([
      'progression',
      'death',
      'progression',
    ]);
  });

  it('is death where a recipe censors PFS at it, and neither for who lives without progression', () => {
    expect(first([90, 90, 120], [0, 0, 0], [90, 200, 200], ['true', 'true', 'false'])).toEqual([
      'death',
      'neither',
      'neither',
    ]);
    // Without a time of overall survival nothing is known of death.
    expect(first([90], [1], [Number.NaN], [null])).toEqual(['progression']);
  });
});

describe('cumulative incidence of first events', () => {
  // Four patients: progression on day 1, death on day 2, progression on day 3, censored on day 4.
  const four = { days: Float64Array.of(1, 2, 3, 4), cause: Uint8Array.of(1, 2, 1, 0) };

  it('equals the hand calculation, and counts events by kind', () => {
    const { groups, tests } = competingRisks([{ label: 'All', times: four }]);
    const [all] = groups;
    // 1/4, then 1/4 + 1/2 × 1/2 = 1/2; deaths 3/4 × 1/3 = 1/4.
    expect(
      readIncidence(all!, [0.5, 1, 2.5, 3, 5]).map(({ atRisk, values }) => [
        atRisk,
        ...values.map((one) => one.incidence),
      ]),
    ).toEqual([
      [4, 0, 0],
      [4, 0.25, 0],
      [2, 0.25, 0.25],
      [2, 0.5, 0.25],
      [0, null, null],
    ]);
    expect(all).toMatchObject({ n: 4, censored: 1 });
    expect(all!.result.curves.map(({ events }) => events)).toEqual([2, 1]);
    expect(tests).toEqual([]);
  });

  it('is tested between groups for each event that happened', () => {
    const other = { days: Float64Array.of(2, 5), cause: Uint8Array.of(1, 1) };
    const { tests } = competingRisks([
      { label: 'A', times: { ...four, cause: Uint8Array.of(1, 0, 1, 0) } },
      { label: 'B', times: other },
    ]);
    expect(tests.map(({ event, df }) => [event, df])).toEqual([['progression', 1]]);
  });

  it('is drawn with the last step of each column of pixels', () => {
    const [all] = competingRisks([{ label: 'All', times: four }]).groups;
    // On two pixels of four days each column ends with its last day: day 1 on the first, and day 3 on the second before day 4.
    expect(drawnIncidence(all!, 'progression', 2, 4)).toMatchObject({ days: [1, 3, 4], incidence: [0.25, 0.5, 0.5] });
    expect(drawnIncidence(all!, 'progression', 1000, 4).days).toEqual([1, 2, 3, 4]);
  });
});
