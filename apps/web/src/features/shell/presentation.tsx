'use client';
import { ActionIcon, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconMaximize, IconX } from '@tabler/icons-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { setStageZoom } from '@/charts/stage.ts';
import { type Study } from '@/session/session.tsx';
import styles from './presentation.module.css';
import { addressOfPage, addressOfStop, stopAfter, story } from './story.ts';

/** A line below the one figure or table that is shown: what it belongs to, and the way to the next. */
export function Presentation({ study, stop }: { study: Study; stop: number }) {
  const t = useTranslations('shell.presentation');
  const ui = useTranslations('ui');
  const router = useRouter();
  const pathname = usePathname();
  const given = useSearchParams();
  const shown = usePresentedFrame(stop, pathname);
  const goTo = (next: number) => router.push(addressOfStop(study.code, next, given));
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    router.push(addressOfPage(pathname, given));
  };
  useStage();
  useKeys(stop, goTo, leave);
  return (
    <>
      {shown === 'there' ? null : (
        <p className={styles['waiting']} role="status">
          {t(shown)}
        </p>
      )}
      <div className={styles['bar']} role="group" aria-label={t('title')}>
        <Text size="sm" className={styles['name'] ?? ''}>
          {study.code}
          {study.synthetic ? ` · ${ui('syntheticLong')}` : null}
        </Text>
        <ActionIcon variant="default" disabled={stop === 1} aria-label={t('previous')} onClick={() => goTo(stop - 1)}>
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        <Text size="sm" className={styles['place'] ?? ''} aria-live="polite">
          {t('place', { stop, of: story.length })}
        </Text>
        <ActionIcon
          variant="default"
          disabled={stop === story.length}
          aria-label={t('next')}
          onClick={() => goTo(stop + 1)}
        >
          <IconArrowRight size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('fullScreen')} onClick={() => void toggleFullScreen()}>
          <IconMaximize size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('leave')} onClick={leave}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
    </>
  );
}

/** Of the browser too, where it lets a page; it stays while the presentation goes on. */
async function toggleFullScreen(): Promise<void> {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  } catch {
    // Refused by the browser: the presentation fills the window anyway.
  }
}

/** Figures are as large as the window allows: as if it were 1100 pixels wide. */
const stagedWidthPx = 1100;
const largestZoom = 3;

function useStage() {
  useEffect(() => {
    const fit = () => {
      const zoom = Math.min(largestZoom, Math.max(1, Math.round((window.innerWidth / stagedWidthPx) * 100) / 100));
      document.documentElement.style.setProperty('--stage-zoom', String(zoom));
      setStageZoom(zoom);
    };
    fit();
    window.addEventListener('resize', fit);
    return () => {
      window.removeEventListener('resize', fit);
      document.documentElement.style.removeProperty('--stage-zoom');
      setStageZoom(1);
    };
  }, []);
}

function useKeys(stop: number, goTo: (next: number) => void, leave: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    // Keys of a chart or of an input are theirs.
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const { target } = event;
    const isControl = target instanceof HTMLElement && target.matches('input, select, textarea, button');
    if (event.key === 'Escape') return leave();
    const next = stopAfter(stop, event.key);
    if (next === null || (isControl && event.key === ' ')) return;
    event.preventDefault();
    goTo(next);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

type Shown = 'there' | 'waiting' | 'failed';

/** Marks the figure or table of the page that is shown alone: it may arrive later than the page. */
function usePresentedFrame(stop: number, pathname: string): Shown {
  const [shown, setShown] = useState<Shown>('waiting');
  const kind = story[stop - 1]?.frame ?? 'figure';
  useEffect(() => {
    const content = document.querySelector('#content');
    if (!content) return undefined;
    const mark = () => {
      const frame = content.querySelector(`[data-frame=${kind}]`) ?? content.querySelector('[data-frame]');
      for (const other of content.querySelectorAll('[data-presented]')) {
        if (other !== frame) other.removeAttribute('data-presented');
      }
      frame?.setAttribute('data-presented', '');
      setShown(frame ? 'there' : content.querySelector('[role=alert]') ? 'failed' : 'waiting');
    };
    const observer = new MutationObserver(mark);
    observer.observe(content, { childList: true, subtree: true });
    mark();
    return () => {
      observer.disconnect();
      for (const frame of content.querySelectorAll('[data-presented]')) frame.removeAttribute('data-presented');
    };
  }, [kind, pathname]);
  return shown;
}
