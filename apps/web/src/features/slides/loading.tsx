'use client';
import { Skeleton } from '@mantine/core';
import { LoadingShape } from '@/ui/loading-shape.tsx';
import styles from './slides-gallery.module.css';

/** Placeholder cards, enough to fill a window. */
export function GalleryLoading() {
  return (
    <LoadingShape>
      <div className={styles['cards']}>
        {Array.from({ length: 12 }, (_, i) => (
          <div key={i} className={styles['card']}>
            <Skeleton className={styles['picture'] ?? ''} radius={0} />
            <div className={styles['text']}>
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
