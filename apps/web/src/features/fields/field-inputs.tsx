'use client';
import { Alert, Checkbox, NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { type ChangeEvent } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Issue, ownKinds, type OwnKind, usualKnown } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { AnalysisInputs } from './analysis-inputs.tsx';
import { CodeListEditor } from './code-list-editor.tsx';
import { type FieldDraft } from './field-draft.ts';

interface FieldInputsProps {
  readonly draft: FieldDraft;
  readonly issues: readonly Issue[];
  readonly forms: readonly Form[];
  /** Published: form, name, kind and unit stay. */
  readonly isFixed: boolean;
  /** Published with a time: when it is known and which record counts stay too. */
  readonly isTimeFixed: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (draft: FieldDraft) => void;
}

type Typed = 'name' | 'labelEn' | 'labelZh' | 'helpEn' | 'helpZh' | 'unit' | 'lowest' | 'highest';

/** Everything that a declaration says, each input with what is wrong in it. */
export function FieldInputs({ draft, issues, forms, isFixed, isTimeFixed, isReadOnly, onChange }: FieldInputsProps) {
  const t = useTranslations('fields');
  const label = useLabel();
  const isNumber = draft.kind === 'integer' || draft.kind === 'decimal';
  const fault = (place: string) => {
    const issue = issues.find(({ field }) => field === place);
    return issue ? t('expected', { expected: label(issue.expected) }) : null;
  };
  const typed = (field: Typed, place: string = field) => ({
    label: t(`inputs.${field}`),
    value: draft[field],
    error: fault(place),
    autoComplete: 'off',
    readOnly: isReadOnly,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange({ ...draft, [field]: event.currentTarget.value }),
  });
  const shown = [
    ...['form', 'name', 'kind', 'unit', 'lowest', 'highest', 'known', 'counts'],
    ...['label.en', 'label.zh', 'help.en', 'help.zh'],
  ];
  const others = issues.filter(
    ({ field }) => !shown.includes(field) && !field.startsWith('codes.') && field !== 'codes',
  );
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NativeSelect
          label={t('inputs.form')}
          data={forms.map((one) => ({ value: one.name, label: label(one.label) }))}
          value={draft.form}
          error={fault('form')}
          disabled={isFixed || isReadOnly}
          onChange={(event) => {
            const form = event.currentTarget.value;
            onChange({ ...draft, form, known: usualKnown(form), counts: null });
          }}
        />
        <NativeSelect
          label={t('inputs.kind')}
          data={ownKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          value={draft.kind}
          error={fault('kind')}
          disabled={isFixed || isReadOnly}
          // Of another kind other records may count.
          onChange={(event) => onChange({ ...draft, kind: event.currentTarget.value as OwnKind, counts: null })}
        />
        <TextInput {...typed('labelEn', 'label.en')} required data-autofocus />
        <TextInput {...typed('labelZh', 'label.zh')} required />
      </SimpleGrid>
      <TextInput {...typed('name')} description={t('nameText')} required disabled={isFixed} />
      {isNumber ? (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <TextInput {...typed('unit')} disabled={isFixed} />
          <TextInput {...typed('lowest')} inputMode="decimal" />
          <TextInput {...typed('highest')} inputMode="decimal" />
        </SimpleGrid>
      ) : null}
      {draft.kind === 'code' ? (
        <CodeListEditor
          codes={draft.codes}
          fault={fault}
          isReadOnly={isReadOnly}
          onChange={(codes) => onChange({ ...draft, codes })}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Textarea {...typed('helpEn', 'help.en')} autosize minRows={1} />
        <Textarea {...typed('helpZh', 'help.zh')} autosize minRows={1} />
      </SimpleGrid>
      <AnalysisInputs draft={draft} fault={fault} isFixed={isTimeFixed || isReadOnly} onChange={onChange} />
      <Checkbox
        label={t('inputs.required')}
        checked={draft.required}
        disabled={isReadOnly}
        onChange={(event) => onChange({ ...draft, required: event.currentTarget.checked })}
      />
      {others.map(({ field, expected }) => (
        <Alert key={field} role="alert" color="red" variant="light">
          {t('expected', { expected: label(expected) })}
        </Alert>
      ))}
    </>
  );
}
