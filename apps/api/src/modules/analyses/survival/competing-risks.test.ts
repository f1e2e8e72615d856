import { describe, expect, it } from 'vitest';
import {
  competingCells,
  type CompetingEndpoint,
  competingEvents,
  competingRisks,
  competingTimes,
  drawnIncidence,
  readIncidence,
} from './competing-risks.ts';

describe('the first event of a patient', () => {
  const first = (
    pfsDays: number[],
    pfsEvent: number[],
    osDays: number[],
    osEvent: (string | null)[],
    seen = pfsDays.map((): number | null => null),
  ) =>
    [
      ...competingTimes('PFS', {
        days: Float64Array.from(pfsDays),
        event: Uint8Array.from(pfsEvent),
        cells: [osDays, osEvent, seen],
      }).cause,
    ].map((cause) => ['neither', 'progression', 'death'][cause]);

  it('is progression where an image shows it, on the day of death too, and death where none does', () => {
    const death = ['true', 'true', 'true', 'false'];
    expect(first([90, 90, 90, 200], [1, 1, 1, 1], [300, 90, 90, 400], death, [90, 90, null, 200])).toEqual([
      'progression',
      'progression',
      'death',
      'progression',
    ]);
  });

  it('is death on a day of both in a snapshot that keeps no day of progression', () => {
    expect(first([90, 90, 200], [1, 1, 1], [300, 90, 400], ['true', 'true', 'false'])).toEqual([
      'progression',
      'death',
      'progression',
    ]);
  });

  /** One patient: what is known, by cell, and the time of the endpoint. */
  const one = (
    endpoint: CompetingEndpoint,
    days: number,
    event: 0 | 1,
    known: Partial<Record<(typeof competingCells)[number], number | string>>,
  ) => {
    const times = competingTimes(endpoint, {
      days: Float64Array.of(days),
      event: Uint8Array.of(event),
      cells: competingCells.map((cell) => [known[cell] ?? null]),
    });
    return [times.days[0], competingEvents[endpoint][(times.cause[0] ?? 0) - 1] ?? 'neither'];
  };

  it('of a response is the response, or what ended progression-free survival without one', () => {
    const pfs = { pfsDays: 180, pfsEvent: 'true' };
    expect(one('TTR', 60, 1, { ...pfs, ttrDays: 60, ttrEvent: 'true', daysToProgression: 180 })).toEqual([
      60,
      'response',
    ]);
    expect(one('TTR', 180, 0, { ...pfs, ttrDays: 180, ttrEvent: 'false', daysToProgression: 180 })).toEqual([
      180,
      'progressionOrDeath',
    ]);
    // Nobody saw an image after day 60: the death, and not the last image, ends it.
    expect(one('TTR', 60, 0, { ...pfs, osDays: 180, osEvent: 'true' })).toEqual([180, 'progressionOrDeath']);
    expect(one('TTR', 60, 0, { pfsDays: 60, pfsEvent: 'false', osDays: 300, osEvent: 'false' })).toEqual([
      60,
      'neither',
    ]);
  });

  it('after a response counts from it', () => {
    const response = { ttrDays: 60, ttrEvent: 'true' };
    expect(one('DOR', 120, 1, { ...response, daysToProgression: 180 })).toEqual([120, 'progression']);
    expect(one('DOR', 120, 1, { ...response, osDays: 180, osEvent: 'true' })).toEqual([120, 'death']);
    expect(one('DOR', 120, 0, { ...response, osDays: 400, osEvent: 'true' })).toEqual([120, 'neither']);
  });

  it('of a treatment is the treatment, on the day of death too, or the death', () => {
    const dead = { osDays: 180, osEvent: 'true' };
    expect(one('TTNT', 180, 1, { ...dead, daysToNextTreatment: 180 })).toEqual([180, 'nextTreatment']);
    expect(one('TTNT', 180, 1, dead)).toEqual([180, 'death']);
    expect(one('TTNT', 180, 0, { osDays: 180, osEvent: 'false' })).toEqual([180, 'neither']);
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
    const { groups, tests } = competingRisks('PFS', [{ label: 'All', times: four }]);
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
    const { tests } = competingRisks('PFS', [
      { label: 'A', times: { ...four, cause: Uint8Array.of(1, 0, 1, 0) } },
      { label: 'B', times: other },
    ]);
    expect(tests.map(({ event, df }) => [event, df])).toEqual([['progression', 1]]);
  });

  it('is drawn with the last step of each column of pixels', () => {
    const [all] = competingRisks('PFS', [{ label: 'All', times: four }]).groups;
    // On two pixels of four days each column ends with its last day: day 1 on the first, and day 3 on the second before day 4.
    expect(drawnIncidence(all!, 'progression', 2, 4)).toMatchObject({ days: [1, 3, 4], incidence: [0.25, 0.5, 0.5] });
    expect(drawnIncidence(all!, 'progression', 1000, 4).days).toEqual([1, 2, 3, 4]);
  });
});
