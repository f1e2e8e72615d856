import { type FormName, forms, type MinimumFollowUp, type ScoreOfPatient, shortFollowUps } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, LocalDate } from '../../graphql/scalars.ts';
import { type GivenSettings, type SettingsInUse } from './study-settings.service.ts';

type Handling = MinimumFollowUp['handling'];
const [exclude, warn] = shortFollowUps;
const ShortFollowUp = { EXCLUDE: exclude, WARN: warn } as const;
registerEnumType(ShortFollowUp, {
  name: 'ShortFollowUp',
  description:
    'What is done with patients who could not have had the minimum follow-up: left out, or counted and named.',
});

const ScoreOfPatientEnum = { FIRST: 'first', NEWEST: 'newest', MEAN: 'mean', MAXIMUM: 'maximum' } as const;
registerEnumType(ScoreOfPatientEnum, {
  name: 'ScoreOfPatient',
  description:
    'Of a patient with several scored slides: the first by slide code, the last biopsy, the mean, the highest.',
});

@ObjectType({ description: 'Under which rule numbers of all centres are answered to members of one.' })
@InputType('DisclosureRuleInput')
export class DisclosureRule {
  @Field(() => Boolean, { description: 'Whether any number crosses centres.' }) isOn!: boolean;
  @Field(() => Int, { description: 'Counts with at most this many patients of other centres are not shown, 3 to 50.' })
  smallestCell!: number;
  @Field(() => Int, { description: 'Other counts are rounded to this, 3 to 20.' }) roundTo!: number;
  @Field(() => Int, { description: 'Centres that must contribute, 2 to 20.' }) minimumCentres!: number;
  @Field(() => Int, { description: 'Patients of other centres that a curve needs, and where its tail is cut.' })
  minimumAtRisk!: number;
  @Field(() => Int, { description: 'Months between the days on which a curve may fall, 1 to 12.' })
  gridMonths!: number;
}

@ObjectType({ description: 'Time zero and this long after it must not be later than the data cut-off.' })
@InputType('MinimumFollowUpInput')
export class MinimumFollowUpSetting {
  @Field(() => Float, { description: 'In months of the study, 1 to 120.' }) months!: number;
  @Field(() => ShortFollowUp) handling!: Handling;
}

@InputType()
export class StudyArmInput {
  @Field(() => String) code!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String, { nullable: true, description: 'Null: as in English.' }) labelZh?: string | null;
}

@InputType()
export class StudyCentreInput {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
}

@InputType({ description: 'Everything that is decided about a study. Arms are named in the order of this list.' })
export class StudySettingsInput {
  @Field(() => String, { description: 'Fixed once the study is made.' }) code!: string;
  @Field(() => String) nameEn!: string;
  @Field(() => String, { nullable: true, description: 'Null: as in English.' }) nameZh?: string | null;
  @Field(() => Boolean, { description: 'True where no patient is real. Fixed once the study is made.' })
  synthetic!: boolean;
  @Field(() => Float, { description: 'Days in a month when times are shown, 28 to 31.' }) monthDays!: number;
  @Field(() => String, { nullable: true }) cutoffOn?: string | null;
  @Field(() => String, { description: 'What every time is counted from, in words.' }) timeZero!: string;
  @Field(() => Int, { description: 'One of `recipes`.' }) recipeId!: number;
  @Field(() => [StudyArmInput]) arms!: StudyArmInput[];
  @Field(() => [StudyCentreInput]) centres!: StudyCentreInput[];
  @Field(() => [String], { description: 'Forms that are neither entered nor imported.' }) unusedForms!: string[];
  @Field(() => DisclosureRule, { nullable: true, description: 'Left out or null: as it is; off in a new study.' })
  disclosure?: DisclosureRule | null;
  @Field(() => MinimumFollowUpSetting, { nullable: true, description: 'Null: none. Left out: as it is.' })
  minimumFollowUp?: MinimumFollowUpSetting | null;
  @Field(() => ScoreOfPatientEnum, { nullable: true, description: 'Left out or null: as it is; FIRST in a new study.' })
  scoreOfPatient?: ScoreOfPatient | null;
}

@ObjectType()
export class ArmSetting {
  @Field(() => ID) code!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String, { nullable: true }) labelZh!: string | null;
  @Field(() => Boolean, { description: 'Whether patients have it: then it stays.' }) isInUse!: boolean;
}

@ObjectType()
export class CentreSetting {
  @Field(() => ID) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean, { description: 'Whether it has patients, members or invitations: then it stays.' })
  isInUse!: boolean;
}

@ObjectType()
export class FormSetting {
  @Field(() => ID) name!: string;
  @Field(() => Boolean) isUsed!: boolean;
  @Field(() => Boolean, { description: 'Whether it has records: then it stays in use.' }) hasRecords!: boolean;
}

@ObjectType({ description: 'A study as those who manage it see it.' })
export class StudySettings {
  @Field(() => ID) code!: string;
  @Field(() => Int, { description: 'To be named by the next change.' }) version!: number;
  @Field(() => String) nameEn!: string;
  @Field(() => String, { nullable: true }) nameZh!: string | null;
  @Field(() => Boolean) synthetic!: boolean;
  @Field(() => Float) monthDays!: number;
  @Field(() => LocalDate, { nullable: true }) cutoffOn!: string | null;
  @Field(() => String) timeZero!: string;
  @Field(() => Int) recipeId!: number;
  @Field(() => [ArmSetting]) arms!: ArmSetting[];
  @Field(() => [CentreSetting]) centres!: CentreSetting[];
  @Field(() => [FormSetting]) forms!: FormSetting[];
  @Field(() => DisclosureRule) disclosure!: DisclosureRule;
  @Field(() => MinimumFollowUpSetting, { nullable: true }) minimumFollowUp!: MinimumFollowUpSetting | null;
  @Field(() => ScoreOfPatientEnum) scoreOfPatient!: ScoreOfPatient;
  @Field(() => LocalDate, { nullable: true, description: 'A cut-off is not before it.' })
  firstEnrolledOn!: string | null;
  @Field(() => DateTime, { nullable: true }) closedAt!: Date | null;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
}

export function settingsFrom({
  nameEn,
  nameZh,
  cutoffOn,
  arms,
  unusedForms,
  disclosure,
  scoreOfPatient,
  ...given
}: StudySettingsInput): GivenSettings {
  return {
    ...given,
    name: { en: nameEn, zh: nameZh ?? null },
    cutoffOn: cutoffOn ?? null,
    arms: arms.map(({ code, labelEn, labelZh }) => ({ code, label: { en: labelEn, zh: labelZh ?? null } })),
    // What is not the name of a form is refused by the check.
    unusedForms: unusedForms as FormName[],
    disclosure: disclosure ?? undefined,
    scoreOfPatient: scoreOfPatient ?? undefined,
  };
}

export function toSettings({ settings, use }: SettingsInUse): StudySettings {
  const { name, arms, centres, unusedForms, ...same } = settings;
  return {
    ...same,
    nameEn: name.en,
    nameZh: name.zh,
    arms: arms.map(({ code, label }) => ({
      code,
      labelEn: label.en,
      labelZh: label.zh,
      isInUse: use.arms.includes(code),
    })),
    centres: centres.map((centre) => ({ ...centre, isInUse: use.centres.includes(centre.code) })),
    forms: forms.map((form) => ({
      name: form.name,
      isUsed: !unusedForms.includes(form.name),
      hasRecords: use.forms.includes(form.name),
    })),
    firstEnrolledOn: use.firstEnrolledOn,
  };
}
