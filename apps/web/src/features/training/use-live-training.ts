'use client';
import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { type TrainingCurveQuery } from '@/graphql/generated/graphql.ts';
import { trainingCurveQuery, trainingProgressSubscription } from './query.ts';
import { allPoints, isUnderWay, livePoints, type Training } from './training.ts';

export type Curve = NonNullable<TrainingCurveQuery['trainingRun']['curve']>;

interface LiveTraining {
  /** Null before the first epochs. */
  readonly curve: Curve | null;
  /** Seconds since the run began; null before. */
  readonly elapsed: number | null;
  /** Seconds until the present stage ends at the pace seen; null while there is none. */
  readonly remaining: number | null;
}

interface Pace {
  readonly key: string;
  readonly atMs: number;
  readonly done: number;
}

const silenceMs = 5000;
const pollMs = 2000;
const trustedFrom = 0.1;

/**
 * Follows a run to its end; its state lands in the cache by the run's id, so every place that shows it moves.
 *
 * @param refresh - asked again and again where the stream of progress is silent, as behind some proxies.
 */
export function useLiveTraining(run: Training, refresh: () => void): LiveTraining {
  const isLive = isUnderWay(run);
  const [heard, setHeard] = useState<{ atMs: number; curve: Curve | null } | null>(null);
  const [began] = useState(() => Date.now());
  useSubscription(trainingProgressSubscription, {
    variables: { id: run.id, mostPoints: livePoints },
    skip: !isLive,
    onData: ({ data: { data } }) => {
      setHeard({ atMs: Date.now(), curve: data?.trainingProgress.curve ?? null });
    },
  });
  const { data } = useQuery(trainingCurveQuery, {
    variables: { id: run.id, mostPoints: allPoints },
    skip: isLive,
  });
  const now = useNow(isLive);
  const isSilent = isLive && now - (heard?.atMs ?? began) > silenceMs;
  useEffect(() => {
    if (!isSilent) return;
    const timer = setInterval(refresh, pollMs);
    return () => clearInterval(timer);
  }, [isSilent, refresh]);

  const first = useFirstOfStage(run, now);
  return {
    curve: (isLive ? heard?.curve : data?.trainingRun.curve) ?? heard?.curve ?? null,
    elapsed: run.startedAt === null ? null : Math.max(0, (now - Date.parse(run.startedAt)) / 1000),
    remaining: remainingOf(run, first, now),
  };
}

/** Where a stage of an attempt stood when it was first seen, by the clock of `now`. */
function useFirstOfStage({ attempts, stage, done }: Training, now: number): Pace | null {
  const [first, setFirst] = useState<Pace | null>(null);
  const key = `${attempts} ${stage}`;
  if (stage !== null && done !== null && first?.key !== key) setFirst({ key, atMs: now, done });
  return first?.key === key ? first : null;
}

function remainingOf({ done, total }: Training, first: Pace | null, now: number): number | null {
  if (first === null || done === null || total === null || total <= 0 || done / total < trustedFrom) return null;
  const [moved, seconds] = [done - first.done, (now - first.atMs) / 1000];
  return moved > 0 && seconds > 0 ? ((total - done) * seconds) / moved : null;
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
