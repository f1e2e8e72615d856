'use client';
import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { localeCookie } from './locale.ts';

/** Names the other language in that language, for those who cannot read this one. */
export function LanguageSwitch() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  function choose() {
    const other = locale === 'zh' ? 'en' : 'zh';
    document.cookie = `${localeCookie}=${other}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  }
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={<IconLanguage size={18} aria-hidden />}
      lang={locale === 'zh' ? 'en' : 'zh-CN'}
      onClick={choose}
    >
      {t('otherLanguage')}
    </Button>
  );
}
