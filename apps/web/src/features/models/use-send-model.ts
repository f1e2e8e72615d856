'use client';
import { useRef, useState } from 'react';
import { continues, finishModel, type ModelDraft, ModelRefused, sendModel, type UploadedModel } from './send-model.ts';

export type SendState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly sent: number; readonly total: number }
  | { readonly kind: 'checking' }
  | { readonly kind: 'refused'; readonly reason: 'model' | 'name' | 'lost'; readonly message: string | null }
  | { readonly kind: 'done'; readonly model: UploadedModel };

/** Sends, verifies and registers a model; what is refused may be corrected and sent again. */
export function useSendModel() {
  const [state, setState] = useState<SendState>({ kind: 'idle' });
  /** Kept over a refusal: the next try sends what differs alone. */
  const draft = useRef<ModelDraft | null>(null);
  const isAgain = useRef(false);
  const stopper = useRef<AbortController | null>(null);

  /** @returns what became of it; `lost` where the same files only have to be sent again. */
  async function send(
    files: readonly File[],
    begun: ModelDraft | null,
    reason: string,
  ): Promise<'registered' | 'refused' | 'lost'> {
    stopper.current = new AbortController();
    const { signal } = stopper.current;
    const total = files.reduce((sum, { size }) => sum + size, 0);
    setState({ kind: 'sending', sent: 0, total });
    try {
      const known = draft.current ?? begun;
      draft.current = await sendModel(files, {
        draft: known !== null && continues(known, files) ? known : null,
        isAgain: isAgain.current,
        onProgress: (sent) => setState({ kind: 'sending', sent, total }),
        signal,
      });
      setState({ kind: 'checking' });
      const model = await finishModel(draft.current, reason);
      setState({ kind: 'done', model });
      return 'registered';
    } catch (error) {
      if (signal.aborted) {
        setState({ kind: 'idle' });
        return 'lost';
      }
      if (!(error instanceof ModelRefused)) throw error;
      const { code, message } = error.refusal;
      // A file of the right length with other content is not found by its length.
      isAgain.current = code === 'HASH_MISMATCH';
      const why = code === 'CONFLICT' ? 'name' : reasonOf(code);
      setState({ kind: 'refused', reason: why, message });
      return why === 'lost' ? 'lost' : 'refused';
    }
  }
  return { state, send, stop: () => stopper.current?.abort() };
}

function reasonOf(code: string): 'model' | 'lost' {
  return code === 'NETWORK' || code.startsWith('HTTP_') ? 'lost' : 'model';
}
