import { type TableEncoding } from '@haim/schema';
import { type ImportAnswer, readAnswer } from './import-report.ts';

export interface Upload {
  readonly study: string;
  readonly file: File;
  readonly map: File | null;
  /** null: as the file shows. */
  readonly encoding: TableEncoding | null;
  readonly blankEmpty: boolean;
  readonly dryRun: boolean;
}

/**
 * Sends a file to be checked or imported. By XMLHttpRequest, because fetch does not tell how much has been sent.
 *
 * @param onProgress - the share sent, 0 to 1; 1 means that the server works on it.
 * @param signal - ends the upload; the promise then never settles.
 */
export function sendFile(
  { study, file, map, encoding, blankEmpty, dryRun }: Upload,
  onProgress: (share: number) => void,
  signal: AbortSignal,
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
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
