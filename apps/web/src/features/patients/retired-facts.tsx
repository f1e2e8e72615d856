'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { RecordFacts } from '@/forms/record-facts.tsx';
import { type StudyChoices } from '@/forms/show-value.ts';

interface RetiredFactsProps {
  readonly form: Form;
  /** The form with the fields that the study has retired. */
  readonly readable: Form;
  readonly record: Row;
  readonly choices: StudyChoices;
}

/** What was entered into fields that nobody is asked for any more; nothing if the record has none of it. */
export function RetiredFacts({ form, readable, record, choices }: RetiredFactsProps) {
  const t = useTranslations('patients');
  const retired = Object.entries(readable.fields).filter(
    ([field]) => !Object.hasOwn(form.fields, field) && (record[field] ?? null) !== null,
  );
  if (retired.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600} mt="lg" mb="xs">
        {t('retiredFields')}
      </Text>
      <RecordFacts form={{ ...form, fields: Object.fromEntries(retired) }} record={record} choices={choices} />
    </>
  );
}
