import { type TableEncoding } from '@haim/schema';
import { type ImportAnswer, readAnswer } from './import-report.ts';

/** A file for `/api/imports`, with what determines how it is read. */
export interface ImportFile {
  readonly study: string;
  readonly file: File;
  readonly map: File | null;
  /** null: as the file shows. */
  readonly encoding: TableEncoding | null;
  readonly blankEmpty: boolean;
  readonly dryRun: boolean;
}

interface Watch {
  /** @param share - of the file that has been sent, 0 to 1; 1 means that the server is processing it. */
  readonly onProgress?: (share: number) => void;
  /** Ends the upload; the promise then never settles. */
  readonly signal?: AbortSignal;
}

/** Sends a file to be checked or imported. By XMLHttpRequest, because fetch does not report upload progress. */
export function sendFile(
  { study, file, map, encoding, blankEmpty, dryRun }: ImportFile,
  { onProgress = () => undefined, signal }: Watch = {},
): Promise<ImportAnswer> {
  const body = new FormData();
  // The mapping first: it is small, and decides how the file is read.
  if (map) body.append('map', map);
  body.append('file', file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({
      dryRun: String(dryRun),
      blankEmpty: String(blankEmpty),
      ...(encoding && { encoding }),
    });
    request.open('POST', `/api/imports/${encodeURIComponent(study)}?${query.toString()}`);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    request.upload.onload = () => onProgress(1);
    request.onload = () => resolve(readAnswer(request.status, request.responseText));
    request.onerror = () => resolve(readAnswer(0, ''));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
