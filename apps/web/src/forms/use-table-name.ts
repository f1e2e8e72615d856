'use client';
import { useTranslations } from 'use-intl';
import { forms } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';

/** Tables of a study's trail that are not forms. */
export const studyTables = [
  'patient',
  'slideFile',
  'roi',
  'inference',
  'inferenceBatch',
  'sensitivity',
  'trainingRun',
  'study',
  'centre',
  'studyArm',
  'membership',
  'scoreThreshold',
  'evaluationSetNote',
  'disclosedSelection',
  'comparedRecipe',
  'recipe',
  'studyField',
  'recordHold',
  'recordSignature',
  'recordVerification',
  'confirmedValue',
  'qualityRule',
  'qualitySchedule',
  'qualityRun',
  'qualityException',
  'dataQuery',
  'dataQueryMessage',
  'patientIdentity',
  'readingPlan',
  'readingCase',
  'readingLink',
  'reading',
  'studyPlan',
  'studySchedule',
  'visitStop',
] as const;

/** Tables of what belongs to no study. */
export const portalTables = ['portalAdministrator'] as const;

/** A form by its label, another table by its name in the messages. */
export function useTableName(): (name: string) => string {
  const t = useTranslations('audit.tables');
  const label = useLabel();
  return (name) => {
    const form = forms.find((one) => one.name === name);
    if (form) return label(form.label);
    const known = [...studyTables, ...portalTables].find((one) => one === name);
    return known ? t(known) : name;
  };
}
