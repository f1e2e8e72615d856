'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

/** Asks before a page with unsaved outlines is left by a link, or by closing or reloading it. */
export function useUnsavedGuard(isUnsaved: boolean): void {
  const t = useTranslations('rois');
  const question = t('leave');
  useEffect(() => {
    if (!isUnsaved) return;
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    const onClick = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      const stays = !link || link.hasAttribute('download') || link.getAttribute('target') === '_blank';
      if (stays || event.ctrlKey || event.metaKey || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', onUnload);
    // Before the router handles it.
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, [isUnsaved, question]);
}
