'use client';
import { useTranslations } from 'use-intl';
import { type FieldSpec } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { auditedValue, type AuditLine, auditLines, type ChangedRow, knownFields } from './audit-lines.ts';
import styles from './changed-fields.module.css';
import { useShownValue, useUnit } from './use-words.ts';

/** What an entry of the audit trail changed: each field with its old and its new value, as the form shows them. */
export function ChangedFields({ entry, study }: { entry: ChangedRow; study: Study }) {
  return (
    <ul className={styles['changes']}>
      {auditLines(readableFormOf(study, entry.form), entry).map((line) => (
        <Change key={line.field} line={line} study={study} />
      ))}
    </ul>
  );
}

function Change({ line, study }: { line: AuditLine; study: Study }) {
  const t = useTranslations('audit');
  const show = useShownValue({ arm: study.arms });
  const unitOf = useUnit();
  const name = useFieldName();
  const text = (spec: FieldSpec | null, value: string | null) =>
    spec ? show(spec, auditedValue(spec, value)) : (value ?? missing);
  const unit = line.spec && line.newValue !== null ? unitOf(line.spec) : null;
  return (
    <li>
      <span className={styles['quiet']}>{name(line)}</span>{' '}
      {line.isFirst ? null : (
        <>
          <del>{text(line.spec, line.oldValue)}</del> <span aria-label={t('became')}>→</span>{' '}
        </>
      )}
      <ins>
        {text(line.spec, line.newValue)}
        {unit ? ` ${unit}` : null}
      </ins>
    </li>
  );
}

/** A declared field by its label; of other tables, those that people know by name. */
export function useFieldName(): (line: Pick<AuditLine, 'field' | 'spec'>) => string {
  const t = useTranslations('audit.fields');
  const label = useLabel();
  return ({ field, spec }) => {
    if (spec) return label(spec.label);
    const known = knownFields.find((name) => name === field);
    return known ? t(known) : field;
  };
}
