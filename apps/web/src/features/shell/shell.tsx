'use client';
import { Text } from '@mantine/core';
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
    <>
      {isPresenting ? null : (
        <>
          <a className={styles['skip']} href="#content">
            {t('skip')}
          </a>
          <header className={styles['header']} data-print="no">
            <TopBar isOpen={isOpen} onToggle={toggle} />
          </header>
          <nav
            className={styles['navigation']}
            data-open={isOpen || undefined}
            data-print="no"
            aria-label={t('navigation')}
          >
            <Rail onLeave={close} />
          </nav>
        </>
      )}
      <main className={styles['main']} data-presenting={isPresenting || undefined}>
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
      </main>
    </>
  );
}
