'use client';
import { Alert } from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';

const waiting: (() => Promise<unknown>)[] = [];
let isFetching = false;

type Load<Props> = () => Promise<ComponentType<Props>>;

/**
 * What is shown once somebody asks for it: a dialog, a drawer, what is behind a tab. The page does not wait for its
 * script, which is fetched once the browser has nothing else to do: mostly it is here when it is asked for, also where the
 * network is gone by then.
 *
 * @param meanwhile - in its place until it is here
 */
export function onOpening<Props extends object>(load: Load<Props>, meanwhile: ReactNode = null): ComponentType<Props> {
  const { get, Part } = partOf(load, meanwhile);
  if (typeof window !== 'undefined') {
    waiting.push(get);
    fetchInIdleTime();
  }
  return Part;
}

/**
 * What shows an answer of the server: its script is fetched beside the answer, as soon as the page runs, and the page's
 * controls work meanwhile.
 *
 * @param meanwhile - what the page shows while it waits for the answer
 */
export function besideAnswer<Props extends object>(load: Load<Props>, meanwhile: ReactNode): ComponentType<Props> {
  const { get, Part } = partOf(load, meanwhile);
  if (typeof window !== 'undefined') get().catch(() => undefined);
  return Part;
}

function partOf<Props extends object>(load: Load<Props>, meanwhile: ReactNode) {
  let coming: Promise<ComponentType<Props>> | null = null;
  let loaded: ComponentType<Props> | null = null;
  const get = () =>
    (coming ??= load().then(
      (part) => (loaded = part),
      (error: unknown) => {
        // Asked for again by the next opening.
        coming = null;
        throw error;
      },
    ));
  function Part(props: Props) {
    const [Shown] = useState(() => loaded ?? lazy(async () => ({ default: await get().catch(() => NotLoaded) })));
    return (
      <Suspense fallback={meanwhile}>
        <Shown {...props} />
      </Suspense>
    );
  }
  return { get, Part };
}

/** One after another, so that what somebody does meanwhile comes first. */
function fetchInIdleTime(): void {
  if (isFetching || typeof window.requestIdleCallback !== 'function') return;
  const next = waiting.shift();
  isFetching = next !== undefined;
  if (next === undefined) return;
  const go = () =>
    window.requestIdleCallback(() => {
      const done = () => {
        isFetching = false;
        fetchInIdleTime();
      };
      next().then(done, done);
    });
  if (document.readyState === 'complete') go();
  else window.addEventListener('load', go, { once: true });
}

/** In its place where the server could not be reached; nothing of the page is lost. */
function NotLoaded() {
  const t = useTranslations('ui');
  return (
    <Alert role="alert" color="red" variant="light" my="xs">
      {t('errors.NETWORK')}
    </Alert>
  );
}
