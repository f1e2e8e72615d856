import { type SlideUpload } from '@haim/schema';

/** Why a request failed: the API's code and sentence, or that it did not answer. */
export interface UploadRefusal {
  readonly code: string;
  readonly message: string | null;
}

export const uploadsPath = '/api/uploads';

/** Reads an error's answer; a proxy's error page, or nothing, is a failure like any other. */
export function readRefusal(status: number, body: string): UploadRefusal {
  try {
    const { code, message } = JSON.parse(body) as { code?: unknown; message?: unknown };
    if (typeof code === 'string') return { code, message: typeof message === 'string' ? message : null };
  } catch {
    // Not of the API.
  }
  // To HEAD the API answers with the status alone.
  const code = status === 0 ? 'NETWORK' : status === 401 ? 'UNAUTHENTICATED' : `HTTP_${status}`;
  return { code, message: null };
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw Object.assign(new Error(`HTTP ${response.status}`), readRefusal(response.status, await response.text()));
}

/** What became of an upload. */
export async function fetchUpload(id: string): Promise<SlideUpload> {
  return (await answerOf(await fetch(`${uploadsPath}/${encodeURIComponent(id)}`))) as SlideUpload;
}

/** The viewer's own uploads of a study, newest first. */
export async function fetchUploads(study: string): Promise<readonly SlideUpload[]> {
  return (await answerOf(await fetch(`${uploadsPath}?study=${encodeURIComponent(study)}`))) as SlideUpload[];
}

/** Cancels an unfinished upload, or removes an ended one from the list. It is no error if it is already gone. */
export async function removeUpload(id: string): Promise<void> {
  await fetch(`${uploadsPath}/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } });
}
