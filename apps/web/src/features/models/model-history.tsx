'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import styles from './models.module.css';
import { type ModelEvent } from './registry.ts';
import { useInstant } from '@/i18n/use-instant.ts';

/** The decisions about a line, newest first: who, when, why, and what was active until then. */
export function ModelHistory({ line, events }: { line: string; events: readonly ModelEvent[] }) {
  const t = useTranslations('registry.history');
  const instant = useInstant();
  /** Translates what the portal itself wrote into the reader's language; what people wrote is unchanged. */
  const reasonText = (reason: string | null): string => {
    switch (reason) {
      case null:
        return t('notOpen');
      case 'first version of its line':
        return t('reasons.first');
      case 'found in the model folder':
        return t('reasons.found');
      default:
        return reason;
    }
  };
  return (
    <ol className={styles['history']} aria-label={t('label', { line })}>
      {events.map(({ id, at, by, action, version, previousVersion, reason }) => (
        <li key={id} data-action={action}>
          <div>
            <strong>{t(action, { version })}</strong>
            {previousVersion !== null && previousVersion !== version && (
              <Text span size="sm" c="var(--text-quiet)">
                {' '}
                {t('before', { version: previousVersion })}
              </Text>
            )}
          </div>
          <Text size="sm">{reasonText(reason)}</Text>
          <Text size="xs" c="var(--text-quiet)">
            {by === null ? '' : `${by} · `}
            <time dateTime={at}>{instant(at)}</time>
          </Text>
        </li>
      ))}
    </ol>
  );
}
