'use client';
import { Tooltip, VisuallyHidden } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { type Control, useController } from 'react-hook-form';
import { useLocale, useTranslations } from 'use-intl';
import { type FieldSpec, type Issue, missingReason, type Row } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Draft, type DraftValue } from './draft.ts';
import { FieldInput } from './field-input.tsx';
import { FieldMark } from './field-marks.tsx';
import { type Doubts, FieldMessage } from './field-message.tsx';
import styles from './field-row.module.css';
import { MissingMenu, type MissingValue } from './missing-menu.tsx';
import { choicesOf, isSymbol, offeredChoices, type StudyChoices } from './show-value.ts';

interface FieldRowProps {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly control: Control<Draft>;
  readonly choices: StudyChoices;
  readonly isFirst: boolean;
  /** The record as it is in the form. */
  readonly row: Row;
  /** The faults to show now; all of one field. */
  readonly issues: readonly Issue[];
  readonly doubts: Doubts;
  /** Null where a value is required, or one of two fields. */
  readonly missing?: MissingValue | null;
  /** When the field is asked, if it is not asked now. */
  readonly unasked?: string | null;
}

/** Label, input, and one line below for help or an error: the line is always there, so nothing jumps. */
export function FieldRow(props: FieldRowProps) {
  const { field, spec, control, choices, isFirst, row, issues, doubts, missing = null, unasked = null } = props;
  const t = useTranslations('forms');
  const label = useLabel();
  const id = useId();
  const { name, value, onChange, onBlur } = useController({ name: field, control }).field;
  const meaning = useMeaning(spec, row, choices)(value);
  const [opened, setOpened] = useState(false);
  const reason = missingReason.codes.find(({ code }) => code === missing?.reason);
  function enter(typed: DraftValue) {
    onChange(typed);
    if (missing?.reason && typed !== null && typed !== '') missing.onReason(null);
  }
  const parts = { label: `${id}-label`, input: `${id}-input`, message: `${id}-message` };
  return (
    <div
      className={styles['row']}
      data-field={field}
      data-unasked={unasked === null ? undefined : true}
      onKeyDown={(event) => {
        if (!missing || !event.altKey || event.code !== 'KeyM') return;
        event.preventDefault();
        setOpened(true);
      }}
    >
      <div className={styles['head']}>
        <label id={parts.label} htmlFor={parts.input}>
          {label(spec.label)}
          {spec.required ? (
            <span className={styles['required']} title={t('required')}>
              {' *'}
              <VisuallyHidden>{t('required')}</VisuallyHidden>
            </span>
          ) : null}
        </label>
        {spec.cdisc ? (
          <Tooltip label={t('cdisc', { name: spec.cdisc })} openDelay={300}>
            <IconInfoCircle size={13} className={styles['cdisc']} aria-hidden />
          </Tooltip>
        ) : null}
        <FieldMark field={field} />
        {missing ? (
          <span className={styles['missing']}>
            <MissingMenu of={label(spec.label)} opened={opened} onChange={setOpened} {...missing} />
          </span>
        ) : null}
      </div>
      <FieldInput
        spec={spec}
        input={{ name, value, onChange: enter, onBlur }}
        choices={choices}
        row={row}
        parts={parts}
        invalid={issues.some(isFault)}
        isFirst={isFirst}
      />
      <FieldMessage
        id={parts.message}
        spec={spec}
        issues={issues}
        meaning={reason ? t('missing.is', { reason: label(reason.label) }) : (unasked ?? meaning)}
        doubts={doubts}
      />
    </div>
  );
}

/** What a symbol or a name stands for; null where it says so itself. */
function useMeaning(spec: FieldSpec, row: Row, choices: StudyChoices): (value: unknown) => string | null {
  const t = useTranslations('forms');
  const label = useLabel();
  const locale = useLocale();
  return (value) => {
    if (spec.kind === 'text' && spec.names) {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text === '') return null;
      const known = spec.names.about(text);
      if (known) {
        const meaning = known.meaning ? `: ${label(known.meaning)}` : '';
        return `${label(known.name)} · ${label(known.group)}${meaning}`;
      }
      const likely = spec.names.likely(text);
      return t(likely ? 'perhaps' : 'notAName', { source: spec.names.source, name: likely ?? '' });
    }
    if (offeredChoices(spec, row, locale)) return null;
    const chosen = choicesOf(spec, choices, locale).find(({ code }) => code === value);
    return chosen && isSymbol(chosen.code) ? chosen.label : null;
  };
}

function isFault({ severity }: Issue): boolean {
  return severity === 'error';
}
