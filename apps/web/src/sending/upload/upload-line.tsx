'use client';
import { Anchor, Button, Group, Progress, Text } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { clock } from '@/runs/remaining.ts';
import { studyPath } from '@/session/study-path.ts';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { type UploadItem } from './upload-queue.ts';
import { useRefusal } from './use-refusal.ts';
import { uploadQueue } from './use-uploads.ts';
import styles from './upload.module.css';

/** One upload: how much has arrived, how fast, its outcome, and what can be done about it. */
export function UploadLine({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads');
  const { key, file, target, phase, slideId } = item;
  const name = `${target.patient} · ${target.barcode}`;
  return (
    <li className={styles['line']}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div className={styles['name']}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="var(--text-quiet)" className={styles['fileName'] ?? ''}>
            {file.name}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {phase === 'sending' || phase === 'waiting' ? (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('pauseOf', { name })}
              onClick={() => uploadQueue.pause(key)}
            >
              {t('pause')}
            </Button>
          ) : null}
          {phase === 'paused' || phase === 'failed' ? (
            <Button size="compact-xs" aria-label={t('resumeOf', { name })} onClick={() => uploadQueue.resume(key)}>
              {t('resume')}
            </Button>
          ) : null}
          {phase === 'attached' && slideId !== null ? (
            <Anchor component={Link} size="sm" href={studyPath(target.study, 'slides', slideId)}>
              {t('open')}
            </Anchor>
          ) : null}
          {phase === 'checking' ? null : (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t(phase === 'attached' || phase === 'refused' ? 'dismissOf' : 'cancelOf', { name })}
              onClick={() => uploadQueue.remove(key)}
            >
              {t(phase === 'attached' || phase === 'refused' ? 'dismiss' : 'cancel')}
            </Button>
          )}
        </Group>
      </Group>
      {phase === 'attached' || phase === 'refused' ? null : <ProgressOf item={item} name={name} />}
      <State item={item} />
    </li>
  );
}

function ProgressOf({ item, name }: { item: UploadItem; name: string }) {
  const t = useTranslations('uploads');
  const { phase, sentBytes, checkedBytes, file } = item;
  const isHashing = phase === 'checking' && checkedBytes !== null && checkedBytes < file.size;
  const share = phase === 'checking' ? (isHashing ? checkedBytes / file.size : 1) : sentBytes / file.size;
  return (
    <Progress
      value={share * 100}
      animated={phase === 'checking'}
      striped={phase === 'checking'}
      {...(phase === 'failed' ? { color: 'red' } : phase === 'paused' ? { color: 'gray' } : {})}
      my={4}
      aria-label={t(phase === 'checking' ? 'checkingOf' : 'sendingOf', { name })}
    />
  );
}

function State({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads');
  const format = useFormatter();
  const size = useFileSize();
  const refusal = useRefusal();
  const { phase, sentBytes, resumedFromBytes, bytesPerSecond, file, problem, sha256 } = item;
  const said = problem === null ? null : refusal(problem);
  const amount = t('amount', {
    sent: size(sentBytes),
    total: size(file.size),
    percent: format.number(Math.floor((sentBytes / file.size) * 100)),
  });
  const pace =
    bytesPerSecond === null || bytesPerSecond <= 0
      ? null
      : t('pace', { speed: size(bytesPerSecond), time: clock((file.size - sentBytes) / bytesPerSecond) });
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="xs" className={(phase === 'refused' && styles['error']) || ''}>
          {/* Announced when the phase changes, not with every byte. */}
          <span role="status">{t(item.isRetrying && phase === 'sending' ? 'phases.retrying' : `phases.${phase}`)}</span>
          {phase === 'sending' || phase === 'paused' || phase === 'failed' ? ` · ${amount}` : ` · ${size(file.size)}`}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={styles['numbers'] ?? ''}>
          {phase === 'sending' ? pace : null}
        </Text>
      </Group>
      {phase === 'sending' && resumedFromBytes > 0 ? (
        <Text size="xs" c="var(--text-quiet)">
          {t('resumedFrom', { amount: size(resumedFromBytes) })}
        </Text>
      ) : null}
      {said ? (
        <Text size="sm" role="alert">
          {said.text}
          {said.detail ? (
            <Text span size="xs" c="var(--text-quiet)" lang="en">
              {' '}
              {said.detail}
            </Text>
          ) : null}
        </Text>
      ) : null}
      {phase === 'attached' && sha256 !== null ? (
        <Text size="xs" c="var(--text-quiet)" className={styles['hash'] ?? ''}>
          SHA-256 {sha256}
        </Text>
      ) : null}
    </>
  );
}
