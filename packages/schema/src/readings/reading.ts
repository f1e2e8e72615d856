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

/** `atypical`: of a new lesion that does not look like HCC, which counts once it has grown. */
export const lesionRoles = ['target', 'non-target', 'atypical'] as const;
export type LesionRole = (typeof lesionRoles)[number];

export interface ReadLesion {
  readonly id: string;
  readonly role: LesionRole;
  /** A code of `lesionOrgan`. */
  readonly organ: string;
  /**
   * Of a target: viable diameter, mm; of a lymph node its short axis. 0 is no enhancement, null not evaluated. Of an atypical
   * new lesion its diameter, null as long as it is not seen. Empty for others.
   */
  readonly diametersMm: readonly (number | null)[];
  /** Of a non-target lesion. Empty for others. */
  readonly states: readonly NonTargetState[];
  /** Of an effusion or ascites: whether malignant cells were found in it; left out, they were not. */
  readonly proven?: boolean;
}

export const lesionOrgan = defineCodes({
  source: 'sites of hepatocellular carcinoma and of its spread, as this portal groups them',
  codes: [
    { code: 'liver', label: { en: 'Liver', zh: '肝脏' } },
    { code: 'portalVein', label: { en: 'Portal vein (thrombus)', zh: '门静脉（癌栓）' } },
    { code: 'hilarNode', label: { en: 'Lymph node at the porta hepatis', zh: '肝门淋巴结' } },
    { code: 'lymphNode', label: { en: 'Another lymph node', zh: '其他部位淋巴结' } },
    { code: 'lung', label: { en: 'Lung', zh: '肺' } },
    { code: 'bone', label: { en: 'Bone', zh: '骨' } },
    { code: 'adrenal', label: { en: 'Adrenal gland', zh: '肾上腺' } },
    { code: 'peritoneum', label: { en: 'Peritoneum', zh: '腹膜' } },
    { code: 'effusion', label: { en: 'Effusion or ascites', zh: '胸腹腔积液' } },
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

/** Where a study may judge otherwise than mRECIST for HCC (Lencioni & Llovet 2010), each by its name. */
export interface SpecialRules {
  /** Whether a thrombus of the portal vein may be a target. It cannot be measured well, and is non-target. */
  readonly thrombusAsTarget: boolean;
  /** Least short axis of a lymph node at the porta hepatis that is followed as a target, mm: 20. */
  readonly hilarNodeMm: number;
  /** The same of another lymph node, mm: 15. */
  readonly nodeMm: number;
  /** Whether an effusion or ascites that grows counts as progression only where malignant cells were found in it. */
  readonly effusionNeedsCytology: boolean;
  /** From how much growth an atypical new lesion counts as HCC, from the day it was first seen, mm: 10. */
  readonly atypicalGrowthMm: number;
}

export const publishedSpecialRules: SpecialRules = {
  thrombusAsTarget: false,
  hilarNodeMm: 20,
  nodeMm: 15,
  effusionNeedsCytology: true,
  atypicalGrowthMm: 10,
};

/** What of a study's plan of readings may be set, with the limits of each. */
export const readingPlanLimits = {
  absoluteIncreaseMm: [0, 100],
  stableFromDay: [0, 1000],
  confirmationDays: [0, 1000],
  hilarNodeMm: [leastTargetMm, 100],
  nodeMm: [leastTargetMm, 100],
  atypicalGrowthMm: [0, 100],
} as const;
