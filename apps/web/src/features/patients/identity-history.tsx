'use client';
import { Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { auditKindLabels, fieldsOf, identityForm } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import styles from './audit-panel.module.css';
import { type Shown } from './identity-query.ts';

/** Who changed it and from what to what, and who looked at it: shown with the identity and under the same right. */
export function IdentityHistory({ history }: { history: Shown['history'] }) {
  const t = useTranslations('patients.identity');
  const h = useTranslations('patients.history');
  const label = useLabel();
  const instant = useInstant();
  if (history.length === 0) return null;
  const labels = new Map(fieldsOf(identityForm).map(([field, spec]) => [field, label(spec.label)]));
  return (
    <section aria-label={t('history')}>
      <Title order={3} size="h5" mt="xs">
        {t('history')}
      </Title>
      <ol className={styles['list']}>
        {history.map(({ id, at, by, action, reason, changes }) => (
          <li key={id} className={styles['entry']}>
            <div className={styles['head']}>
              <strong>{label(auditKindLabels[action as keyof typeof auditKindLabels])}</strong>
              <span className={styles['quiet']}>
                {by} ·{' '}
                <time dateTime={at} title={at}>
                  {instant(at, 'medium')}
                </time>
              </span>
            </div>
            {reason ? <p className={styles['reason']}>{h('reason', { reason })}</p> : null}
            {changes.map(({ field, oldValue, newValue }) => (
              <div key={field}>
                <span className={styles['quiet']}>{labels.get(field) ?? field}</span>{' '}
                {action === 'create' ? null : (
                  <>
                    <del>{oldValue ?? missing}</del> <span aria-label={t('became')}>→</span>{' '}
                  </>
                )}
                <ins>{newValue ?? missing}</ins>
              </div>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
