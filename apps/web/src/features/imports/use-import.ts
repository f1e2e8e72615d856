'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { type ImportCorrection, type ImportLook, type TableEncoding } from '@haim/schema';
import { type ImportFailure, type ImportReport } from '@/sending/imports/import-report.ts';
import { lookAtFile, sendFile } from '@/sending/imports/send-file.ts';

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
  /** The headings are not the portal's own: somebody says which column is which field. */
  | { readonly phase: 'mapping' }
  | {
      readonly phase: 'checked';
      readonly report: ImportReport;
      readonly chosen: Chosen;
      /** With which it was checked. */
      readonly corrections: readonly ImportCorrection[];
    }
  | { readonly phase: 'imported'; readonly report: ImportReport }
  | { readonly phase: 'failed'; readonly failure: ImportFailure; readonly dryRun: boolean; readonly chosen: Chosen };

export interface Import {
  readonly state: ImportState;
  /** What the file holds, where its columns have to be joined with fields; it stays while the mapping is checked. */
  readonly looked: { readonly look: ImportLook; readonly chosen: Chosen } | null;
  readonly check: (chosen: Chosen) => void;
  /** Checks the file that was looked at with this mapping. */
  readonly checkMapped: (map: File) => void;
  /** Clears the answer to another mapping. */
  readonly remap: () => void;
  /** Checks the file that is on the screen again, with these corrections. */
  readonly correct: (corrections: readonly ImportCorrection[]) => void;
  /** Imports the files of the clean dry run that is on the screen. */
  readonly commit: () => void;
  /** Stops the upload, or clears the answer. */
  readonly clear: () => void;
}

/** What was checked before. */
interface Held {
  readonly check: string | null;
  readonly corrections: readonly ImportCorrection[];
}

const notHeld: Held = { check: null, corrections: [] };

export function useImport(study: string): Import {
  const client = useApolloClient();
  const [state, setState] = useState<ImportState>({ phase: 'idle' });
  const [looked, setLooked] = useState<Import['looked']>(null);
  const abort = useRef<AbortController | null>(null);
  const isTrial = useRef(true);
  // Whoever leaves the page ends a check; an import is carried out.
  useEffect(() => () => void (isTrial.current && abort.current?.abort()), []);

  function begin(dryRun: boolean) {
    abort.current?.abort();
    isTrial.current = dryRun;
    const { signal } = (abort.current = new AbortController());
    setState({ phase: 'sending', dryRun, share: 0 });
    const onProgress = (share: number) => {
      if (!signal.aborted) setState({ phase: 'sending', dryRun, share });
    };
    return { signal, onProgress };
  }

  /** A file whose headings are the portal's own, or that comes with a mapping, is checked at once. */
  async function look(chosen: Chosen) {
    setLooked(null);
    if (chosen.map !== null) return send(chosen, true);
    const watch = begin(true);
    const answer = await lookAtFile({ study, ...chosen }, watch);
    if (watch.signal.aborted) return;
    if ('failure' in answer) setState({ phase: 'failed', failure: answer.failure, dryRun: true, chosen });
    else if (answer.look.tables.every(({ from }) => from === 'own')) await send(chosen, true);
    else {
      setLooked({ look: answer.look, chosen });
      setState({ phase: 'mapping' });
    }
  }

  async function send(chosen: Chosen, dryRun: boolean, held: Held = notHeld) {
    const { signal, onProgress } = begin(dryRun);
    const remember = looked !== null;
    const answer = await sendFile({ study, ...chosen, ...held, dryRun, remember, hold: true }, { onProgress, signal });
    if (signal.aborted) return;
    if ('failure' in answer) setState({ phase: 'failed', failure: answer.failure, dryRun, chosen });
    else if (answer.report.committed) {
      // Every list and figure read before the import is out of date.
      await client.clearStore();
      setLooked(null);
      setState({ phase: 'imported', report: answer.report });
    } else setState({ phase: 'checked', report: answer.report, chosen, corrections: held.corrections });
  }

  return {
    state,
    looked,
    check: (chosen) => void look(chosen),
    checkMapped: (map) => void (looked && send({ ...looked.chosen, map }, true)),
    remap: () => setState({ phase: 'mapping' }),
    commit: () => {
      if (state.phase !== 'checked' || state.report.problemsTotal > 0) return;
      const { chosen, report, corrections } = state;
      void send(chosen, false, { check: report.check, corrections });
    },
    correct: (corrections) => {
      if (state.phase === 'checked') void send(state.chosen, true, { check: state.report.check, corrections });
    },
    clear: () => {
      abort.current?.abort();
      setLooked(null);
      setState({ phase: 'idle' });
    },
  };
}
