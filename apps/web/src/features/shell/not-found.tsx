'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';

export function NotFound() {
  const t = useTranslations('shell');
  return (
    <main>
      <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
        <Button component={Link} href="/" variant="default">
          {t('noStudy.home')}
        </Button>
      </EmptyState>
    </main>
  );
}
