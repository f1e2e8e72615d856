'use client';
import { useStudy } from '@/session/session.tsx';
import { StudyDesk } from './study-desk.tsx';

/** The first page of the study of the address. */
export function StudyHome() {
  return <StudyDesk study={useStudy()} />;
}
