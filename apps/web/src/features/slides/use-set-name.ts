'use client';
import { useTranslations } from 'use-intl';
import { useExternalName } from '@/evaluation/use-external-name.ts';

/** What the set of a slide is called; sets that only a newer server knows share a name. */
export function useSetName(): (set: string) => string {
  const t = useTranslations('slides.sets');
  const externalName = useExternalName();
  return (set) => {
    if (set === 'external') return t('external', { name: externalName() });
    return t(set === 'training' || set === 'internal' ? set : 'other');
  };
}
