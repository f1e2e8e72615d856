'use client';
import { useApolloClient, useQuery, useSubscription } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { useNow } from '@/runs/use-now.ts';
import { type Batch, batchRemaining, isUnderWay } from './batch.ts';
import { batchesQuery, batchPlanQuery, batchProgressSubscription } from './batch-query.ts';
import { slidesQuery } from './query.ts';

/** Polled this often while a batch is under way: events that a proxy holds back then arrive late, but they arrive. */
const pollMs = 10_000;

/** The newest batches of a study; the newest one under way is followed event by event. */
export function useLiveBatches(study: string) {
  const client = useApolloClient();
  const { data, previousData, startPolling, stopPolling } = useQuery(batchesQuery, { variables: { study } });
  const batches = (data ?? previousData)?.batches ?? null;
  const active = batches?.find(isUnderWay) ?? null;
  const isActive = active !== null;

  useEffect(() => {
    if (!isActive) return;
    startPolling(pollMs);
    return stopPolling;
  }, [isActive, startPolling, stopPolling]);

  useSubscription(batchProgressSubscription, { variables: { id: active?.id ?? '' }, skip: !isActive });

  // The pictures below show scores and the form counts what is left: both are refetched when a run has ended, also the
  // last of a batch, after which no batch is under way.
  const over = batches?.reduce((sum, { done, failed, cancelled }) => sum + done + failed + cancelled, 0) ?? null;
  const known = useRef(over);
  useEffect(() => {
    if (known.current !== null && known.current !== over) {
      void client.refetchQueries({ include: [slidesQuery, batchPlanQuery] });
    }
    known.current = over;
  }, [over, client]);

  return { batches, active };
}

/** Seconds that a batch may still take, recomputed every second while it is under way. */
export function useBatchRemaining(batch: Batch): number | null {
  return batchRemaining(batch, useNow(isUnderWay(batch)));
}
