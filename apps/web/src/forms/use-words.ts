'use client';
import { useLocale, useTranslations } from 'use-intl';
import { type FieldSpec, missingReason, reasonOf, type Row } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { showValue, type StudyChoices } from './show-value.ts';

/** Saved values in the reader's language. */
export function useShownValue(choices: StudyChoices): (spec: FieldSpec, value: unknown) => string {
  const t = useTranslations('ui');
  const locale = useLocale();
  return (spec, value) => showValue(spec, value, choices, locale, { yes: t('yes'), no: t('no'), missing });
}

const wordUnits = ['years', 'days'] as const;

/** Units that are words are translated; symbols such as mm and ng/mL are the same everywhere. */
export function useUnit(): (spec: FieldSpec) => string | null {
  const t = useTranslations('forms.units');
  return (spec) => {
    const unit = 'unit' in spec ? (spec.unit ?? null) : null;
    const word = wordUnits.find((known) => known === unit);
    return word ? t(word) : unit;
  };
}

/** Why a value of a record is missing, in the reader's language; null where no reason is given. */
export function useReason(): (record: Row, field: string) => string | null {
  const label = useLabel();
  return (record, field) => {
    const given = reasonOf(record, field);
    const reason = missingReason.codes.find(({ code }) => code === given);
    return reason ? label(reason.label) : null;
  };
}
