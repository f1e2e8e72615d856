'use client';
import { useSearchParams } from 'next/navigation';
import { useScope } from '@/selection/use-scope.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

/** The page of survival with the selection and the centres of this one. */
export function useSurvivalAddress(): string {
  const study = useStudy();
  const selection = useSearchParams().get('f');
  const { scope } = useScope();
  const address = new URLSearchParams({
    ...(selection ? { f: selection } : {}),
    ...(scope === 'STUDY' ? { of: 'study' } : {}),
  }).toString();
  return `${studyPath(study.code, 'survival')}${address ? `?${address}` : ''}`;
}
