'use client';
import { IconLink } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { CopyIcon } from './copy-icon.tsx';

/** Copies the address, which keeps everything that was chosen: whoever opens it sees the same. */
export function CopyLink() {
  const t = useTranslations('ui.copy');
  return (
    <CopyIcon
      text={() => window.location.href}
      label={t('link')}
      done={t('linkDone')}
      icon={<IconLink size={16} aria-hidden />}
    />
  );
}
