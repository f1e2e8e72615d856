'use client';
import { type CentreRight, centreRights, isRole, readingRights, type Right, roleMay } from '@haim/schema';
import { useParams } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useLocale } from 'use-intl';
import { type SessionQuery } from '@/graphql/generated/graphql.ts';
import { type Locale } from '@/i18n/locale.ts';

export type Viewer = SessionQuery['viewer'];
export type Study = SessionQuery['studies'][number];

const SessionContext = createContext<Readonly<Record<Locale, SessionQuery>> | null>(null);

/** Names of studies and arms are in the language of where they are read: a figure's may be another than the page's. */
export function SessionProvider({ session, children }: { session: SessionQuery; children: ReactNode }) {
  const named = useMemo(() => ({ en: session, zh: inChinese(session) }), [session]);
  return <SessionContext value={named}>{children}</SessionContext>;
}

function inChinese(session: SessionQuery): SessionQuery {
  const studies = session.studies.map((study) => ({
    ...study,
    name: study.nameZh ?? study.name,
    arms: study.arms.map((arm) => ({ ...arm, label: arm.labelZh ?? arm.label })),
  }));
  return { ...session, studies };
}

function useSession(): SessionQuery {
  const locale = useLocale();
  const session = useContext(SessionContext)?.[locale];
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

/** Whether the viewer has a right in the study of the address, by any role there. In a closed one nothing is changed. */
export function useMay(right: Right): boolean {
  const isShut = useIsShut(right);
  return mayIn(useMembershipsHere(), right) && !isShut;
}

/** Whether a right is of no use in the study of the address, because it is closed. */
export function useIsShut(right: Right): boolean {
  const study = useStudyOfPath();
  return study !== null && isOfNoUseIn(study, right);
}

/** The same for any study: what changes something there ends when it is closed. */
export function isOfNoUseIn({ closedAt }: Pick<Study, 'closedAt'>, right: Right): boolean {
  return closedAt !== null && !readingRights.includes(right) && centreRights.some((one) => one === right);
}

/** The centres of the study of the address for which the viewer has a right. */
export function useCentresWith(right: CentreRight): readonly string[] {
  const isShut = useIsShut(right);
  const memberships = useMembershipsHere();
  if (isShut) return [];
  return memberships.filter(({ role }) => roleHas(role, right)).flatMap(({ centres }) => centres);
}
