import { defineCodes } from '../form.ts';

/** By mRECIST, so that no organ decides alone. */
export const mostTargets = 5;
export const mostTargetsOfOrgan = 2;
/** Longest viable diameter at the baseline from which a lesion can be measured again, mm. */
export const leastTargetMm = 10;
export const mostLesions = 30;

export const nonTargetStates = ['absent', 'present', 'progressed', 'not-evaluated'] as const;
export type NonTargetState = (typeof nonTargetStates)[number];

/** What a reader measures in a case: each lesion with one entry a day, in the order of the days of the case. */
export interface ReadingContent {
  readonly lesions: readonly ReadLesion[];
  /** Whether a lesion is new, a day each. */
  readonly newLesion: readonly boolean[];
}

export interface ReadLesion {
  readonly id: string;
  readonly role: 'target' | 'non-target';
  /** A code of `lesionOrgan`. */
  readonly organ: string;
  /** Of a target: viable diameter, mm. 0 is no enhancement, null not evaluated. Empty for others. */
  readonly diametersMm: readonly (number | null)[];
  /** Of another lesion. Empty for targets. */
  readonly states: readonly NonTargetState[];
}

export const lesionOrgan = defineCodes({
  source: 'sites of hepatocellular carcinoma and of its spread, as this portal groups them',
  codes: [
    { code: 'liver', label: { en: 'Liver', zh: '肝脏' } },
    { code: 'portalVein', label: { en: 'Portal vein (thrombus)', zh: '门静脉（癌栓）' } },
    { code: 'lymphNode', label: { en: 'Lymph node', zh: '淋巴结' } },
    { code: 'lung', label: { en: 'Lung', zh: '肺' } },
    { code: 'bone', label: { en: 'Bone', zh: '骨' } },
    { code: 'adrenal', label: { en: 'Adrenal gland', zh: '肾上腺' } },
    { code: 'peritoneum', label: { en: 'Peritoneum', zh: '腹膜' } },
    { code: 'other', label: { en: 'Another site', zh: '其他部位' } },
  ],
});

/** When two readings of a case differ, and a third person decides. */
export const discordanceRules = defineCodes({
  source: 'rules of discordance between two readers',
  codes: [
    { code: 'overall', label: { en: 'Overall response of any visit', zh: '任一访视的总体疗效' } },
    { code: 'progression', label: { en: 'Day of progression', zh: '进展日' } },
    { code: 'best', label: { en: 'Best response', zh: '最佳疗效' } },
  ],
});
export type DiscordanceRule = 'overall' | 'progression' | 'best';

/** What of a study's plan of readings may be set, with the limits of each. */
export const readingPlanLimits = {
  absoluteIncreaseMm: [0, 100],
  stableFromDay: [0, 1000],
  confirmationDays: [0, 1000],
} as const;
