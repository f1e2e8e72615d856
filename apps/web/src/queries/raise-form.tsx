'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Select, Stack, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { valuesOf, longestQueryText } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { raiseMutation } from './query.ts';

/** What a question is about: a record of a patient, or with null the form of which there is none yet. */
export interface QueryTarget {
  readonly patientId: string;
  readonly form: string;
  readonly recordId: string | null;
  /** Null: all of it. */
  readonly field: string | null;
}

/** Asks about a field of a record, or about all of it. */
export function RaiseForm({ target, study }: { target: QueryTarget; study: Study }) {
  const t = useTranslations('queries');
  const label = useLabel();
  const [field, setField] = useState(target.field);
  const [text, setText] = useState('');
  const [lacksText, setLacksText] = useState(false);
  const [raise, { loading, error }] = useMutation(raiseMutation, { refetchQueries: 'active' });
  const form = formOf(study, target.form);

  async function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    setLacksText(text.trim() === '');
    if (text.trim() === '' || loading) return;
    const { patientId, recordId, form: name } = target;
    const variables = { study: study.code, subjects: [{ patientId, recordId }], form: name, field, text: text.trim() };
    await raise({ variables }).then(
      () => setText(''),
      () => undefined,
    );
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <Select
          label={t('about')}
          value={field ?? ''}
          allowDeselect={false}
          searchable
          data={[
            { value: '', label: t('wholeRecord') },
            ...(form ? valuesOf(form).map(([name, spec]) => ({ value: name, label: label(spec.label) })) : []),
          ]}
          onChange={(next) => setField(next || null)}
        />
        <Textarea
          label={t('question')}
          value={text}
          maxLength={longestQueryText}
          autosize
          minRows={2}
          data-autofocus
          error={lacksText ? t('lacksText') : null}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setLacksText(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
          }}
        />
        {error ? <ErrorState code={errorCode(error)} /> : null}
        <Button type="submit" size="xs" loading={loading} w="fit-content">
          {t('raise')}
        </Button>
      </Stack>
    </form>
  );
}
