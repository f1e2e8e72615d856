'use client';
import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import type { SensitivityFieldsFragment } from '@/graphql/generated/graphql.ts';
import { type ProgressSample, secondsRemaining } from '@/runs/remaining.ts';
import { isActive } from '@/runs/run.ts';
import { sensitivityOfRunQuery, sensitivityProgressSubscription } from './query.ts';

export type Explanation = SensitivityFieldsFragment;

interface LiveSensitivity {
  /** Seconds since the work began; null before. */
  readonly elapsed: number | null;
  /** Estimate for the present stage; null while there is none. */
  readonly remaining: number | null;
}

const pollMs = 2000;
const silenceMs = 5000;

interface Pace {
  readonly stage: string;
  readonly attempt: number;
  readonly first: ProgressSample;
  readonly last: ProgressSample;
}

/** Follows an explanation to its end. Progress lands in the cache by its id, so every place that shows it moves. */
export function useLiveSensitivity(explanation: Explanation): LiveSensitivity {
  const [pace, setPace] = useState<Pace | null>(null);
  const [heardAt, setHeardAt] = useState(() => Date.now());
  const active = isActive(explanation);
  useSubscription(sensitivityProgressSubscription, {
    variables: { id: explanation.id },
    skip: !active,
    onData: ({ data: { data } }) => {
      setHeardAt(Date.now());
      setPace((seen) => paceAfter(seen, data?.patchSensitivityProgress ?? null));
    },
  });
  const now = useNow(active);
  // A proxy may hold the stream back without a word: asking again and again does the same, slower.
  useQuery(sensitivityOfRunQuery, {
    variables: { id: explanation.inferenceId },
    skip: !active || now - heardAt <= silenceMs,
    pollInterval: pollMs,
  });
  const { startedAt, stage } = explanation;
  return {
    elapsed: startedAt === null ? null : Math.max(0, (now - Date.parse(startedAt)) / 1000),
    remaining: pace === null || pace.stage !== stage ? null : secondsRemaining(pace.first, pace.last),
  };
}

function paceAfter(seen: Pace | null, explanation: Explanation | null): Pace | null {
  if (!explanation?.stage || explanation.done === null || explanation.total === null) return null;
  const { stage, attempts, done, total } = explanation;
  const last = { atMs: performance.now(), done, total };
  const goesOn = seen?.attempt === attempts && seen.stage === stage;
  return { stage, attempt: attempts, first: goesOn ? seen.first : last, last };
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
