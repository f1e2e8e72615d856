'use client';
import { SegmentedControl } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './models.module.css';
import { type View, views } from './use-page-state.ts';

interface ViewTabsProps {
  readonly view: View;
  readonly onChoose: (view: View) => void;
  readonly children: ReactNode;
}

/** What is looked at of the same cases; only what is shown is computed. */
export function ViewTabs({ view, onChoose, children }: ViewTabsProps) {
  const t = useTranslations('models.views');
  return (
    <>
      <div className={styles['views']}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(value) => onChoose(views.find((one) => one === value) ?? 'curve')}
          data={views.map((one) => ({ value: one, label: t(one) }))}
          aria-label={t('label')}
        />
      </div>
      {children}
    </>
  );
}
