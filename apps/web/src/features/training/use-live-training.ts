'use client';
import { useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { type TrainingCurveQuery } from '@/graphql/generated/graphql.ts';
import { type LiveRun, useLiveRun } from '@/runs/use-live-run.ts';
import { trainingCurveQuery, trainingProgressSubscription } from './query.ts';
import { allPoints, livePoints, type Training } from './training.ts';

export type Curve = NonNullable<TrainingCurveQuery['trainingRun']['curve']>;

/** Follows a training to its end, with its learning curve, which is null before the first epochs. */
export function useLiveTraining(run: Training, refresh: () => void): { live: LiveRun; curve: Curve | null } {
  const live = useLiveRun(run, refresh);
  const [heard, setHeard] = useState<Curve | null>(null);
  useSubscription(trainingProgressSubscription, {
    variables: { id: run.id, mostPoints: livePoints },
    skip: !live.isLive,
    onData: ({ data: { data } }) => {
      live.heard();
      setHeard(data?.trainingProgress.curve ?? null);
    },
  });
  const { data } = useQuery(trainingCurveQuery, {
    variables: { id: run.id, mostPoints: allPoints },
    skip: live.isLive,
  });
  return { live, curve: (live.isLive ? heard : data?.trainingRun.curve) ?? heard };
}
