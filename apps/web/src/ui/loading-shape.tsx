'use client';
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './loading-shape.module.css';
import panelStyles from './panel.module.css';

/** The shape of what is coming, so that nothing that is there already moves when it comes. */
export function LoadingShape({ children }: { children: ReactNode }) {
  const t = useTranslations('ui');
  return (
    // At least as high as the window: the foot of the page is not seen to jump.
    <div role="status" className={styles['shape']}>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <div aria-hidden>{children}</div>
    </div>
  );
}

/** A panel to come: its heading, and the room of what it holds. */
export function PanelShape({ height }: { height: number | string }) {
  return (
    <div className={panelStyles['panel']}>
      <Skeleton height={18} width="11rem" maw="60%" mb="md" />
      <Skeleton height={height} />
    </div>
  );
}
