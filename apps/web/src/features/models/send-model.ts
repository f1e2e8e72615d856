import { readRefusal, type UploadRefusal } from '@/sending/upload/uploads-api.ts';

/** A model on its way, as the portal has it. */
export interface ModelDraft {
  readonly id: string;
  readonly begun: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly received: number }[];
}

/** What it became. */
export interface UploadedModel {
  readonly modelId: string;
  readonly line: string;
  readonly version: number;
  readonly status: string;
}

export class ModelRefused extends Error {
  constructor(readonly refusal: UploadRefusal) {
    super(refusal.message ?? refusal.code);
  }
}

const path = '/api/model-uploads';
const partBytes = 8 * 1024 * 1024;
/** Sent again each time: files this small cost nothing, and a corrected manifest may have the length of the wrong one. */
const alwaysAgainBytes = 1_000_000;
const retryDelays = [1_000, 3_000, 10_000, 30_000, 30_000, 30_000];

async function ask<Answer>(method: string, url: string, body?: BodyInit, headers: HeadersInit = {}): Promise<Answer> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) }).catch(() => null);
  if (response?.ok === true) return (response.status === 204 ? undefined : await response.json()) as Answer;
  throw new ModelRefused(readRefusal(response?.status ?? 0, (await response?.text()) ?? ''));
}

const asJson = { 'Content-Type': 'application/json' };

/** The viewer's own unfinished models, the newest first. */
export const fetchDrafts = (): Promise<readonly ModelDraft[]> => ask('GET', path);

export const removeDraft = ({ id }: ModelDraft): Promise<void> => ask('DELETE', `${path}/${id}`);

/** Verifies and registers what has been sent. @throws ModelRefused naming what is wrong. */
export const finishModel = ({ id }: ModelDraft, reason: string): Promise<UploadedModel> =>
  ask('POST', `${path}/${id}/finish`, JSON.stringify({ reason }), asJson);

/** Whether the files chosen are those that were announced; then sending continues where it stopped. */
export function continues(draft: ModelDraft, files: readonly Pick<File, 'name'>[]): boolean {
  const names = new Set(draft.files.map(({ name }) => name));
  return files.length === names.size && files.every(({ name }) => names.has(name));
}

export interface SendModelOptions {
  readonly draft: ModelDraft | null;
  /** Everything from the beginning: what the portal has turned out to be something else. */
  readonly isAgain: boolean;
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends the files of a model in parts, after those that have arrived. A broken connection is retried for some minutes.
 *
 * @throws ModelRefused; the signal's reason when aborted.
 */
export async function sendModel(files: readonly File[], options: SendModelOptions): Promise<ModelDraft> {
  const { isAgain, onProgress, signal } = options;
  const announced = JSON.stringify({ files: files.map(({ name, size }) => ({ name, bytes: size })) });
  const draft = options.draft ?? (await ask<ModelDraft>('POST', path, announced, asJson));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of files) {
    const known = draft.files.find(({ name }) => name === file.name);
    const isOther = isAgain || known?.bytes !== file.size || file.size <= alwaysAgainBytes;
    let received = isOther ? 0 : (known?.received ?? 0);
    while (received < file.size) {
      signal.throwIfAborted();
      received = await sendPart(draft.id, file, received, signal);
      onProgress(before + received, total);
    }
    before += file.size;
    onProgress(before, total);
  }
  return draft;
}

async function sendPart(id: string, file: File, offset: number, signal: AbortSignal): Promise<number> {
  const url = `${path}/${id}/${encodeURIComponent(file.name)}`;
  let at = offset;
  for (let tries = 0; ; tries++) {
    try {
      const headers = {
        'Content-Type': 'application/octet-stream',
        'Upload-Offset': String(at),
        ...(at === 0 && { 'Upload-Length': String(file.size) }),
      };
      return (await ask<{ received: number }>('PATCH', url, file.slice(at, at + partBytes), headers)).received;
    } catch (error) {
      const code = error instanceof ModelRefused ? error.refusal.code : '';
      const mayPass = code === 'NETWORK' || code === 'CONFLICT' || /^HTTP_5/.test(code);
      if (!mayPass || tries >= retryDelays.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelays[tries]));
      signal.throwIfAborted();
      // Part of it may have arrived before the connection broke.
      const drafts = await fetchDrafts().catch(() => []);
      const received = drafts.find((one) => one.id === id)?.files.find(({ name }) => name === file.name)?.received;
      if (received !== undefined && received <= file.size) at = received;
      if (at >= file.size) return at;
    }
  }
}
