'use client';
import { Skeleton, Stack } from '@mantine/core';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import galleryStyles from './slides-gallery.module.css';
import styles from './slide-view.module.css';

/** The stage and the panels beside it to come. */
export function SlideLoading() {
  return (
    <LoadingShape>
      <div className={styles['columns']}>
        <div className={styles['verdict']}>
          <PanelShape height={92} />
        </div>
        <div className={styles['viewer']}>
          <Skeleton height="100%" radius="md" />
        </div>
        <Stack gap="sm" className={styles['side'] ?? ''}>
          <PanelShape height={60} />
          <PanelShape height={140} />
          <PanelShape height={260} />
        </Stack>
      </div>
    </LoadingShape>
  );
}

/** Cards to come, as many as fill a window. */
export function GalleryLoading() {
  return (
    <LoadingShape>
      <div className={galleryStyles['cards']}>
        {Array.from({ length: 12 }, (_, i) => (
          <div key={i} className={galleryStyles['card']}>
            <Skeleton className={galleryStyles['picture'] ?? ''} radius={0} />
            <div className={galleryStyles['text']}>
              <Skeleton height={16} width="60%" />
              <Skeleton height={12} width="85%" />
              <Skeleton height={20} width="45%" />
            </div>
          </div>
        ))}
      </div>
    </LoadingShape>
  );
}
