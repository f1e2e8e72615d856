'use client';
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './loading-shape.module.css';
import panelStyles from './panel.module.css';

/** The shape of what is loading, so that nothing already on the page moves when it arrives. */
export function LoadingShape({ children }: { children: ReactNode }) {
  const t = useTranslations('ui');
  return (
    // At least as high as the window, so that the footer is not seen to jump.
    <div role="status" className={styles['shape']}>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <div aria-hidden>{children}</div>
    </div>
  );
}

/** A placeholder panel: its heading, and the space of its content. */
export function PanelShape({ height }: { height: number | string }) {
  return (
    <div className={panelStyles['panel']}>
      <Skeleton height={18} width="11rem" maw="60%" mb="md" />
      <Skeleton height={height} />
    </div>
  );
}
