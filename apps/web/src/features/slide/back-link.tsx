'use client';
import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { backPlace } from './back-place.ts';

/** To where the reader came from: the cases of a model, a filtered gallery, otherwise all slides. */
export function BackLink({ study }: { study: string }) {
  const t = useTranslations('slides.slide');
  const { page, address } = backPlace(useSearchParams().get('from'));
  return (
    <Anchor component={Link} href={`/studies/${encodeURIComponent(study)}/${address}`} size="sm">
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
      {t(page === 'models' ? 'backToCases' : address === 'slides' ? 'back' : 'backToFound')}
    </Anchor>
  );
}
