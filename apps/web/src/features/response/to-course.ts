import { type BestResponse, bestResponses } from '@/charts/change-plot-data.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type SpiderFacet } from '@/charts/spider-chart-data.ts';
import { type WaterfallFacet } from '@/charts/waterfall-chart-data.ts';
import { missing, showNumber } from '@/numbers/show.ts';
import { type Course } from './query.ts';

type Patient = Course['patients'][number];
type Group = Course['groups'][number];

export interface CourseWords {
  readonly group: (value: string) => string;
  readonly color: (value: string) => string;
  /** Below the name of a group: patients, and those of whom nothing is drawn. */
  readonly note: (n: number, undrawn: number) => string;
  /** `P-12: −45 %, best response PR`. */
  readonly bar: (code: string, change: string, response: string) => string;
  readonly line: (code: string, response: string, changes: string) => string;
  readonly notEvaluable: string;
}

const weekDays = 7;

/** No best response is that of a patient who was not evaluable. */
export function responseOf({ bestResponse }: Pick<Patient, 'bestResponse'>): BestResponse {
  return bestResponses.find((one) => one === bestResponse) ?? 'NE';
}

/** `+12 %`, `−45 %`. */
export function changeText(change: number): string {
  const words = `${showNumber(change * 100, 0)} %`;
  return change * 100 >= 0.5 ? `+${words}` : words;
}

function facetOf({ value, n, drawn }: Group, words: CourseWords) {
  return { id: value, name: words.group(value), note: words.note(n, n - drawn), color: words.color(value) };
}

const ofGroup = (patients: readonly Patient[], value: string) => patients.filter(({ group }) => group === value);

/** Bars of each group in the order of the answer. */
export function waterfallOf({ groups, patients }: Course, words: CourseWords): WaterfallFacet[] {
  return groups.map((group) => ({
    ...facetOf(group, words),
    bars: ofGroup(patients, group.value).map((patient) => ({
      id: patient.id,
      response: responseOf(patient),
      change: patient.bestChange,
      spoken: words.bar(patient.code, changeText(patient.bestChange), responseWords(patient, words)),
    })),
  }));
}

/** Lines of each group; an image whose day cannot be counted has no place on them. */
export function spiderOf({ groups, patients }: Course, words: CourseWords): SpiderFacet[] {
  return groups.map((group) => {
    const lines = ofGroup(patients, group.value).flatMap((patient) => {
      const dated = patient.days.flatMap((day, i) => {
        const change = patient.changes[i];
        return day === null || day === undefined || change === undefined ? [] : [{ day, change }];
      });
      if (dated.length === 0) return [];
      const progression = dated.findIndex(({ day }) => day === patient.progressionDay);
      const spoken = dated.map(({ change }) => changeText(change)).join(', ');
      return [
        {
          ...{ id: patient.id, response: responseOf(patient) },
          points: [{ weeks: 0, change: 0 }, ...dated.map(({ day, change }) => ({ weeks: day / weekDays, change }))],
          progression: progression < 0 ? null : progression + 1,
          spoken: words.line(patient.code, responseWords(patient, words), spoken),
        },
      ];
    });
    return { ...facetOf({ ...group, drawn: lines.length }, words), lines };
  });
}

function responseWords({ bestResponse }: Patient, words: CourseWords): string {
  return bestResponse ?? words.notEvaluable;
}

export interface CourseHeadings {
  readonly patient: string;
  readonly group: string;
  readonly response: string;
  readonly change: string;
  readonly day: string;
  readonly progressed: string;
}

/** A line for each bar, change in percent. */
export function waterfallTable({ patients }: Course, words: CourseWords, headings: CourseHeadings): FigureRows {
  return {
    columns: [
      { file: 'patient_code', header: headings.patient },
      { file: 'group', header: headings.group },
      { file: 'best_response', header: headings.response },
      { file: 'best_change_percent', header: headings.change, decimals: 1 },
      { file: 'day_of_best_change', header: headings.day },
      { file: 'day_of_first_pd', header: headings.progressed },
    ],
    rows: patients.map((one) => [
      ...[one.code, words.group(one.group), one.bestResponse ?? missing, one.bestChange * 100],
      ...[one.bestDay ?? null, one.progressionDay ?? null],
    ]),
  };
}

/** A line for each image. */
export function spiderTable({ patients }: Course, words: CourseWords, headings: CourseHeadings): FigureRows {
  return {
    columns: [
      { file: 'patient_code', header: headings.patient },
      { file: 'group', header: headings.group },
      { file: 'best_response', header: headings.response },
      { file: 'day', header: headings.day },
      { file: 'change_percent', header: headings.change, decimals: 1 },
      { file: 'day_of_first_pd', header: headings.progressed },
    ],
    rows: patients.flatMap((one) =>
      one.changes.map((change, i) => [
        ...[one.code, words.group(one.group), one.bestResponse ?? missing, one.days[i] ?? null],
        ...[change * 100, one.progressionDay ?? null],
      ]),
    ),
  };
}

/** How many have a bar, and of how many others what is not known: `withoutImage` and so on, all groups together. */
export function undrawnOf({ groups }: Course) {
  const sum = (key: 'n' | 'drawn' | 'withoutImage' | 'withoutBaseline' | 'withoutSum') =>
    groups.reduce((total, group) => total + group[key], 0);
  return {
    ...{ n: sum('n'), drawn: sum('drawn') },
    ...{ image: sum('withoutImage'), baseline: sum('withoutBaseline'), sum: sum('withoutSum') },
  };
}
