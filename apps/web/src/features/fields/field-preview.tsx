'use client';
import { Fieldset } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { type OwnField, ownKey, specOf } from '@haim/schema';
import { type Draft } from '@/forms/draft.ts';
import { FieldRow } from '@/forms/field-row.tsx';
import { useStudy } from '@/session/session.tsx';

/** The field as its form will ask for it, by the form's own input; what is typed here goes nowhere. */
export function FieldPreview({ field }: { field: OwnField }) {
  const t = useTranslations('fields');
  const { arms } = useStudy();
  const { control } = useForm<Draft>({ defaultValues: {} });
  const key = ownKey(field);
  const untitled = { en: field.label.en || '…', zh: field.label.zh || '…' };
  return (
    <Fieldset legend={t('preview')}>
      <FieldRow
        key={`${key} ${field.kind}`}
        field={key}
        spec={specOf({ ...field, label: untitled, codes: field.codes.filter(({ code }) => code !== '') })}
        control={control}
        choices={{ arm: arms }}
        isFirst={false}
        row={{}}
        issues={[]}
        doubts={{ reasonOf: () => null, onConfirm: () => undefined, keepsWords: false }}
      />
    </Fieldset>
  );
}
