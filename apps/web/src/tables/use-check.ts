'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorCode } from '@/graphql/error-code.ts';
import { type Checked, type InR } from './in-r.ts';

export type CheckState =
  | { readonly is: 'running'; readonly seconds: number }
  | { readonly is: 'done'; readonly check: Checked }
  | { readonly is: 'refused'; readonly code: string };

/** Runs a check at once, and again on request; whoever leaves ends it on the server too. */
export function useCheck(run: InR['check']): { readonly state: CheckState; readonly again: () => void } {
  const [state, setState] = useState<CheckState>({ is: 'running', seconds: 0 });
  const [turn, setTurn] = useState(0);
  // The page may be drawn again meanwhile, which makes another function and is no reason to begin anew.
  const latest = useRef(run);
  useEffect(() => {
    const gone = new AbortController();
    const clock = setInterval(
      () => setState((now) => (now.is === 'running' ? { is: 'running', seconds: now.seconds + 1 } : now)),
      1_000,
    );
    latest
      .current(gone.signal)
      .then((check) => !gone.signal.aborted && setState({ is: 'done', check }))
      .catch((error: unknown) => !gone.signal.aborted && setState({ is: 'refused', code: errorCode(error) }))
      .finally(() => clearInterval(clock));
    return () => {
      clearInterval(clock);
      gone.abort();
    };
  }, [turn]);
  const again = useCallback(() => {
    setState({ is: 'running', seconds: 0 });
    setTurn((before) => before + 1);
  }, []);
  return { state, again };
}
