'use client';
import { useMantineColorScheme } from '@mantine/core';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { useStudyOfPath } from '@/session/session.tsx';
import styles from './shell.module.css';

/** What a printed page must state: which study, up to when, and where it came from. Not shown on screen. */
export function Printed() {
  const t = useTranslations('shell');
  const study = useStudyOfPath();
  const asked = useSearchParams();
  const [path, search] = [usePathname(), asked.toString()];
  const origin = useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => '',
  );
  const today = useSyncExternalStore(
    () => () => undefined,
    localDay,
    () => '',
  );
  useLightOnPaper();
  return (
    <div className={styles['printed']} aria-hidden>
      <strong>{t('portal')}</strong>
      {study ? ` · ${study.code} · ${study.name}` : null}
      {/* A snapshot has a cut-off of its own, which the captions name. */}
      {study?.cutoffOn && !asked.has('snapshot') ? ` · ${t('cutoff', { date: study.cutoffOn })}` : null}
      {today ? ` · ${t('printedOn', { date: today })}` : null}
      <br />
      {/* Of a parameter that an address has twice, the server and the browser differ about the place. */}
      {origin ? `${origin}${path}${search ? `?${search}` : ''}` : null}
    </div>
  );
}

/** YYYY-MM-DD where the reader is. */
function localDay(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Paper is white: figures switch to light colours before the browser prints, and back afterwards. */
function useLightOnPaper() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The reader's choice; while printing, the scheme is another.
  const onScreen = useRef<typeof colorScheme | null>(null);
  const choose = useEffectEvent((scheme: typeof colorScheme) => setColorScheme(scheme));
  const chosen = useEffectEvent(() => colorScheme);
  useEffect(() => {
    const before = () => {
      onScreen.current ??= chosen();
      flushSync(() => choose('light'));
    };
    const after = () => {
      if (onScreen.current) choose(onScreen.current);
      onScreen.current = null;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
