'use client';
import { Anchor, Button, Popover, Text } from '@mantine/core';
import { IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import Link from 'next/link';
import { lazy, Suspense, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudies } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { newKey } from './browser-store.ts';
import styles from './outbox-status.module.css';
import { useOutbox } from './outbox.tsx';
import { over, type WaitingSave } from './waiting-save.ts';

// Every page has this in its frame, and a conflict is rare.
const ConflictDialog = lazy(async () => ({ default: (await import('../conflict-dialog.tsx')).ConflictDialog }));

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
          <ul className={styles['list']}>
            {waiting.map((save) => (
              <WaitingItem key={save.saveKey} save={save} at={at(save.at)} onDecide={() => setDeciding(save)} />
            ))}
          </ul>
          <Button size="xs" variant="default" onClick={outbox.sendNow} loading={isSending}>
            {t('sendNow')}
          </Button>
        </Popover.Dropdown>
      </Popover>
      {deciding ? <Decision save={deciding} onClose={() => setDeciding(null)} /> : null}
    </>
  );
}

function useFormOfSave({ study: code, form }: WaitingSave) {
  const study = useStudies().find((one) => one.code === code);
  return { study, form: study && formOf(study, form) };
}

function WaitingItem({ save, at, onDecide }: { save: WaitingSave; at: string; onDecide: () => void }) {
  const t = useTranslations('forms.outbox');
  const forms = useTranslations('forms');
  const label = useLabel();
  const outbox = useOutbox();
  const { form } = useFormOfSave(save);
  const { refused } = save;
  return (
    <li>
      <Anchor
        component={Link}
        size="sm"
        href={`${studyPath(save.study, 'patients', save.patientId)}?form=${save.form}`}
      >
        {form ? label(form.label) : save.form}
      </Anchor>{' '}
      <span className={styles['quiet']}>{t('at', { at })}</span>
      {refused && 'issues' in refused
        ? refused.issues.map((issue) => (
            <div key={issue.field}>
              {form?.fields[issue.field] ? `${label(form.fields[issue.field]?.label ?? issue.expected)}: ` : null}
              {forms('expected', { expected: label(issue.expected) })}
            </div>
          ))
        : null}
      {refused && 'code' in refused ? <div>{t('refused')}</div> : null}
      {refused && 'current' in refused ? (
        <Button size="compact-xs" onClick={onDecide}>
          {t('decide')}
        </Button>
      ) : null}
      {refused && !('current' in refused) ? (
        <Button size="compact-xs" variant="default" color="red" onClick={() => void outbox?.drop(save)}>
          {t('discard')}
        </Button>
      ) : null}
    </li>
  );
}

/** Somebody else changed the same field meanwhile: before, yours and theirs. */
function Decision({ save, onClose }: { save: WaitingSave; onClose: () => void }) {
  const outbox = useOutbox();
  const { study, form } = useFormOfSave(save);
  const current = save.refused && 'current' in save.refused ? save.refused.current : null;
  if (!outbox || !form || !current) return null;
  return (
    <Suspense fallback={null}>
      <ConflictDialog
        form={form}
        choices={{ arm: study?.arms ?? [] }}
        before={save.before}
        yours={save.values}
        current={current}
        reason={save.reason}
        onClose={onClose}
        onTakeTheirs={() => {
          void outbox.drop(save);
          onClose();
        }}
        onKeepMine={async (reason) => {
          const decided = { ...over(form, save, current, reason), saveKey: newKey() };
          await outbox.drop(save);
          await outbox.replace(decided);
          onClose();
          return null;
        }}
      />
    </Suspense>
  );
}
