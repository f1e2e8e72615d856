'use client';
import { type ComponentType, lazy, Suspense, useState } from 'react';

const charts: (() => Promise<unknown>)[] = [];

/**
 * A chart whose library comes after its page: it is asked for as soon as the page runs, beside the numbers that it will
 * show, and the page works meanwhile. The frame around it keeps its place.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let coming: Promise<ComponentType<Props>> | null = null;
  let loaded: ComponentType<Props> | null = null;
  const get = () =>
    (coming ??= load().then(
      (chart) => (loaded = chart),
      (error: unknown) => {
        // Asked for again by whoever wants it next.
        coming = null;
        throw error;
      },
    ));
  charts.push(get);
  const Waiting: ComponentType<Props> = lazy(async () => ({ default: await get() }));
  // A chart is drawn where its width is known, which is never on the server.
  if (typeof window !== 'undefined') get().catch(() => undefined);
  return function Later(props) {
    // Once it is here it is drawn at once, as a file needs it.
    const [Chart] = useState(() => loaded ?? Waiting);
    return (
      <Suspense fallback={null}>
        <Chart {...props} />
      </Suspense>
    );
  };
}

/** Resolves once every chart of the page is here. */
export async function chartsAreHere(): Promise<void> {
  await Promise.all(charts.map((get) => get()));
}
