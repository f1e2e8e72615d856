'use client';
import { AppShell, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useStudyOfPath } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { SyntheticBand } from '@/ui/synthetic-band.tsx';
import { ClosedBand } from './closed-band.tsx';
import { Printed } from './printed.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { usePresented } from './use-presented.ts';

const Presentation = onOpening(async () => (await import('./presentation.tsx')).Presentation);

/** The frame of every page: rail, top bar, the banner of a synthetic study, what the portal must not be used for. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell');
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const study = useStudyOfPath();
  const stop = usePresented(study);
  const isPresenting = stop !== null;
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 188, breakpoint: 1100, collapsed: { mobile: !isOpen } }}
      transitionDuration={0}
      padding={0}
    >
      {isPresenting ? null : (
        <>
          <a className={styles['skip']} href="#content">
            {t('skip')}
          </a>
          <AppShell.Header>
            <TopBar isOpen={isOpen} onToggle={toggle} />
          </AppShell.Header>
          <AppShell.Navbar aria-label={t('navigation')}>
            <Rail onLeave={close} />
          </AppShell.Navbar>
        </>
      )}
      <AppShell.Main className={styles['main'] ?? ''} data-presenting={isPresenting || undefined}>
        <Printed />
        {study?.synthetic ? <SyntheticBand /> : null}
        {study?.closedAt ? <ClosedBand closedAt={study.closedAt} /> : null}
        <div id="content" tabIndex={-1} className={styles['content']}>
          {children}
        </div>
        {study && isPresenting ? (
          <div className={styles['stage']}>
            <Presentation study={study} stop={stop} />
          </div>
        ) : null}
        <footer className={styles['footer']}>
          <Text size="xs">{t('researchUse')}</Text>
        </footer>
      </AppShell.Main>
    </AppShell>
  );
}
