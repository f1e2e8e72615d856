import { type Label } from '../form.ts';

/** What the portal can know of a study and its model, by which checklists are filled. */
export const reportingFacts = [
  'setting',
  'period',
  'eligibility',
  'flow',
  'treatments',
  'outcome',
  'blinding',
  'modelInput',
  'modelVersion',
  'training',
  'sets',
  'independence',
  'sampleSize',
  'missing',
  'baseline',
  'methods',
  'performance',
  'matrix',
  'threshold',
  'classes',
  'subgroups',
  'comparators',
  'mainResults',
  'followUp',
  'snapshot',
  'scripts',
  'limits',
  'use',
] as const;
export type ReportingFact = (typeof reportingFacts)[number];

export interface ChecklistItem {
  /** As the checklist numbers it. */
  readonly id: string;
  /** What it asks for, in short and in our own words. */
  readonly asks: Label;
  /** What the portal knows of it; null where only the authors do. */
  readonly fact: ReportingFact | null;
}

export interface Checklist {
  readonly name: ChecklistName;
  readonly title: string;
  /** Where it was published. */
  readonly source: string;
  readonly items: readonly ChecklistItem[];
}

export const checklistNames = ['tripod', 'claim', 'stard', 'strobe'] as const;
export type ChecklistName = (typeof checklistNames)[number];

type Line = readonly [id: string, en: string, zh: string, fact?: ReportingFact];

export function checklist(about: Omit<Checklist, 'items'>, lines: readonly Line[]): Checklist {
  return {
    ...about,
    items: lines.map(([id, en, zh, fact = null]: readonly [string, string, string, (ReportingFact | null)?]) => ({
      ...{ id, asks: { en, zh }, fact },
    })),
  };
}
