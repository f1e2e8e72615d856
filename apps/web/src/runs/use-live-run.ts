'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { type ProgressSample, secondsRemaining } from './remaining.ts';
import { isActive, type RunState } from './run.ts';
import { useNow } from './use-now.ts';

export interface LiveRun {
  readonly isLive: boolean;
  /** Seconds since the run began; null before it has. */
  readonly elapsed: number | null;
  /** Seconds that the present stage may still take; null while its pace is not known. */
  readonly remaining: number | null;
  /** The progress stream never arrived: the run is polled every two seconds instead. */
  readonly isPolled: boolean;
  /** To be called at every event of the run's stream. */
  readonly heard: () => void;
}

const pollMs = 2000;
const silenceMs = 5000;

/**
 * Follows a run of any kind to its end. Its state is cached under its id, with every event of the stream that the
 * caller subscribes to, so everything that shows it is updated.
 *
 * @param refresh - fetches the run again. A proxy may silently hold back the stream: polling does the same, slower.
 */
export function useLiveRun(run: RunState, refresh: () => void): LiveRun {
  const isLive = isActive(run);
  const now = useNow(isLive);
  const [began] = useState(() => Date.now());
  const [heardAt, setHeardAt] = useState<number | null>(null);
  const isSilent = isLive && now - (heardAt ?? began) > silenceMs;
  const ask = useEffectEvent(refresh);
  useEffect(() => {
    if (!isSilent) return;
    const timer = setInterval(() => ask(), pollMs);
    return () => clearInterval(timer);
  }, [isSilent]);

  const first = useFirstOfStage(run, now);
  const { startedAt, done, total } = run;
  return {
    isLive,
    elapsed: startedAt === null ? null : Math.max(0, (now - Date.parse(startedAt)) / 1000),
    remaining:
      first === null || done === null || total === null ? null : secondsRemaining(first, { atMs: now, done, total }),
    isPolled: isSilent && heardAt === null,
    heard: () => setHeardAt(Date.now()),
  };
}

/** The progress of an attempt's stage when it was first seen. */
function useFirstOfStage({ attempts, stage, done, total }: RunState, now: number): ProgressSample | null {
  const [first, setFirst] = useState<(ProgressSample & { readonly of: string }) | null>(null);
  const of = `${attempts} ${stage}`;
  if (stage !== null && done !== null && total !== null && first?.of !== of) setFirst({ of, atMs: now, done, total });
  return first?.of === of ? first : null;
}
