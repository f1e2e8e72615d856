'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { isActive, type RunState } from '@/runs/run.ts';
import { type JudgedSoFar, withAnswer } from './judged-so-far.ts';
import { judgedPatchesQuery } from './query.ts';

export interface ComingPatches extends JudgedSoFar {
  /** Of the run when it was asked for them: once that is over, they are all there are. */
  readonly status: RunState['status'];
}

interface Held {
  readonly of: string;
  readonly judged: JudgedSoFar | null;
  readonly status: RunState['status'];
}

/**
 * What a run without a score has found of its patches, as it comes: asked for whenever the run reports progress, and only
 * for what is not known yet. A page that is opened later gets all of it at once.
 *
 * @param run - followed by whoever shows its progress; null for none.
 */
export function useJudgedPatches(run: RunState | null): ComingPatches | null {
  const client = useApolloClient();
  const [held, setHeld] = useState<Held | null>(null);
  const latest = useRef<Held | null>(null);
  const asking = useRef({ isAsking: false, again: false });
  const id = run?.id ?? null;
  const runStatus = run?.status ?? 'queued';
  const status = useRef(runStatus);
  // A run that waits has none, and the patches of one that is done are in its map.
  const isWanted = run !== null && run.status !== 'queued' && run.status !== 'done';
  const state = run === null ? '' : [run.status, run.attempts, run.stage, run.done].join(' ');

  useEffect(() => {
    if (!isWanted || id === null) return;
    status.current = runStatus;
    const ask = async (): Promise<void> => {
      if (asking.current.isAsking) {
        asking.current.again = true;
        return;
      }
      asking.current = { isAsking: true, again: false };
      const asked = status.current;
      try {
        const known = latest.current?.of === id ? latest.current.judged : null;
        const { data } = await client.query({
          query: judgedPatchesQuery,
          variables: { inferenceId: id, attempt: known?.attempt ?? 0, after: known?.last ?? -1 },
          fetchPolicy: 'no-cache',
        });
        const judged = withAnswer(known, data?.judgedPatches ?? null);
        latest.current = { of: id, judged, status: asked };
        setHeld(latest.current);
      } catch {
        // The next report of progress asks again; the run itself shows whether the portal is there.
      } finally {
        asking.current.isAsking = false;
        if (asking.current.again) void ask();
      }
    };
    void ask();
  }, [client, id, isWanted, runStatus, state]);

  if (!isWanted || run === null || held?.of !== run.id || held.judged === null) return null;
  return { ...held.judged, status: held.status };
}

/** The run whose patches are shown as they come: one under way, otherwise the one that is looked at if it has no score. */
export function comingRun<One extends Pick<RunState, 'status'>>(latest: One | null, shown: One | null): One | null {
  if (latest !== null && isActive(latest)) return latest;
  return shown === null || shown.status === 'done' ? null : shown;
}
