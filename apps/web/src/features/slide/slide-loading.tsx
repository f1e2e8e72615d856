'use client';
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import viewerStyles from '@/slide-image/viewer/viewer.module.css';
import styles from './slide-view.module.css';

/** Placeholder for the stage, with what is known of the slide where it will be. */
export function SlideLoading({ head }: { head?: ReactNode }) {
  const t = useTranslations('ui');
  return (
    <div className={styles['stage']} data-full-bleed role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <div className={styles['waiting']}>
        {head ? <div className={viewerStyles['head']}>{head}</div> : null}
        <Skeleton height="100%" radius={0} aria-hidden />
      </div>
    </div>
  );
}
