import { type ReactNode } from 'react';
import { StudyGate } from '@/features/shell/study-gate.tsx';

export default function StudyLayout({ children }: { children: ReactNode }) {
  return <StudyGate>{children}</StudyGate>;
}
