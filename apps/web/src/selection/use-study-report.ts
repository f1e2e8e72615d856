'use client';
import {
  type ReportContents,
  type ReportFormat,
  type ReportMessage,
  type ReportStep,
  stepsOfReport,
} from '@haim/schema';
import { useEffect, useRef, useState } from 'react';
import { type Locale } from '@/i18n/locale.ts';
import { useStudy } from '@/session/session.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { readLines } from './read-lines.ts';

export interface ReportChoice {
  readonly contents: ReportContents;
  readonly language: Locale;
  readonly format: ReportFormat;
  /** As an address has it; null is everybody. */
  readonly cohort: string | null;
  readonly snapshot: string | null;
}

/** Where the making of a report is. */
export type ReportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'waiting' }
  | { readonly phase: 'making'; readonly done: number; readonly of: number; readonly name: ReportStep | null }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'saved'; readonly name: string }
  | { readonly phase: 'failed'; readonly code: string; readonly message: string };

/** Has the portal make a report and saves it; leaving the page cancels it. */
export function useStudyReport() {
  const { code } = useStudy();
  const save = useSaveFile();
  const [state, setState] = useState<ReportState>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function make(choice: ReportChoice): Promise<void> {
    const leaving = new AbortController();
    running.current = leaving;
    setState({ phase: 'making', done: 0, of: 1, name: null });
    try {
      const answer = await fetch(`/api/studies/${encodeURIComponent(code)}/report`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(choice),
        signal: leaving.signal,
      });
      if (!answer.ok || !answer.body) return setState({ phase: 'failed', ...(await refusalOf(answer)) });
      let last: ReportMessage | null = null;
      for await (const line of readLines(answer.body)) {
        last = JSON.parse(line) as ReportMessage;
        if (last.kind === 'waiting') setState({ phase: 'waiting' });
        if (last.kind === 'step') setState({ phase: 'making', done: last.done, of: last.of, name: stepOf(last.name) });
      }
      if (last?.kind === 'refused') return setState({ phase: 'failed', code: last.code, message: last.message });
      if (last?.kind !== 'file') return setState({ phase: 'failed', code: 'NETWORK', message: '' });
      const content = new Blob([Uint8Array.from(atob(last.base64), (sign) => sign.charCodeAt(0))], { type: last.type });
      // The portal has recorded it already, before it sent it.
      await save({ name: last.name, content, holds: null, rows: 0 });
      setState({ phase: 'saved', name: last.name });
    } catch {
      setState(leaving.signal.aborted ? { phase: 'cancelled' } : { phase: 'failed', code: 'NETWORK', message: '' });
    } finally {
      running.current = null;
    }
  }

  return { state, make, cancel: () => running.current?.abort(), reset: () => setState({ phase: 'idle' }) };
}

const steps = Object.values(stepsOfReport).flat();
const stepOf = (name: string) => steps.find((one) => one === name) ?? null;

async function refusalOf(answer: Response): Promise<{ code: string; message: string }> {
  const body = (await answer.json().catch(() => null)) as { code?: unknown; message?: unknown } | null;
  const code = typeof body?.code === 'string' ? body.code : `HTTP_${answer.status}`;
  return { code, message: typeof body?.message === 'string' ? body.message : '' };
}
