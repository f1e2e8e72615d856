'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { type TableEncoding } from '@haim/schema';
import { type ImportFailure, type ImportReport } from '@/sending/imports/import-report.ts';
import { sendFile } from '@/sending/imports/send-file.ts';

export interface Chosen {
  readonly file: File;
  readonly map: File | null;
  /** null: as the file shows. */
  readonly encoding: TableEncoding | null;
  /** Whether an empty cell clears what is stored. */
  readonly blankEmpty: boolean;
}

/** `checked` holds the files of its report: only these may be imported. */
export type ImportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'sending'; readonly dryRun: boolean; readonly share: number }
  | { readonly phase: 'checked'; readonly report: ImportReport; readonly chosen: Chosen }
  | { readonly phase: 'imported'; readonly report: ImportReport }
  | { readonly phase: 'failed'; readonly failure: ImportFailure; readonly dryRun: boolean; readonly chosen: Chosen };

export interface Import {
  readonly state: ImportState;
  readonly check: (chosen: Chosen) => void;
  /** Imports the files of the clean dry run that is on the screen. */
  readonly commit: () => void;
  /** Stops the upload, or clears the answer. */
  readonly clear: () => void;
}

export function useImport(study: string): Import {
  const client = useApolloClient();
  const [state, setState] = useState<ImportState>({ phase: 'idle' });
  const abort = useRef<AbortController | null>(null);

  async function send(chosen: Chosen, dryRun: boolean) {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    setState({ phase: 'sending', dryRun, share: 0 });
    const onProgress = (share: number) => {
      if (!controller.signal.aborted) setState({ phase: 'sending', dryRun, share });
    };
    const answer = await sendFile({ study, ...chosen, dryRun }, { onProgress, signal: controller.signal });
    if (controller.signal.aborted) return;
    if ('failure' in answer) setState({ phase: 'failed', failure: answer.failure, dryRun, chosen });
    else if (answer.report.committed) {
      // Every list and figure read before the import is out of date.
      await client.clearStore();
      setState({ phase: 'imported', report: answer.report });
    } else setState({ phase: 'checked', report: answer.report, chosen });
  }

  return {
    state,
    check: (chosen) => void send(chosen, true),
    commit: () => {
      if (state.phase === 'checked' && state.report.problemsTotal === 0) void send(state.chosen, false);
    },
    clear: () => {
      abort.current?.abort();
      setState({ phase: 'idle' });
    },
  };
}
