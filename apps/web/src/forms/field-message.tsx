'use client';
import { Checkbox, TextInput } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type FieldSpec, type Issue } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import styles from './field-row.module.css';

interface FieldMessageProps {
  readonly id: string;
  readonly spec: FieldSpec;
  readonly issues: readonly Issue[];
  /** What the chosen symbol means. */
  readonly meaning: string | null;
  readonly doubts: Doubts;
}

/** What was said to the doubts of a form. */
export interface Doubts {
  /** What was written to a doubt, empty where it was only ticked; null where nobody has confirmed it. */
  readonly reasonOf: (issue: Issue) => string | null;
  readonly onConfirm: (issue: Issue, reason: string | null) => void;
  /** Whether words are kept beside the value. */
  readonly keepsWords: boolean;
}

/** What is expected, in words; otherwise the help of the field. An error takes precedence over a warning. */
export function FieldMessage({ id, spec, issues, meaning, doubts }: FieldMessageProps) {
  const t = useTranslations('forms');
  const label = useLabel();
  const issue = issues.find(({ severity }) => severity === 'error') ?? issues[0];
  if (!issue) {
    return (
      <div id={id} className={styles['message']}>
        {meaning ?? (spec.help ? label(spec.help) : null)}
      </div>
    );
  }
  if (issue.severity === 'error') {
    return (
      <div id={id} className={styles['message']} data-tone="error" role="alert">
        <IconAlertCircle size={14} aria-hidden />
        <span>
          {issue.problem === 'required' ? t('requiredMissing') : t('expected', { expected: label(issue.expected) })}
        </span>
      </div>
    );
  }
  const reason = doubts.reasonOf(issue);
  return (
    <div id={id} className={styles['message']} data-tone="doubt" role="status">
      <IconAlertTriangle size={14} aria-hidden />
      <div className={styles['words']}>
        <span>{t('unusual', { expected: label(issue.expected) })}</span>
        <Checkbox
          size="xs"
          label={t('confirm')}
          checked={reason !== null}
          onChange={(event) => doubts.onConfirm(issue, event.currentTarget.checked ? '' : null)}
        />
        {doubts.keepsWords && reason !== null ? (
          <TextInput
            size="xs"
            className={styles['why'] ?? ''}
            aria-label={t('whyRight')}
            placeholder={t('whyRight')}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => doubts.onConfirm(issue, event.currentTarget.value)}
          />
        ) : null}
      </div>
    </div>
  );
}
