'use client';
import { useRouter } from 'next/navigation';
import { useLocale } from 'use-intl';
import { localeCookie } from './locale.ts';

/** Changes to the other of the two languages, and remembers it. */
export function useOtherLanguage(): () => void {
  const locale = useLocale();
  const router = useRouter();
  return () => {
    const other = locale === 'zh' ? 'en' : 'zh';
    document.cookie = `${localeCookie}=${other}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  };
}
