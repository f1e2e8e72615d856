'use client';
import { type CohortFilter, exportAddress, type ExportFormat, type ExportMessage } from '@haim/schema';
import { useEffect, useRef, useState } from 'react';
import { type Locale } from '@/i18n/locale.ts';
import { readLines } from '@/selection/read-lines.ts';
import { useStudy } from '@/session/session.tsx';

export interface ExportChoice {
  readonly format: ExportFormat;
  readonly language: Locale;
  /** null is everybody. */
  readonly filter: CohortFilter | null;
  readonly snapshot: string | null;
  readonly isIdentified: boolean;
  readonly reason: string | null;
}

/** Where the making of an export is. */
export type ExportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'waiting' }
  | { readonly phase: 'making'; readonly done: number; readonly of: number; readonly name: string }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'saved'; readonly name: string; readonly bytes: number; readonly rows: number }
  | { readonly phase: 'failed'; readonly code: string; readonly message: string };

/** Has the portal make an export and fetches it; leaving the page cancels it. */
export function useExport() {
  const { code } = useStudy();
  const [state, setState] = useState<ExportState>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function make(choice: ExportChoice): Promise<void> {
    const leaving = new AbortController();
    running.current = leaving;
    setState({ phase: 'making', done: 0, of: 1, name: '' });
    try {
      const answer = await fetch(`/api/studies/${encodeURIComponent(code)}/exports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(choice),
        signal: leaving.signal,
      });
      if (!answer.ok || !answer.body) return setState({ phase: 'failed', ...(await refusalOf(answer)) });
      let last: ExportMessage | null = null;
      for await (const line of readLines(answer.body)) {
        last = JSON.parse(line) as ExportMessage;
        if (last.kind === 'waiting') setState({ phase: 'waiting' });
        if (last.kind === 'step') setState({ phase: 'making', done: last.done, of: last.of, name: last.name });
      }
      if (last?.kind === 'refused') return setState({ phase: 'failed', code: last.code, message: last.message });
      if (last?.kind !== 'file') return setState({ phase: 'failed', code: 'NETWORK', message: '' });
      // The portal has recorded it before it read the first row. An attachment leaves the page where it is.
      window.location.assign(exportAddress(code, last.id));
      setState({ phase: 'saved', name: last.name, bytes: last.bytes, rows: last.rows });
    } catch {
      setState(leaving.signal.aborted ? { phase: 'cancelled' } : { phase: 'failed', code: 'NETWORK', message: '' });
    } finally {
      running.current = null;
    }
  }

  return { state, make, cancel: () => running.current?.abort() };
}

async function refusalOf(answer: Response): Promise<{ code: string; message: string }> {
  const body = (await answer.json().catch(() => null)) as { code?: unknown; message?: unknown } | null;
  const code = typeof body?.code === 'string' ? body.code : `HTTP_${answer.status}`;
  return { code, message: typeof body?.message === 'string' ? body.message : '' };
}
