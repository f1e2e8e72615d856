'use client';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { type FigureRest } from './figure-props.ts';

interface WithRestProps {
  readonly rest: FigureRest;
  readonly heightPx: number;
  readonly children: ReactNode;
}

/** Its children once the rest of the figure is here: loads it, and offers to try again where that failed. */
export function WithRest({ rest, heightPx, children }: WithRestProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const isWanted = !rest.isHere && failure === null;
  const load = useEffectEvent(() => {
    rest.load().catch((error: unknown) => setFailure(rest.errorCode(error)));
  });
  useEffect(() => {
    if (isWanted) load();
  }, [isWanted]);
  if (rest.isHere) return children;
  return failure === null ? (
    <LoadingState height={heightPx} />
  ) : (
    <ErrorState code={failure} onRetry={() => setFailure(null)} />
  );
}
