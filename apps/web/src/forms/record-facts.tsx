'use client';
import { useTranslations } from 'use-intl';
import { type Form, type Row, valuesOf } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { KeyValue } from '@/ui/key-value.tsx';
import { FieldMark } from './field-marks.tsx';
import { type StudyChoices } from './show-value.ts';
import { useReason, useShownValue, useUnit } from './use-words.ts';

/** A saved record for those who may only read it. */
export function RecordFacts({ form, record, choices }: { form: Form; record: Row; choices: StudyChoices }) {
  const t = useTranslations('ui');
  const label = useLabel();
  const show = useShownValue(choices);
  const why = useReason();
  const unitOf = useUnit();
  return (
    <KeyValue
      items={valuesOf(form).map(([field, spec]) => {
        const value = record[field] ?? null;
        const unit = value === null ? null : unitOf(spec);
        return {
          key: field,
          label: (
            <>
              {label(spec.label)} <FieldMark field={field} />
            </>
          ),
          value:
            value === null ? (why(record, field) ?? t('missing')) : `${show(spec, value)}${unit ? ` ${unit}` : ''}`,
        };
      })}
    />
  );
}
