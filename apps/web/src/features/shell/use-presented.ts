'use client';
import { useSearchParams } from 'next/navigation';
import { type Study } from '@/session/session.tsx';
import { stopOf } from './story.ts';

/** The stop of the presentation that the address names; null where nothing is presented. */
export function usePresented(study: Study | null): number | null {
  const present = useSearchParams().get('present');
  return study ? stopOf(present) : null;
}
