import { describe, expect, it } from 'vitest';
import {
  checkSchedule,
  completenessOfFollowUp,
  dateOfDay,
  dayNumber,
  dueVisits,
  scheduleInUse,
  type StudySchedule,
  usualSchedule,
  type VisitFacts,
} from './index.ts';

const nobody: VisitFacts = { images: [], labs: [], lastContact: null, died: null, progressed: null, stopped: null };
/** Every 60 days, 10 days before and after; no results and no contacts. */
const images: StudySchedule = {
  ...usualSchedule,
  cycleDays: 20,
  imagingEvery: 3,
  imagingWindowDays: 10,
  labsOn: false,
  contactOn: false,
};
const on = (today: number, cutoff: number | null = null) => ({ today, cutoff });
const shown = (facts: Partial<VisitFacts>, today: number, schedule = images, cutoff: number | null = null) => {
  const { due, missed } = dueVisits({ ...nobody, ...facts }, schedule, on(today, cutoff));
  return {
    due: due.map(({ form, visit, due: day, state, overdueBy }) => [form, visit, day, state, overdueBy]),
    missed: missed.map(({ visit }) => visit),
  };
};
const image = (...rest: [visit: number, day: number, state: string, overdueBy: number]) => [
  'tumourAssessment',
  ...rest,
];

describe('images every 60 days, in time 10 days before and after', () => {
  it.each<[string, Partial<VisitFacts>, number, unknown[], number[]]>([
    ['asks for the baseline first', {}, 0, [image(0, 0, 'due', 0)], []],
    ['names the next one before its window', { images: [-5] }, 49, [image(1, 60, 'coming', 0)], []],
    ['is due from the first day of the window', { images: [0] }, 50, [image(1, 60, 'due', 0)], []],
    ['is due on its last day', { images: [0] }, 70, [image(1, 60, 'due', 0)], []],
    ['is overdue from the day after', { images: [0] }, 73, [image(1, 60, 'overdue', 3)], []],
    ['was missed once the next one is due', { images: [0] }, 110, [image(2, 120, 'due', 0)], [1]],
    ['counts an image for the nearest visit', { images: [0, 88] }, 95, [image(2, 120, 'coming', 0)], []],
    ['counts two images of one visit once', { images: [0, 52, 66] }, 80, [image(2, 120, 'coming', 0)], []],
    ['waits for time zero', {}, -30, [], []],
  ])('%s', (_, facts, today, due, missed) => {
    expect(shown(facts, today)).toEqual({ due, missed });
  });

  it('asks for nothing after death, and counts what was due before it as missed', () => {
    expect(shown({ images: [0], died: 130 }, 400)).toEqual({ due: [], missed: [1, 2] });
    expect(shown({ images: [0, 61, 118], died: 130 }, 400)).toEqual({ due: [], missed: [] });
  });

  it('asks for nothing after progression unless images go on until death', () => {
    const facts = { images: [0, 60], progressed: 60 };
    expect(shown(facts, 125)).toEqual({ due: [], missed: [] });
    expect(shown(facts, 125, { ...images, imagingUntil: 'death' }).due).toEqual([image(2, 120, 'due', 0)]);
  });

  it('asks for nothing after the visits were stopped', () => {
    expect(shown({ images: [0], stopped: 40 }, 125)).toEqual({ due: [], missed: [] });
  });

  it('asks for nothing that is due after the cut-off, and still for what was due before it', () => {
    expect(shown({ images: [0, 60] }, 900, images, 119)).toEqual({ due: [], missed: [] });
    expect(shown({ images: [0] }, 900, images, 119)).toEqual({ due: [image(1, 60, 'overdue', 830)], missed: [] });
    expect(shown({ images: [0] }, 900, images, 130)).toEqual({ due: [image(2, 120, 'overdue', 770)], missed: [1] });
  });
});

it('asks for results at baseline and with each image, counted by the days of the samples', () => {
  const schedule = { ...images, imagingOn: false, labsOn: true, labsWindowDays: 5 };
  expect(shown({}, 56, schedule)).toEqual({ due: [['labResult', 1, 60, 'due', 0]], missed: [0] });
  expect(shown({ labs: [-3, 61] }, 62, schedule).due).toEqual([['labResult', 2, 120, 'coming', 0]]);
});

describe('a contact every 90 days, in time 14 days before and after', () => {
  const contacts = { ...usualSchedule, imagingOn: false, labsOn: false };
  const contact = (...rest: [day: number, state: string, overdueBy: number]) => ['followUp', null, ...rest];
  it.each<[string, Partial<VisitFacts>, number, number | null, unknown[]]>([
    ['is counted from time zero without one', {}, 76, null, [contact(90, 'due', 0)]],
    ['is counted from the last one', { lastContact: 200 }, 275, null, [contact(290, 'coming', 0)]],
    ['is overdue after its window', { lastContact: 200 }, 310, null, [contact(290, 'overdue', 6)]],
    ['is due on the cut-off at the latest', { lastContact: 200 }, 255, 250, [contact(250, 'due', 0)]],
    ['is not asked for once the cut-off is reached', { lastContact: 250 }, 400, 250, []],
    ['is not asked for after death', { lastContact: 200, died: 200 }, 400, null, []],
    ['is not asked for after the visits were stopped', { lastContact: 200, stopped: 210 }, 400, null, []],
  ])('%s', (_, facts, today, cutoff, due) => {
    expect(shown(facts, today, contacts, cutoff).due).toEqual(due);
  });
});

describe('a schedule', () => {
  it('is valid as it usually is', () => expect(checkSchedule(usualSchedule)).toEqual([]));

  it.each<[string, Partial<StudySchedule>, string, RegExp]>([
    ['a cycle of no days', { cycleDays: 0 }, 'cycleDays', /whole number from 7 to 84/],
    ['half a week', { imagingEvery: 1.5 }, 'imagingEvery', /whole number from 1 to 52/],
    ['a unit it does not know', { imagingUnit: 'months' as never }, 'imagingUnit', /one of weeks, cycles/],
    ['windows that meet', { imagingWindowDays: 32 }, 'imagingWindowDays', /at most 31: otherwise a day belongs to two/],
    ['windows of results that meet', { labsWindowDays: 40 }, 'labsWindowDays', /at most 31/],
    [
      'a contact before the last one',
      { contactEveryDays: 10, contactWindowDays: 10 },
      'contactWindowDays',
      /at most 9/,
    ],
  ])('refuses %s by name', (_, part, field, expected) => {
    expect(checkSchedule({ ...usualSchedule, ...part })).toMatchObject([
      { field, expected: { en: expect.stringMatching(expected), zh: expect.stringMatching(/[\u4e00-\u9fff]/) } },
    ]);
  });

  it('asks for no record of a form that the study does not use', () => {
    expect(scheduleInUse(usualSchedule, ['labResult'])).toMatchObject({
      imagingOn: true,
      labsOn: false,
      contactOn: true,
    });
  });
});

describe('completeness of follow-up (Clark, Altman and De Stavola 2002)', () => {
  it('is observed time as a share of potential time, to the cut-off or to death', () => {
    // By hand: cut-off on day 100 for all. Seen to day 100: 100 of 100; died on day 40: 40 of 40; last seen on day 60: 60
    // of 100; never seen again: 0 of 100. Together 200 of 340.
    const patients = [
      { lastContact: 130, died: null },
      { lastContact: 40, died: 40 },
      { lastContact: 60, died: null },
      { lastContact: null, died: null },
    ];
    expect(completenessOfFollowUp(patients, () => 100)).toEqual({
      n: 4,
      died: 1,
      reached: 1,
      short: 2,
      observedDays: 200,
      potentialDays: 340,
      c: 200 / 340,
    });
  });

  it('counts a death after the cut-off as alive on it, and leaves out who began after it', () => {
    const patients = [
      { lastContact: 150, died: 150, cutoff: 100 },
      { lastContact: 5, died: null, cutoff: -3 },
    ];
    expect(completenessOfFollowUp(patients, ({ cutoff }) => cutoff)).toMatchObject({ n: 1, reached: 1, c: 1 });
  });

  it('has no value without patients', () => expect(completenessOfFollowUp([], () => 1).c).toBeNull());
});

it('counts days across leap years', () => {
  expect(dayNumber('2024-03-01') - dayNumber('2024-02-28')).toBe(2);
  expect(dateOfDay(dayNumber('2024-02-29') + 366)).toBe('2025-03-01');
});
