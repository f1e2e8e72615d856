'use client';
import { type Said } from '@/graphql/said.ts';
import { useLabel } from './use-label.ts';

/** What the API says of a result, in the reader's language. */
export function useSay(): (said: Pick<Said, 'en' | 'zh'>) => string {
  return useLabel();
}
