'use client';
import { useTranslations } from 'use-intl';
import { type FieldSpec, identityForm, isRole, roles } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { auditedValue, type AuditLine, auditLines, type ChangedRow, knownFields, plainValue } from './audit-lines.ts';
import styles from './changed-fields.module.css';
import { useShownValue, useUnit } from './use-words.ts';

/** What an entry of the audit trail changed: each field with its old and its new value, as the form shows them. */
export function ChangedFields({ entry, study }: { entry: ChangedRow; study: Study | null }) {
  const form = entry.form === identityForm.name ? identityForm : readableFormOf(study, entry.form);
  return (
    <ul className={styles['changes']}>
      {auditLines(form, entry).map((line) => (
        <Change key={line.field} line={line} form={entry.form} study={study} />
      ))}
    </ul>
  );
}

function Change({ line, form, study }: { line: AuditLine; form: string | null; study: Study | null }) {
  const t = useTranslations('audit');
  const show = useShownValue({ arm: study?.arms ?? [] });
  const unitOf = useUnit();
  const name = useFieldName();
  const label = useLabel();
  const instant = useInstant();
  const undeclared = (value: string | null): string => {
    // A membership without a centre is for all of them; anything else without a value has none.
    if (value === null) return form === 'membership' && line.field === 'centreId' ? t('allCentres') : missing;
    if (/At$/.test(line.field) && !Number.isNaN(Date.parse(value))) return instant(value);
    return line.field === 'role' && isRole(value) ? label(roles[value].label) : plainValue(value) || missing;
  };
  // Who a patient is stands in no entry: only that it was filled in.
  const isWithheld = form === identityForm.name;
  const text = (spec: FieldSpec | null, value: string | null, valueName: string | null) =>
    isWithheld
      ? value === null
        ? missing
        : t('withheld')
      : (valueName ?? (spec ? show(spec, auditedValue(spec, value)) : undeclared(value)));
  const unit = line.spec && line.newValue !== null ? unitOf(line.spec) : null;
  return (
    <li>
      <span className={styles['quiet']}>{name(line)}</span>{' '}
      {line.isFirst ? null : (
        <>
          <del>{text(line.spec, line.oldValue, line.oldName)}</del> <span aria-label={t('became')}>→</span>{' '}
        </>
      )}
      <ins>
        {text(line.spec, line.newValue, line.newName)}
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
