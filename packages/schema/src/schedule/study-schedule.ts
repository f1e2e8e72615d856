import { type Issue } from '../check-row.ts';
import { issue } from '../study/study-issue.ts';

/** The forms of which a schedule says when a record is due, in the order in which visits are shown. */
export const scheduledForms = ['tumourAssessment', 'labResult', 'followUp'] as const;
export type ScheduledForm = (typeof scheduledForms)[number];

export const scheduleUnits = ['weeks', 'cycles'] as const;
export const scheduleEnds = ['progression', 'death'] as const;

/**
 * When records of a study are due. Every study has one; what is not asked for is off. Days are counted from time zero,
 * the first HAIC.
 */
export interface StudySchedule {
  /** Days from one HAIC cycle to the next. */
  readonly cycleDays: number;
  readonly imagingOn: boolean;
  /** An image every so many weeks or cycles. */
  readonly imagingEvery: number;
  readonly imagingUnit: (typeof scheduleUnits)[number];
  /** An image is in time so many days before and after the day it is due. */
  readonly imagingWindowDays: number;
  /** After which no image is due. */
  readonly imagingUntil: (typeof scheduleEnds)[number];
  /** Laboratory results at baseline and with each image. */
  readonly labsOn: boolean;
  readonly labsWindowDays: number;
  /** A contact every so many days after the last one, and one on the data cut-off. */
  readonly contactOn: boolean;
  readonly contactEveryDays: number;
  readonly contactWindowDays: number;
}

/**
 * The usual schedule of HAIC: cycles of three weeks, images every three of them, results with each image, a contact every
 * three months. Protocols differ; a study sets its own.
 */
export const usualSchedule: StudySchedule = {
  cycleDays: 21,
  imagingOn: true,
  imagingEvery: 3,
  imagingUnit: 'cycles',
  imagingWindowDays: 14,
  imagingUntil: 'progression',
  labsOn: true,
  labsWindowDays: 14,
  contactOn: true,
  contactEveryDays: 90,
  contactWindowDays: 14,
};

export type ScheduleNumber = {
  [Name in keyof StudySchedule]: StudySchedule[Name] extends number ? Name : never;
}[keyof StudySchedule];

/** From and to, both included; every one is a whole number. */
export const scheduleLimits: Readonly<Record<ScheduleNumber, readonly [lowest: number, highest: number]>> = {
  cycleDays: [7, 84],
  imagingEvery: [1, 52],
  imagingWindowDays: [0, 180],
  labsWindowDays: [0, 180],
  contactEveryDays: [7, 730],
  contactWindowDays: [0, 180],
};

/** Days between two images that are due. */
export function imagingDays({
  imagingEvery,
  imagingUnit,
  cycleDays,
}: Pick<StudySchedule, 'imagingEvery' | 'imagingUnit' | 'cycleDays'>): number {
  return imagingEvery * (imagingUnit === 'weeks' ? 7 : cycleDays);
}

/**
 * The one check of a schedule, for the page and the API.
 *
 * @returns faulty settings by name, in their order; empty if valid.
 */
export function checkSchedule(schedule: StudySchedule): Issue[] {
  const numbers = (Object.keys(scheduleLimits) as ScheduleNumber[]).flatMap((name) => {
    const [lowest, highest] = scheduleLimits[name];
    if (Number.isInteger(schedule[name]) && schedule[name] >= lowest && schedule[name] <= highest) return [];
    const en = `a whole number from ${lowest} to ${highest}`;
    return [issue(name, 'outOfRange', en, `${lowest} 至 ${highest} 之间的整数`)];
  });
  const words = [
    ...(scheduleUnits.includes(schedule.imagingUnit) ? [] : [oneOf('imagingUnit', scheduleUnits)]),
    ...(scheduleEnds.includes(schedule.imagingUntil) ? [] : [oneOf('imagingUntil', scheduleEnds)]),
  ];
  const faults = [...numbers, ...words];
  return faults.length > 0 ? faults : overlaps(schedule);
}

/** A day must belong to one visit alone. */
function overlaps(schedule: StudySchedule): Issue[] {
  const { contactEveryDays, imagingOn, labsOn, contactOn } = schedule;
  const days = imagingDays(schedule);
  const pairs = [
    ['imagingWindowDays', imagingOn, Math.ceil(days / 2) - 1],
    ['labsWindowDays', labsOn, Math.ceil(days / 2) - 1],
    ['contactWindowDays', contactOn, contactEveryDays - 1],
  ] as const;
  return pairs
    .filter(([name, isOn, most]) => isOn && schedule[name] > most)
    .map(([name, , most]) =>
      issue(
        name,
        'rule',
        `at most ${most}: otherwise a day belongs to two visits`,
        `不超过 ${most}：否则同一天会属于两次访视`,
      ),
    );
}

function oneOf(name: keyof StudySchedule, words: readonly string[]): Issue {
  return issue(name, 'notInList', `one of ${words.join(', ')}`, `以下之一：${words.join('、')}`);
}

/** Without what belongs to forms that the study does not use. */
export function scheduleInUse(schedule: StudySchedule, unusedForms: readonly string[]): StudySchedule {
  const isUsed = (form: ScheduledForm) => !unusedForms.includes(form);
  return {
    ...schedule,
    imagingOn: schedule.imagingOn && isUsed('tumourAssessment'),
    labsOn: schedule.labsOn && isUsed('labResult'),
    contactOn: schedule.contactOn && isUsed('followUp'),
  };
}
