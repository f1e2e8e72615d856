'use client';
import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { scheduledForms } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';
import { type DueFilterState, stateChoices } from './use-due-filter.ts';

interface DueFiltersProps {
  readonly study: Study;
  readonly state: DueFilterState;
  readonly onChange: (next: Partial<DueFilterState>) => void;
}

/** Every filter has a word for all: an empty box would ask to be filled. */
export function DueFilters({ study, state, onChange }: DueFiltersProps) {
  const t = useTranslations('due');
  const label = useLabel();
  const forms = formsOf(study).filter(({ name }) => scheduledForms.some((one) => one === name));
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      <Select
        label={t('state')}
        value={state.state}
        allowDeselect={false}
        data={stateChoices.map((one) => ({ value: one, label: t(`choices.${one}`) }))}
        onChange={(next) => onChange({ state: stateChoices.find((one) => one === next) ?? 'waiting' })}
      />
      <Select
        label={t('form')}
        value={state.form}
        allowDeselect={false}
        data={[
          { value: '', label: t('allForms') },
          ...forms.map((form) => ({ value: form.name, label: label(form.label) })),
        ]}
        onChange={(form) => onChange({ form: form ?? '' })}
      />
      <Select
        label={t('centre')}
        value={state.centre}
        allowDeselect={false}
        data={[
          { value: '', label: t('allCentres') },
          ...study.centres.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(centre) => onChange({ centre: centre ?? '' })}
      />
      <NumberInput
        label={t('atLeast')}
        value={state.by || ''}
        placeholder="0"
        min={0}
        max={9999}
        allowDecimal={false}
        onChange={(by) => onChange({ by: typeof by === 'number' ? by : 0 })}
      />
      <TextInput
        label={t('code')}
        type="search"
        placeholder={t('anyCode')}
        value={state.q}
        onChange={(event) => onChange({ q: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
