'use client';
import { useSearchParams } from 'next/navigation';
import { useScope } from '@/selection/use-scope.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

/** The page of survival with the selection and the centres of this one. */
export function useSurvivalAddress(): string {
  const study = useStudy();
  const given = useSearchParams();
  const [selection, snapshot] = [given.get('f'), given.get('snapshot')];
  const { scope } = useScope();
  const address = new URLSearchParams({
    ...(selection ? { f: selection } : {}),
    ...(scope === 'STUDY' ? { of: 'study' } : {}),
    ...(snapshot ? { snapshot } : {}),
  }).toString();
  return `${studyPath(study.code, 'survival')}${address ? `?${address}` : ''}`;
}
