'use client';
import { Checkbox } from '@mantine/core';
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
  readonly isConfirmed: (issue: Issue) => boolean;
  readonly onConfirm: (issue: Issue, confirmed: boolean) => void;
}

/** What is expected, in words; otherwise the help of the field. An error takes precedence over a warning. */
export function FieldMessage({ id, spec, issues, meaning, isConfirmed, onConfirm }: FieldMessageProps) {
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
  return (
    <div id={id} className={styles['message']} data-tone="doubt" role="status">
      <IconAlertTriangle size={14} aria-hidden />
      <div className={styles['words']}>
        <span>{t('unusual', { expected: label(issue.expected) })}</span>
        <Checkbox
          size="xs"
          label={t('confirm')}
          checked={isConfirmed(issue)}
          onChange={(event) => onConfirm(issue, event.currentTarget.checked)}
        />
      </div>
    </div>
  );
}
