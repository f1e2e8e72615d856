'use client';
import { type CentreRight, isRole, type Right, roleMay } from '@haim/schema';
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

/** The viewer's memberships in the study of the address: one for each role there. */
export function useMembershipsHere(): Viewer['memberships'] {
  const study = useStudyOfPath();
  return useViewer().memberships.filter((membership) => membership.study === study?.code);
}

const roleHas = (role: string, right: Right): boolean => isRole(role) && roleMay(role, right);

/** Whether one of these memberships includes a right. */
export function mayIn(memberships: Viewer['memberships'], right: Right): boolean {
  return memberships.some(({ role }) => roleHas(role, right));
}

/** Whether the viewer has a right in the study of the address, by any role there. */
export function useMay(right: Right): boolean {
  return mayIn(useMembershipsHere(), right);
}

/** Whether the viewer has a right in any study, or over the portal. */
export function useMayAnywhere(right: Right): boolean {
  return mayIn(useViewer().memberships, right);
}

/** The centres of the study of the address for which the viewer has a right. */
export function useCentresWith(right: CentreRight): readonly string[] {
  return useMembershipsHere()
    .filter(({ role }) => roleHas(role, right))
    .flatMap(({ centres }) => centres);
}
