'use client';
import { useMantineColorScheme } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useOtherLanguage } from '@/i18n/use-other-language.ts';
import { rightsOfPage, type StudyPage, studyPages } from '@/session/place-in-study.ts';
import { isOfNoUseIn, mayIn, type Study, useStudies, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { type Place } from './match-words.ts';
import { useSignOut } from './use-sign-out.ts';

/** What a page of a study is called: for who compares records and enters none, the list of them is no entry. */
export function usePageName(study: Pick<Study, 'code'> | null): (page: StudyPage) => string {
  const t = useTranslations('shell.nav');
  const { memberships } = useViewer();
  const here = memberships.filter((one) => one.study === study?.code);
  const compares = mayIn(here, 'raiseQueries') && !mayIn(here, 'enterRecords');
  return (page) => t(page === 'entry' && compares ? 'recordsByPatient' : page);
}

/** The pages that the reader may open: those of the study, then those of no study and the other studies. */
export function usePages(study: Study | null): Place[] {
  const t = useTranslations('shell.nav');
  const nameOf = usePageName(study);
  const { memberships, mayCreateStudies, mayReadPortalAudit, mayWatchPortal } = useViewer();
  const here = memberships.filter((one) => one.study === study?.code);
  const ofStudy = (Object.keys(studyPages) as StudyPage[]).filter((page) =>
    rightsOfPage(page).some((right) => mayIn(here, right)),
  );
  const page = (href: string, label: string, also: string, note = ''): Place => ({
    ...{ id: `page ${href}`, label, also, note },
    goes: { href },
  });
  return [
    ...(study ? ofStudy.map((name) => page(studyPath(study.code, name), nameOf(name), name, study.code)) : []),
    page('/', t('home'), 'home'),
    ...useStudies().map(({ code, name }) => page(studyPath(code), code, 'study', name)),
    page('/account', t('account'), 'account'),
    page('/explorer', t('explorer'), 'api explorer graphql'),
    page('/rights', t('rights'), 'rights'),
    ...(mayReadPortalAudit ? [page('/audit', t('portalAudit'), 'audit')] : []),
    ...(mayWatchPortal ? [page('/operation', t('operation'), 'operation health workers disk')] : []),
    ...(mayCreateStudies ? [page('/studies/new', t('newStudy'), 'new study')] : []),
  ];
}

/** What the reader may do from everywhere. */
export function useCommands(study: Study | null): Place[] {
  const t = useTranslations('shell');
  const { memberships } = useViewer();
  const here = memberships.filter((one) => one.study === study?.code);
  const mayEnter = study && mayIn(here, 'enterRecords') && !isOfNoUseIn(study, 'enterRecords');
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useShownScheme() === 'dark' ? 'light' : 'dark';
  const useOther = useOtherLanguage();
  const signOut = useSignOut();
  const does = (id: string, label: string, also: string, act: () => void): Place => ({
    ...{ id: `act ${id}`, label, also },
    goes: { act },
  });
  return [
    ...(mayEnter
      ? [
          {
            ...{ id: 'act add', label: t('finder.addPatient'), also: 'add new patient', note: study.code },
            goes: { href: `${studyPath(study.code, 'entry')}?add=true` },
          },
        ]
      : []),
    ...(study && mayIn(here, 'readRecords')
      ? [
          {
            ...{ id: 'act present', label: t('finder.present'), also: 'present full screen slides', note: study.code },
            goes: { href: `${studyPath(study.code, 'progress')}?present=1` },
          },
        ]
      : []),
    does('scheme', t(scheme === 'light' ? 'useLight' : 'useDark'), `${scheme} colours colors`, () =>
      setColorScheme(scheme),
    ),
    does('language', t('otherLanguage'), 'language english chinese 语言', useOther),
    does('leave', t('signOut'), 'sign out log out', () => void signOut()),
  ];
}
