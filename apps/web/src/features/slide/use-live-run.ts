'use client';
import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { inferenceProgressSubscription, slideQuery } from './query.ts';
import { type ProgressSample, secondsRemaining } from '@/runs/remaining.ts';
import { isActive, type Run } from '@/runs/run.ts';

interface LiveRun {
  /** Seconds since the run began; null before. */
  readonly elapsed: number | null;
  /** Estimate for the present stage; null while there is none. */
  readonly remaining: number | null;
  /** The stream of progress never came: the run is asked for every two seconds instead. */
  readonly isPolled: boolean;
}

const pollMs = 2000;
const silenceMs = 5000;

/** What was seen of the stage that takes the time: where it stood at first, and now. */
interface Pace {
  readonly attempt: number;
  readonly first: ProgressSample;
  readonly last: ProgressSample;
}

/** Follows a run to its end. Progress lands in the cache by the run's id, so every place that shows it moves. */
export function useLiveRun(run: Run): LiveRun {
  const [pace, setPace] = useState<Pace | null>(null);
  const [began] = useState(() => Date.now());
  const [heardAt, setHeardAt] = useState<number | null>(null);
  useSubscription(inferenceProgressSubscription, {
    variables: { id: run.id },
    skip: !isActive(run),
    onData: ({ data: { data } }) => {
      setHeardAt(Date.now());
      setPace((seen) => paceAfter(seen, data?.inferenceProgress ?? null));
    },
  });
  const now = useNow(isActive(run));
  const isSilent = isActive(run) && now - (heardAt ?? began) > silenceMs;
  // A proxy may hold the stream back without a word: asking again and again does the same, slower.
  useQuery(slideQuery, {
    variables: { id: run.slideId },
    fetchPolicy: 'cache-first',
    skip: !isSilent,
    pollInterval: pollMs,
  });
  return {
    elapsed: run.startedAt === null ? null : Math.max(0, (now - Date.parse(run.startedAt)) / 1000),
    remaining: pace === null || run.stage !== 'features' ? null : secondsRemaining(pace.first, pace.last),
    isPolled: isSilent && heardAt === null,
  };
}

function paceAfter(seen: Pace | null, run: Run | null): Pace | null {
  if (run === null || run.stage !== 'features' || run.done === null || run.total === null) return null;
  const last = { atMs: performance.now(), done: run.done, total: run.total };
  return { attempt: run.attempts, first: seen?.attempt === run.attempts ? seen.first : last, last };
}

/** The present instant, once a second while it matters. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
