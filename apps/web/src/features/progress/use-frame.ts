'use client';
import { useTranslations } from 'use-intl';
import { type Said } from '@/graphql/said.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useStudy } from '@/session/session.tsx';
import { type Progress } from './query.ts';

/** What every table of the page tells of itself: its statements as the sentence of its methods, and where its numbers come from. */
export function useFrame(
  progress: Pick<Progress, 'dataVersion'>,
  statements: readonly Said[],
  first: readonly string[],
) {
  const t = useTranslations('progress');
  const say = useSay();
  const study = useStudy();
  return {
    caption: first,
    methods: statements.map((one) => `${say(one)}.`).join(' '),
    provenance: { study: study.code, dataVersion: progress.dataVersion, selection: t('everybody'), recipe: null },
    isSynthetic: study.synthetic,
  };
}
