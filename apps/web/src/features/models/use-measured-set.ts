'use client';
import { useTranslations } from 'use-intl';

const known = ['tuning', 'test', 'internal', 'external'] as const;

/** The cases that a version was measured on, in words; a centre is called by its code. */
export function useMeasuredSet(): (set: string) => string {
  const t = useTranslations('registry.measured.sets');
  return (set) => {
    const one = known.find((name) => name === set);
    return one === undefined ? set : t(one);
  };
}
