import { describe, expect, test } from 'vitest';
import { type Patient } from './patient-document.ts';
import { daysBetween, monthTicks, rowsOf, timelineOf } from './timeline.ts';

const nothing = {
  demographics: null,
  eligibility: null,
  baseline: null,
  treatment: null,
  haicCycles: [],
  systemicCourses: [],
  laterTreatments: [],
  labResults: [],
  tumourAssessments: [],
  adverseEvents: [],
  followUps: [],
  slides: [],
  importedScores: [],
} as unknown as Patient;

const visit = { version: 1, updatedAt: '', sumViableDiameterMm: null, newLesion: null, derivedRuleStatement: null };

describe('the timeline of a patient', () => {
  test('counts dates from the first HAIC and keeps study days unchanged', () => {
    const { moments, lastDay } = timelineOf({
      ...nothing,
      treatment: { startedOn: '2024-01-31', endedOn: '2024-03-31', tkiStartedOn: '2024-02-01' },
      tumourAssessments: [
        {
          ...visit,
          id: 'b',
          visitNumber: 1,
          assessedOn: null,
          assessedDay: 65,
          readerResponse: null,
          derivedResponse: 'PR',
        },
        {
          ...visit,
          id: 'a',
          visitNumber: 0,
          assessedOn: '2024-01-30',
          assessedDay: null,
          readerResponse: null,
          derivedResponse: null,
        },
      ],
      followUps: [{ id: 'f', contactOn: '2025-01-31', contactDay: null, vitalStatus: 'dead' }],
    } as unknown as Patient);
    expect(moments.map(({ key, day, untilDay, code }) => [key, day, untilDay, code])).toEqual([
      ['a', -1, null, null],
      ['haic', 0, 60, 'haic'],
      ['tki', 1, null, 'tki'],
      ['b', 65, null, 'PR'],
      ['f', 366, null, 'dead'],
    ]);
    expect(lastDay).toBe(366);
  });

  test('shows the cycles and courses on record in place of what the treatment record says of them', () => {
    const { moments } = timelineOf({
      ...nothing,
      treatment: {
        startedOn: '2024-01-01',
        endedOn: '2024-03-01',
        tkiStartedOn: '2024-01-05',
        iciStartedOn: '2024-01-20',
      },
      haicCycles: [
        { id: 'c1', cycleNumber: 1, givenOn: '2024-01-01' },
        { id: 'c2', cycleNumber: 2, givenOn: '2024-01-22' },
      ],
      systemicCourses: [
        { id: 's', drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2024-01-08', stoppedOn: '2024-02-08' },
      ],
      laterTreatments: [{ id: 't', therapy: 'tace', therapyOn: '2024-04-01' }],
    } as unknown as Patient);
    expect(moments.map(({ code, text, day, untilDay }) => [code, text, day, untilDay])).toEqual([
      ['cycle', '1', 0, null],
      ['tki', 'lenvatinib', 7, 38],
      ['ici', null, 19, null],
      ['cycle', '2', 21, null],
      ['later', 'tace', 91, null],
    ]);
  });

  test("prefers a reader's response to the derived one", () => {
    const { moments } = timelineOf({
      ...nothing,
      tumourAssessments: [
        {
          ...visit,
          id: 'a',
          visitNumber: 1,
          assessedOn: null,
          assessedDay: 60,
          readerResponse: 'SD',
          derivedResponse: 'PR',
        },
      ],
    } as unknown as Patient);
    expect(moments.map(({ code }) => code)).toEqual(['SD']);
  });

  test('draws what is known by month over all days that it may have been', () => {
    const { moments } = timelineOf({
      ...nothing,
      treatment: { startedOn: '2024-01-01' },
      haicCycles: [{ id: 'c', cycleNumber: 1, givenOn: '2024-01-01' }],
      laterTreatments: [{ id: 't', therapy: 'tace', therapyOn: '2024-02' }],
      adverseEvents: [{ id: 'e', term: 'Fever', grade: '2', startedOn: '2024-01-02', resolvedOn: '2024' }],
    } as unknown as Patient);
    // February 2024 is days 31 to 59 after 1 January, the end of 2024 day 365.
    expect(moments.map(({ key, day, untilDay, isUncertain }) => [key, day, untilDay, isUncertain])).toEqual([
      ['c', 0, null, false],
      ['e', 1, 365, true],
      ['t', 31, 59, true],
    ]);
  });

  test('counts a date without a first HAIC as not placed', () => {
    const { moments, unplaced } = timelineOf({
      ...nothing,
      adverseEvents: [{ id: 'e', term: 'Fever', grade: '2', startedOn: '2024-02-01', resolvedOn: null }],
    } as unknown as Patient);
    expect(moments).toEqual([]);
    expect(unplaced).toBe(1);
  });
});

test('days between dates are right across a leap day and a clock change', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2023-03-25', '2023-03-27')).toBe(2);
});

test.each([
  [90, 30, [0, 1, 2, 3]],
  [540, 30, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]],
  [541, 30, [0, 3, 6, 9, 12, 15, 18]],
  [1, 30, [0]],
])('months marked over %d days', (lastDay, monthDays, ticks) => {
  expect(monthTicks(lastDay, monthDays)).toEqual(ticks);
});

describe('rows of a lane in which marks would overlap', () => {
  const moment = (lane: 'treatment' | 'assessment', day: number, untilDay: number | null = null) => ({
    key: `${day}`,
    lane,
    day,
    untilDay,
    code: null,
    text: null,
    isUncertain: false,
  });

  test('puts overlapping marks into separate rows: HAIC for 90 days, TKI and ICI on its third day', () => {
    const moments = [moment('treatment', 0, 90), moment('treatment', 3), moment('treatment', 3)];
    expect(rowsOf(moments, 0, 600)).toEqual([0, 1, 2]);
  });

  test('puts marks into one row if there is room', () => {
    // A mark takes a twentieth of 600 days, 30: day 20 overlaps day 0, day 60 neither.
    expect(rowsOf([moment('assessment', 0), moment('assessment', 20), moment('assessment', 60)], 0, 600)).toEqual([
      0, 1, 0,
    ]);
  });
});
