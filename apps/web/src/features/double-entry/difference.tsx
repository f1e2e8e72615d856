'use client';
import { Group, NativeSelect } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { entryChoices, type Form, isReasonKey, type Issue, missingReason, reasonKey, type Row } from '@haim/schema';
import { ChoiceInput } from '@/forms/choice-input.tsx';
import { FieldInput } from '@/forms/field-input.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import styles from './differences-form.module.css';
import { type FieldDecision } from './field-decision.ts';
import { useEntered } from './use-entered.ts';

/** A reason for a missing value is part of its field. */
export const fieldOf = ({ field }: Issue): string => (isReasonKey(field) ? field.slice(reasonKey('').length) : field);

interface DifferenceProps {
  readonly field: string;
  readonly form: Form;
  /** As it was compared, and the record as it is now. */
  readonly first: Row;
  readonly second: Row;
  readonly record: Row;
  readonly decision: FieldDecision;
  readonly isFirst: boolean;
  /** It was asked for, and is not decided. */
  readonly isOpen: boolean;
  readonly issues: readonly Issue[];
  /** By which the field is found among those of several records; the field itself where there is one. */
  readonly place?: string;
  readonly onDecide: (change: Partial<FieldDecision>) => void;
}

/** What holds of one field that differs: 1, 2 or 3 chooses. */
export function Difference(props: DifferenceProps) {
  const { field, form, first, second, record, decision, isFirst, isOpen, issues, onDecide } = props;
  const { place = field } = props;
  const t = useTranslations('doubleEntry.comparison');
  const forms = useTranslations('forms');
  const label = useLabel();
  const id = useId();
  const study = useStudy();
  const entered = useEntered(form);
  const spec = form.fields[field];
  if (!spec) return null;
  const words = { first: entered(record, field), second: entered(second, field), other: t('other') };
  const isChanged = entered(first, field) !== words.first;
  const parts = { label: `${id}-label`, input: `${id}-input`, message: `${id}-message` };
  const mayLack = Object.hasOwn(form.fields, reasonKey(field));
  return (
    <div className={styles['difference']} data-field={place} data-open={isOpen || undefined}>
      <div id={parts.label} className={styles['name']}>
        {label(spec.label)}
      </div>
      <ChoiceInput
        choices={entryChoices.map((choice, i) => ({
          code: choice,
          label: choice === 'other' ? words.other : `${t(choice)}: ${words[choice]}`,
          keys: [String(i + 1)],
        }))}
        value={decision.choice}
        onChange={(choice) => onDecide({ choice: entryChoices.find((one) => one === choice) ?? '' })}
        onBlur={() => undefined}
        labelledBy={parts.label}
        describedBy={parts.message}
        invalid={isOpen || issues.length > 0}
        required
        missing=""
        isFirst={isFirst}
      />
      {decision.choice === 'other' ? (
        <Group gap="sm" align="flex-end" className={styles['other'] ?? ''}>
          <div data-field={`${place} other`}>
            <FieldInput
              spec={spec}
              input={{ name: field, value: decision.value, onChange: (value) => onDecide({ value, missing: '' }), onBlur: () => undefined }}
              choices={{ arm: study.arms }}
              row={record}
              parts={{ ...parts, input: `${id}-other` }}
              invalid={issues.length > 0}
              isFirst={false}
            />
          </div>
          {mayLack ? (
            <NativeSelect
              aria-label={t('missing')}
              value={decision.missing}
              data={[{ value: '', label: t('missing') }, ...missingReason.codes.map((one) => ({ value: one.code, label: label(one.label) }))]}
              onChange={(event) => onDecide({ missing: event.currentTarget.value, value: '' })}
            />
          ) : null}
        </Group>
      ) : null}
      <div id={parts.message} className={styles['message']} data-tone={isOpen || issues.length > 0 ? 'error' : undefined}>
        {issues.length > 0
          ? issues.map((issue) => forms('expected', { expected: label(issue.expected) })).join(' ')
          : isOpen
            ? t('decideThis')
            : isChanged
              ? t('corrected', { value: entered(first, field) })
              : null}
      </div>
    </div>
  ); // prettier-ignore
}
