'use client';
import { Skeleton, Stack } from '@mantine/core';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import styles from './slide-view.module.css';

/** Placeholder for the stage and the panels beside it. */
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
