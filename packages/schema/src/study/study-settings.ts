import { type Label } from '../form.ts';
import { type DisclosureRule } from './disclosure.ts';
import { type MinimumFollowUp } from './minimum-follow-up.ts';
import { type ScoreOfPatient } from './score-of-patient.ts';
import { type FormName } from '../forms/index.ts';

/** A name in English, and in Chinese where it differs. */
export interface StudyLabel {
  readonly en: string;
  readonly zh: string | null;
}

export interface StudyArm {
  readonly code: string;
  readonly label: StudyLabel;
}

export interface StudyCentre {
  readonly code: string;
  readonly name: string;
}

/** What whoever makes a study decides about it. */
export interface StudySettings {
  /** Part of addresses, files and the audit trail: fixed once the study is made. */
  readonly code: string;
  readonly name: StudyLabel;
  /** True where no patient of the study is real: fixed once the study is made. */
  readonly synthetic: boolean;
  /** Days in a month when times are shown. */
  readonly monthDays: number;
  /** The last day that analyses count; null while there is none. */
  readonly cutoffOn: string | null;
  /** What every time is counted from, in words. */
  readonly timeZero: string;
  /** Of the stored endpoint recipes, the one by which outcomes are derived. */
  readonly recipeId: number;
  /** In the order in which figures and tables name them. */
  readonly arms: readonly StudyArm[];
  readonly centres: readonly StudyCentre[];
  /** Forms that are neither entered nor imported in this study. */
  readonly unusedForms: readonly FormName[];
  /** Under which numbers of all centres are answered to members of one. */
  readonly disclosure: DisclosureRule;
  /** Null: a curve counts patients however short their follow-up could be. */
  readonly minimumFollowUp: MinimumFollowUp | null;
  /** Of a patient with several scored slides. */
  readonly scoreOfPatient: ScoreOfPatient;
}

/** What of a study is in use, and can therefore not be taken away. */
export interface StudyUse {
  readonly firstEnrolledOn: string | null;
  /** Codes of arms that a patient has. */
  readonly arms: readonly string[];
  /** Codes of centres that have patients, members or invitations. */
  readonly centres: readonly string[];
  /** Forms that have records. */
  readonly forms: readonly FormName[];
}

/** A patient begins with it, so that every study uses it. */
export const formOfEveryStudy: FormName = 'demographics';

/** `/studies/new` is the page on which a study is made. */
export const reservedStudyCodes: readonly string[] = ['new'];

export const studyLimits = { name: 200, label: 120, timeZero: 80, monthDays: [28, 31] } as const;

export const codeLabel: Label = {
  en: 'letters, digits, - and _, at most 40, beginning with a letter or digit',
  zh: '字母、数字、- 和 _，以字母或数字开头，最多 40 个字符',
};

export function isStudyCode(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(text);
}
