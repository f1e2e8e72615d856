'use client';
import { Button, Popover, Text } from '@mantine/core';
import { IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import styles from './outbox-status.module.css';
import { useOutbox } from './outbox.tsx';
import { type WaitingSave } from './waiting-save.ts';

// Every page has this in its frame, and mostly nothing waits.
const WaitingList = onOpening(async () => (await import('./waiting-list.tsx')).WaitingList);
const WaitingConflict = onOpening(async () => (await import('./waiting-conflict.tsx')).WaitingConflict);

/** Above every page: when the last save arrived, or how many are kept in this browser and wait. */
export function OutboxStatus() {
  const t = useTranslations('forms.outbox');
  const locale = useLocale();
  const outbox = useOutbox();
  const [deciding, setDeciding] = useState<WaitingSave | null>(null);
  if (!outbox) return null;
  const { waiting, isSending, savedAt } = outbox;
  // Only ever shown after something was saved in this browser, in its own time.
  const at = (time: number) =>
    new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { timeStyle: 'short' }).format(time);
  if (waiting.length === 0) {
    return savedAt === null ? null : (
      <span className={styles['saved']} role="status">
        <IconCloudCheck size={16} aria-hidden /> {isSending ? t('saving') : t('saved', { at: at(savedAt) })}
      </span>
    );
  }
  const asks = waiting.filter(({ refused }) => refused).length;
  const Icon = isSending ? IconCloudUp : IconCloudOff;
  return (
    <>
      <Popover position="bottom-end" width={340} withArrow trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon size={16} color="var(--mantine-color-orange-filled)" aria-hidden />}
            aria-live="polite"
          >
            <span className={styles['words']}>
              {isSending ? t('saving') : asks > 0 ? t('asks', { n: asks }) : t('offline', { n: waiting.length })}
            </span>
            <span className={styles['count']}>{waiting.length}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Text size="sm" mb="xs">
            {t('explain')}
          </Text>
          <WaitingList at={at} onDecide={setDeciding} />
          <Button size="xs" variant="default" onClick={outbox.sendNow} loading={isSending}>
            {t('sendNow')}
          </Button>
        </Popover.Dropdown>
      </Popover>
      {deciding ? <WaitingConflict save={deciding} onClose={() => setDeciding(null)} /> : null}
    </>
  );
}
