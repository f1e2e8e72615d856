'use client';
import { useQuery } from '@apollo/client/react';
import { Button, SegmentedControl, Text } from '@mantine/core';
import { IconStack2, IconUpload } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { BatchPanel } from './batch-panel.tsx';
import { slidesQuery } from './query.ts';
import { byNewest, newestScored } from './run.ts';
import { RunStatus } from './run-status.tsx';
import { knownSet, slidePath, type SlideRow } from './slide-row.ts';
import { SlidesTable } from './slides-table.tsx';
import styles from './slides-gallery.module.css';
import { AddSlides } from './upload/add-slides.tsx';
import { isUnderWay } from './upload/upload-queue.ts';
import { useUploads } from './upload/use-uploads.ts';
import { thumbnailUrl } from './viewer/tile-url.ts';

/** The study's slides: those with an image as pictures, or every registered one as a table. */
export function SlidesGallery() {
  const t = useTranslations('slides');
  const study = useStudy();
  const { code } = study;
  const [isAdding, setAdding] = useQueryState('add', parseAsBoolean.withDefault(false));
  const mayAdd = study.writableCentres.length > 0;
  const batches = useTranslations('batches');
  const [isBatch, setBatch] = useQueryState('batch', parseAsBoolean.withDefault(false));
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(['images', 'all']).withDefault('images'));
  const { data, error, refetch } = useQuery(slidesQuery, { variables: { study: code, withFile: show === 'images' } });
  const slides = data?.slides ?? null;
  return (
    <>
      <PageTitle
        title={t('gallery.title')}
        lead={slides ? t('gallery.count', { n: slides.length }) : t('gallery.lead')}
      >
        <SegmentedControl
          size="xs"
          value={show}
          onChange={(value) => void setShow(value === 'all' ? 'all' : 'images')}
          data={[
            { value: 'images', label: t('gallery.images') },
            { value: 'all', label: t('gallery.all') },
          ]}
          aria-label={t('gallery.show')}
        />
        <Button
          size="xs"
          variant={isBatch ? 'light' : 'default'}
          leftSection={<IconStack2 size={14} aria-hidden />}
          aria-expanded={isBatch}
          onClick={() => void setBatch(isBatch ? null : true)}
        >
          {batches('open')}
        </Button>
        {mayAdd && !isAdding && <AddButton study={code} onClick={() => void setAdding(true)} />}
      </PageTitle>
      {isBatch && (
        <div className={styles['adding']}>
          <BatchPanel study={code} />
        </div>
      )}
      {mayAdd && isAdding && (
        <div className={styles['adding']}>
          <AddSlides study={study} onClose={() => void setAdding(null)} />
        </div>
      )}
      {slides === null && error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {slides === null && !error && <LoadingState height={320} />}
      {slides?.length === 0 && <EmptyState title={t('gallery.empty')} text={t('gallery.emptyText')} />}
      {slides !== null &&
        slides.length > 0 &&
        (show === 'all' ? <SlidesTable slides={slides} study={code} /> : <Cards slides={slides} study={code} />)}
    </>
  );
}

function AddButton({ study, onClick }: { study: string; onClick: () => void }) {
  const t = useTranslations('uploads');
  const n = useUploads().filter((item) => item.target.study === study && isUnderWay(item)).length;
  return (
    <Button size="xs" leftSection={<IconUpload size={16} aria-hidden />} onClick={onClick}>
      {n > 0 ? t('buttonBusy', { n }) : t('button')}
    </Button>
  );
}

function Cards({ slides, study }: { slides: readonly SlideRow[]; study: string }) {
  return (
    <ul className={styles['cards']}>
      {slides.map((slide) => (
        <li key={slide.id}>
          <Card slide={slide} study={study} />
        </li>
      ))}
    </ul>
  );
}

function Card({ slide, study }: { slide: SlideRow; study: string }) {
  const t = useTranslations('slides');
  const latest = byNewest(slide.inferences)[0] ?? null;
  const scored = newestScored(slide.inferences);
  return (
    <Link href={slidePath(study, slide.id)} className={styles['card']}>
      <img src={thumbnailUrl(slide.id)} alt="" loading="lazy" className={styles['picture']} />
      <div className={styles['text']}>
        <Text fw={600}>{slide.barcode}</Text>
        <Text size="xs" c="var(--text-quiet)">
          {[
            slide.patientCode === slide.barcode ? null : slide.patientCode,
            slide.centre,
            slide.arm,
            slide.evaluationSet && t(`sets.${knownSet(slide.evaluationSet)}`),
            slide.file?.synthetic === true && t('slide.syntheticImage'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <div className={styles['foot']}>
          {latest === null ? (
            <Text size="xs" c="var(--text-quiet)">
              {t('gallery.notRun')}
            </Text>
          ) : (
            <RunStatus status={latest.status} />
          )}
          {typeof scored?.prps === 'number' && (
            <Text size="sm" fw={700} className={styles['score'] ?? ''}>
              PRPS {scored.prps.toFixed(3)}
            </Text>
          )}
        </div>
        {scored?.weights === 'synthetic' && (
          <Text size="xs" c="var(--synthetic-text)">
            {t('syntheticWeights')}
          </Text>
        )}
      </div>
    </Link>
  );
}
