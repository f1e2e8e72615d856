'use client';
import { useParams } from 'next/navigation';
import { createContext, type ReactNode, useContext } from 'react';
import { type SessionQuery } from '@/graphql/generated/graphql.ts';

export type Viewer = SessionQuery['viewer'];
export type Study = SessionQuery['studies'][number];

const SessionContext = createContext<SessionQuery | null>(null);

export function SessionProvider({ session, children }: { session: SessionQuery; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

function useSession(): SessionQuery {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Pages of the portal stand inside app/(portal)/layout.tsx.');
  return session;
}

/** The person signed in, with role and readable centres per study. */
export function useViewer(): Viewer {
  return useSession().viewer;
}

/** The studies the viewer is a member of. */
export function useStudies(): readonly Study[] {
  return useSession().studies;
}

/** The study of the address, or null on pages that belong to no study. */
export function useStudyOfPath(): Study | null {
  const studies = useStudies();
  const code = useParams()['study'];
  return studies.find((study) => study.code === decodeURIComponent(String(code ?? ''))) ?? null;
}

/** The study of the address; app/(portal)/studies/[study]/layout.tsx answers "no such study" before this is called. */
export function useStudy(): Study {
  const study = useStudyOfPath();
  if (!study) throw new Error('useStudy belongs to pages under /studies/[study].');
  return study;
}

/** The viewer's role in the study of the address: investigator, staff, administrator; null if none. */
export function useRole(): string | null {
  const study = useStudyOfPath();
  return useViewer().memberships.find((membership) => membership.study === study?.code)?.role ?? null;
}
