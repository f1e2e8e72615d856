'use client';
import { Button, Text } from '@mantine/core';
import { type SlideUpload } from '@haim/schema';
import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { type UploadItem } from './upload-queue.ts';
import { fetchUploads, removeUpload } from './uploads-api.ts';
import { useRefusal } from './use-refusal.ts';
import styles from './upload.module.css';

const POLL_MS = 3_000;

interface UnfinishedUploadsProps {
  readonly study: string;
  readonly items: readonly UploadItem[];
  /** Called when the check of a file has ended. */
  readonly onEnded: () => void;
}

/** Uploads that this tab is not sending: from a closed page or another browser. */
export function UnfinishedUploads({ study, items, onEnded }: UnfinishedUploadsProps) {
  const t = useTranslations('uploads');
  const format = useFormatter();
  const size = useFileSize();
  const refusal = useRefusal();
  const [uploads, setUploads] = useState<readonly SlideUpload[]>([]);
  const [asked, setAsked] = useState(0);
  const phases = items.map(({ key, phase }) => `${key} ${phase}`).join();
  const checking = uploads.filter(({ state }) => state === 'checking').length;

  useEffect(() => {
    let isGone = false;
    fetchUploads(study).then(
      (found) => !isGone && setUploads(found),
      () => undefined,
    );
    return () => void (isGone = true);
  }, [study, phases, asked]);

  useEffect(() => {
    if (checking === 0) return undefined;
    const timer = setInterval(() => setAsked((times) => times + 1), POLL_MS);
    return () => {
      clearInterval(timer);
      onEnded();
    };
  }, [checking, onEnded]);

  const isHere = ({ patientCode, barcode }: SlideUpload): boolean =>
    items.some(({ target }) => target.patient === patientCode && target.barcode === barcode);
  const elsewhere = uploads.filter((upload) => upload.state !== 'attached' && !isHere(upload));
  if (elsewhere.length === 0) return null;
  return (
    <section aria-label={t('unfinished.title')}>
      <Text size="sm" fw={600} mt="md">
        {t('unfinished.title')}
      </Text>
      {elsewhere.some(({ state }) => state === 'receiving') ? (
        <Text size="xs" c="var(--text-quiet)">
          {t('unfinished.again')}
        </Text>
      ) : null}
      <ul className={styles['lines']}>
        {elsewhere.map((upload) => (
          <li key={upload.id} className={styles['unfinished']}>
            <Text size="sm" fw={600}>
              {upload.patientCode} · {upload.barcode}
            </Text>
            <Text size="xs" c="var(--text-quiet)">
              {upload.state === 'receiving'
                ? t('unfinished.receiving', {
                    sent: size(upload.receivedBytes),
                    total: size(upload.bytes),
                    until: format.dateTime(new Date(upload.expiresAt), { dateStyle: 'medium' }),
                  })
                : upload.state === 'checking'
                  ? t('phases.checking')
                  : refusal({ code: upload.code ?? 'OTHER', message: upload.message }).text}
            </Text>
            {upload.state === 'checking' ? null : (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t(upload.state === 'receiving' ? 'cancelOf' : 'dismissOf', {
                  name: `${upload.patientCode} · ${upload.barcode}`,
                })}
                onClick={() => void removeUpload(upload.id).finally(() => setAsked((times) => times + 1))}
              >
                {t(upload.state === 'receiving' ? 'cancel' : 'dismiss')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
