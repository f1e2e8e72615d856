'use client';
import { Skeleton } from '@mantine/core';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import styles from './models.module.css';

/** Placeholder for curve and matrix, with the headline above them. */
export function FiguresLoading() {
  return (
    <LoadingShape>
      <Figures />
    </LoadingShape>
  );
}

export function PerformanceLoading() {
  return (
    <LoadingShape>
      <Skeleton height={30} width="26rem" maw="90%" mb="sm" />
      <Skeleton height={38} mb="sm" />
      <Skeleton height={64} mb="md" />
      <Figures />
    </LoadingShape>
  );
}

export function ComparisonLoading() {
  return (
    <LoadingShape>
      <div className={styles['side']}>
        <PanelShape height={320} />
        <PanelShape height={520} />
      </div>
    </LoadingShape>
  );
}

export function VersionsLoading() {
  return (
    <LoadingShape>
      <PanelShape height={130} />
    </LoadingShape>
  );
}

function Figures() {
  return (
    <>
      <Skeleton height={36} width="26rem" maw="90%" mb="sm" />
      <div className={styles['figures']}>
        <PanelShape height={560} />
        <div className={styles['beside']}>
          <PanelShape height={360} />
          <PanelShape height={150} />
        </div>
      </div>
    </>
  );
}
