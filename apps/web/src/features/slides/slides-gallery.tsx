'use client';
import { LoadingState, LoadingTable } from '@/ui/loading-state.tsx';
import { useQuery } from '@apollo/client/react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconStack2, IconUpload } from '@tabler/icons-react';
import { useSearchParams } from 'next/navigation';
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { MissingAction } from '@/session/missing-action.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { filterSlides } from './gallery-filter.ts';
import { GalleryFilters } from './gallery-filters.tsx';
import { GalleryLoading } from './loading.tsx';
import { slidesQuery } from './query.ts';
import { SlideCard } from './slide-card.tsx';
import { type SlideRow } from './slide-row.ts';
import styles from './slides-gallery.module.css';
import { isUnderWay } from '@/sending/upload/upload-queue.ts';
import { useUploads } from '@/sending/upload/use-uploads.ts';
import { useGalleryFilter } from './use-gallery-filter.ts';

const SlidesTable = onOpening(async () => (await import('./slides-table.tsx')).SlidesTable, <LoadingTable rows={20} />);
const AddSlides = onOpening(
  async () => (await import('@/sending/upload/add-slides.tsx')).AddSlides,
  <LoadingState height={240} />,
);
const BatchPanel = onOpening(async () => (await import('./batch-panel.tsx')).BatchPanel, <LoadingState height={320} />);

/** The study's slides: those with an image as pictures, or every registered one as a table. */
export function SlidesGallery() {
  const t = useTranslations('slides');
  const study = useStudy();
  const { code } = study;
  const [isAdding, setAdding] = useQueryState('add', parseAsBoolean.withDefault(false));
  const mayAdd = study.writableCentres.length > 0;
  const mayEnter = useMay('enterRecords');
  const upload = useTranslations('uploads')('button');
  const batches = useTranslations('batches');
  const [isBatch, setBatch] = useQueryState('batch', parseAsBoolean.withDefault(false));
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(['images', 'all']).withDefault('images'));
  const { data, previousData, error, refetch } = useQuery(slidesQuery, {
    variables: { study: code, withFile: show === 'images' },
  });
  const slides = (data ?? previousData)?.slides ?? null;
  const gallery = useGalleryFilter();
  const found = filterSlides(slides ?? [], gallery.filter);
  const address = useSearchParams().toString();
  // The link back from a slide to this exact list.
  const from = address === '' ? '' : `?from=${encodeURIComponent(`slides?${address}`)}`;
  return (
    <>
      <PageTitle
        title={t('gallery.title')}
        lead={
          <span role="status">
            {slides === null
              ? t('gallery.lead')
              : found.length === slides.length
                ? t('gallery.count', { n: slides.length })
                : t('gallery.found', { n: found.length, all: slides.length })}
          </span>
        }
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
        {mayEnter ? null : <MissingAction action={upload} right="enterRecords" />}
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
      {slides === null && !error && <GalleryLoading />}
      {slides?.length === 0 && <EmptyState title={t('gallery.empty')} text={t('gallery.emptyText')} />}
      {slides !== null && slides.length > 0 && (
        <>
          <GalleryFilters gallery={gallery} centres={[...new Set(slides.map(({ centre }) => centre))].sort()} />
          {found.length === 0 && <EmptyState title={t('gallery.nothing')} />}
          {found.length > 0 &&
            (show === 'all' ? (
              <SlidesTable key={gallery.filter.order} slides={found} study={code} from={from} />
            ) : (
              <Cards slides={found} study={code} from={from} />
            ))}
        </>
      )}
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

function Cards({ slides, study, from }: { slides: readonly SlideRow[]; study: string; from: string }) {
  return (
    <ul className={styles['cards']}>
      {slides.map((slide) => (
        <li key={slide.id}>
          <SlideCard slide={slide} study={study} from={from} />
        </li>
      ))}
    </ul>
  );
}
