'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button, CloseButton, Group, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Study, useViewer } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ChooseSlides } from './choose-slides.tsx';
import { type Draft, DraftLine, problemOf } from './draft-line.tsx';
import { uploadSlidesQuery } from './query.ts';
import { earlierTarget } from './send-slide.ts';
import { guessTarget, type RegisteredSlide } from './target.ts';
import { UnfinishedUploads } from './unfinished-uploads.tsx';
import { UploadLine } from './upload-line.tsx';
import { useRefetchAttached } from './use-refetch-attached.ts';
import { uploadQueue, useUploads } from './use-uploads.ts';
import styles from './upload.module.css';

/** Files for many slides: chosen, assigned to slides, sent, and followed to their end. */
export function AddSlides({ study, onClose }: { study: Study; onClose: () => void }) {
  const t = useTranslations('uploads');
  const { id: owner } = useViewer();
  const client = useApolloClient();
  const registered = { query: uploadSlidesQuery, variables: { study: study.code } } as const;
  const { data } = useQuery(registered.query, { variables: registered.variables });
  const writable = (all: readonly RegisteredSlide[]) =>
    all.filter(({ centre }) => study.writableCentres.includes(centre));
  const slides = writable(data?.slides ?? []);
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const items = useUploads().filter(({ target }) => target.study === study.code);
  const refetch = useRefetchAttached(items);
  const [onlyCentre] = study.writableCentres.length === 1 ? study.writableCentres : [];
  const ready = drafts.filter((draft) => problemOf(draft, drafts, slides) === null);

  async function choose(files: readonly File[]) {
    // Files may be chosen before the slides have loaded.
    const { data: known } = await client
      .query({ ...registered, fetchPolicy: 'cache-first' })
      .catch(() => ({ data: null }));
    const open = writable(known?.slides ?? []);
    const chosen = await Promise.all(
      files.map(async (file, i): Promise<Draft> => {
        const begun = await earlierTarget(file, owner).catch(() => null);
        const isBegun = begun?.study === study.code;
        const guess = guessTarget(file.name, open);
        const target = {
          study: study.code,
          centre: guess.centre ?? onlyCentre ?? '',
          patient: guess.patient ?? '',
          barcode: guess.barcode ?? '',
          set: '',
        };
        return { key: Date.now() * 1000 + i, file, isBegun, target: isBegun && begun ? begun : target };
      }),
    );
    setDrafts((before) => [...before, ...chosen]);
  }

  function send() {
    uploadQueue.add(
      owner,
      ready.map(({ file, target }) => ({
        file,
        target: { ...target, patient: target.patient.trim(), barcode: target.barcode.trim() },
      })),
    );
    setDrafts((before) => before.filter((draft) => !ready.includes(draft)));
  }

  return (
    <Panel title={t('title')} note={t('note')} actions={<CloseButton aria-label={t('close')} onClick={onClose} />}>
      <ChooseSlides isMultiple onFiles={(files) => void choose(files)} />
      {drafts.length > 0 ? (
        <>
          <ul className={styles['lines']} aria-label={t('draft.list')}>
            {drafts.map((draft) => (
              <DraftLine
                key={draft.key}
                draft={draft}
                problem={problemOf(draft, drafts, slides)}
                centres={study.writableCentres}
                slides={slides}
                onChange={(change) =>
                  setDrafts((before) =>
                    before.map((one) => (one === draft ? { ...one, target: { ...one.target, ...change } } : one)),
                  )
                }
                onRemove={() => setDrafts((before) => before.filter((one) => one !== draft))}
              />
            ))}
          </ul>
          <Group mt="sm">
            <Button disabled={ready.length === 0} onClick={send}>
              {ready.length === 0 ? t('sendNone') : t('send', { n: ready.length })}
            </Button>
            <Text size="xs" c="var(--text-quiet)">
              {ready.length < drafts.length ? t('draft.waitingFor', { n: drafts.length - ready.length }) : t('leave')}
            </Text>
          </Group>
        </>
      ) : null}
      {items.length > 0 ? (
        <ul className={styles['lines']} aria-label={t('list')}>
          {items.map((item) => (
            <UploadLine key={item.key} item={item} />
          ))}
        </ul>
      ) : null}
      <UnfinishedUploads study={study.code} items={items} onEnded={useCallback(() => refetch(), [refetch])} />
    </Panel>
  );
}
