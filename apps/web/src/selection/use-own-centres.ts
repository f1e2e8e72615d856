'use client';
import { useCentresWith, useStudy } from '@/session/session.tsx';

/** The centres whose records the reader may read, where the study has others as well; otherwise null. */
export function useOwnCentres(): readonly string[] | null {
  const study = useStudy();
  const readable = useCentresWith('readRecords');
  const own = study.centres.filter(({ code }) => readable.includes(code)).map(({ code }) => code);
  return own.length > 0 && own.length < study.centres.length ? own : null;
}
