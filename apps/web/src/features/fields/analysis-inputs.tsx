'use client';
import { NativeSelect, SimpleGrid } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { countsOfKind, hasSeveralRecords, mayGiveVariables } from '@haim/schema';
import { type FieldDraft } from './field-draft.ts';

interface AnalysisInputsProps {
  readonly draft: FieldDraft;
  readonly fault: (place: string) => string | null;
  readonly isFixed: boolean;
  readonly onChange: (draft: FieldDraft) => void;
}

const times = ['timeZero', 'outcome'] as const;

/** When the value is known and, where a patient has several records, which of them counts. */
export function AnalysisInputs({ draft, fault, isFixed, onChange }: AnalysisInputsProps) {
  const t = useTranslations('fields.analysis');
  const { known, counts, kind } = draft;
  const isSeveral = hasSeveralRecords(draft.form);
  const mayBe = mayGiveVariables(draft.form);
  const none = mayBe ? 'no' : 'notOfForm';
  const text = known === null ? none : known === 'timeZero' && isSeveral ? 'timeZeroOfSeveral' : known;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <NativeSelect
        label={t('known')}
        description={t(`timesText.${text}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[
          { value: '', label: t('times.no') },
          ...(mayBe ? times : []).map((time) => ({ value: time, label: t(`times.${time}`) })),
        ]}
        value={known ?? ''}
        error={fault('known')}
        disabled={isFixed}
        onChange={(event) => {
          const chosen = times.find((time) => time === event.currentTarget.value);
          onChange({ ...draft, known: chosen ?? null });
        }}
      />
      {known !== null && isSeveral ? (
        <NativeSelect
          label={t('counts')}
          data={[
            { value: '', label: t('choose') },
            ...countsOfKind[kind].map((one) => ({ value: one, label: t(`countsOf.${one}`) })),
          ]}
          value={counts ?? ''}
          error={fault('counts')}
          required
          disabled={isFixed}
          onChange={(event) => {
            const chosen = countsOfKind[kind].find((one) => one === event.currentTarget.value);
            onChange({ ...draft, counts: chosen ?? null });
          }}
        />
      ) : null}
    </SimpleGrid>
  );
}
