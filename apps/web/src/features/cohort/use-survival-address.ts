'use client';
import { useCarried } from '@/selection/use-carried.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

/** The page of survival with the selection and the centres of this one. */
export function useSurvivalAddress(): string {
  const study = useStudy();
  const carry = useCarried();
  return `${studyPath(study.code, 'survival')}${carry(['f', 'of', 'snapshot'])}`;
}
