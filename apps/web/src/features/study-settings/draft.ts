import {
  type DisclosureNumber,
  disclosureNames,
  type DisclosureRule,
  type FormName,
  forms,
  type MinimumFollowUp,
  type ScoreOfPatient,
  scoresOfPatient,
  type StudySettings,
  usualDisclosure,
} from '@haim/schema';
import {
  type ScoreOfPatient as ScoreOfPatientInApi,
  type ShortFollowUp,
  type StudySettingsInput,
} from '@/graphql/generated/graphql.ts';
import { type Settings } from './query.ts';

/** A row of a list; the key stays while its code is typed. */
interface Keyed {
  readonly key: string;
  readonly code: string;
}

export interface ArmDraft extends Keyed {
  readonly labelEn: string;
  readonly labelZh: string;
}

export interface CentreDraft extends Keyed {
  readonly name: string;
}

/** Numbers are text until they are some. */
export type DisclosureDraft = Readonly<Record<DisclosureNumber, number | string>> & { readonly isOn: boolean };

/** The settings as they are typed. */
export interface StudyDraft {
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly synthetic: boolean;
  /** Text until it is a number. */
  readonly monthDays: number | string;
  readonly cutoffOn: string;
  readonly timeZero: string;
  readonly recipeId: number;
  readonly arms: readonly ArmDraft[];
  readonly centres: readonly CentreDraft[];
  readonly unusedForms: readonly FormName[];
  readonly disclosure: DisclosureDraft;
  /** Empty: no minimum. */
  readonly followUpMonths: number | string;
  readonly shortFollowUp: MinimumFollowUp['handling'];
  readonly scoreOfPatient: ScoreOfPatient;
}

let lastKey = 0;
const newKey = (): string => `new ${++lastKey}`;

export const emptyArm = (): ArmDraft => ({ key: newKey(), code: '', labelEn: '', labelZh: '' });
export const emptyCentre = (): CentreDraft => ({ key: newKey(), code: '', name: '' });

/** A study of real patients, with the first of the recipes and nothing named yet. */
export function emptyDraft(recipeId: number): StudyDraft {
  return {
    code: '',
    nameEn: '',
    nameZh: '',
    synthetic: false,
    monthDays: 30.4375,
    cutoffOn: '',
    timeZero: 'first HAIC',
    recipeId,
    arms: [emptyArm()],
    centres: [emptyCentre()],
    unusedForms: [],
    disclosure: usualDisclosure,
    followUpMonths: '',
    shortFollowUp: 'exclude',
    scoreOfPatient: 'first',
  };
}

export function draftOf(settings: Settings): StudyDraft {
  const { code, nameEn, nameZh, synthetic, monthDays, cutoffOn, timeZero, recipeId, arms, centres } = settings;
  return {
    ...{ code, nameEn, synthetic, monthDays, timeZero, recipeId },
    nameZh: nameZh ?? '',
    cutoffOn: cutoffOn ?? '',
    arms: arms.map((arm) => ({ key: arm.code, code: arm.code, labelEn: arm.labelEn, labelZh: arm.labelZh ?? '' })),
    centres: centres.map(({ code: centre, name }) => ({ key: centre, code: centre, name })),
    unusedForms: forms
      .map(({ name }) => name)
      .filter((name) => settings.forms.some((one) => one.name === name && !one.isUsed)),
    disclosure: settings.disclosure,
    followUpMonths: settings.minimumFollowUp?.months ?? '',
    shortFollowUp: settings.minimumFollowUp?.handling === 'WARN' ? 'warn' : 'exclude',
    scoreOfPatient: scoresOfPatient.find((rule) => scoreInApi[rule] === settings.scoreOfPatient) ?? 'first',
  };
}

/** What was typed, as the check of the contract takes it: blanks around it are left out, an empty Chinese name is none. */
export function settingsOf(draft: StudyDraft): StudySettings {
  const label = (en: string, zh: string) => ({ en: en.trim(), zh: zh.trim() || null });
  return {
    code: draft.code.trim(),
    name: label(draft.nameEn, draft.nameZh),
    synthetic: draft.synthetic,
    monthDays: draft.monthDays === '' ? Number.NaN : Number(draft.monthDays),
    cutoffOn: draft.cutoffOn.trim() || null,
    timeZero: draft.timeZero.trim(),
    recipeId: draft.recipeId,
    arms: draft.arms.map(({ code, labelEn, labelZh }) => ({ code: code.trim(), label: label(labelEn, labelZh) })),
    centres: draft.centres.map(({ code, name }) => ({ code: code.trim(), name: name.trim() })),
    unusedForms: draft.unusedForms,
    disclosure: disclosureOf(draft.disclosure),
    minimumFollowUp:
      draft.followUpMonths === '' ? null : { months: Number(draft.followUpMonths), handling: draft.shortFollowUp },
    scoreOfPatient: draft.scoreOfPatient,
  };
}

/** In the order of its declaration, so that two rules can be compared as texts. */
function disclosureOf(draft: DisclosureDraft): DisclosureRule {
  const numbers = disclosureNames.map((name) => [name, draft[name] === '' ? Number.NaN : Number(draft[name])]);
  return { isOn: draft.isOn, ...(Object.fromEntries(numbers) as Record<DisclosureNumber, number>) };
}

const handlings: Readonly<Record<MinimumFollowUp['handling'], ShortFollowUp>> = { exclude: 'EXCLUDE', warn: 'WARN' };

const scoreInApi: Readonly<Record<ScoreOfPatient, ScoreOfPatientInApi>> = {
  first: 'FIRST',
  newest: 'NEWEST',
  mean: 'MEAN',
  maximum: 'MAXIMUM',
};

export function inputOf({
  name,
  arms,
  centres,
  unusedForms,
  minimumFollowUp,
  scoreOfPatient,
  ...same
}: StudySettings): StudySettingsInput {
  return {
    ...same,
    nameEn: name.en,
    nameZh: name.zh,
    arms: arms.map(({ code, label }) => ({ code, labelEn: label.en, labelZh: label.zh })),
    centres: [...centres],
    unusedForms: [...unusedForms],
    minimumFollowUp: minimumFollowUp && { ...minimumFollowUp, handling: handlings[minimumFollowUp.handling] },
    scoreOfPatient: scoreInApi[scoreOfPatient],
  };
}

export const settingNames = [
  'name',
  'arms',
  'centres',
  'timeZero',
  'recipeId',
  'monthDays',
  'cutoffOn',
  'unusedForms',
  'disclosure',
  'minimumFollowUp',
  'scoreOfPatient',
] as const;
export type SettingName = (typeof settingNames)[number];

/** The settings in which two versions of a study differ. */
export function differing(one: StudySettings, other: StudySettings): SettingName[] {
  return settingNames.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}
