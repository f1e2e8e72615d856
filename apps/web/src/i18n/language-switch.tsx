'use client';
import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'use-intl';
import { useOtherLanguage } from './use-other-language.ts';

/** Names the other language in that language, for those who cannot read this one. */
export function LanguageSwitch() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const choose = useOtherLanguage();
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
