'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { PageTitle } from '@/ui/page-title.tsx';
import styles from './shell.module.css';

export function NotFound() {
  const t = useTranslations('shell');
  return (
    <main className={styles['alone']}>
      <PageTitle title={t('notFound.title')} lead={t('notFound.text')} />
      <Button component={Link} href="/" variant="default">
        {t('noStudy.home')}
      </Button>
    </main>
  );
}
