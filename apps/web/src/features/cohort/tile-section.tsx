'use client';
import { type Theme } from '@haim/schema';
import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import styles from './cohort-page.module.css';

/** Tiles about one thing under their heading; without one beside the curves. */
export function TileSection({ theme, children }: { readonly theme: Theme | null; readonly children: ReactNode }) {
  const t = useTranslations('cohort.themes');
  const id = useId();
  if (theme === null) return <div className={styles['tiles']}>{children}</div>;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} className={styles['theme'] ?? ''}>
        {t(theme)}
      </Title>
      <div className={styles['tiles']}>{children}</div>
    </section>
  );
}
