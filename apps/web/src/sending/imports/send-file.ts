import { type CellKind, type ImportCellPage, type ImportCorrection, type TableEncoding } from '@haim/schema';
import { type ImportAnswer, type LookAnswer, readAnswer, readCellPage, readLook } from './import-report.ts';

/** A file for `/api/imports`, with what determines how it is read. */
export interface ImportFile {
  readonly study: string;
  readonly file: File;
  readonly map: File | null;
  /** null: as the file shows. */
  readonly encoding: TableEncoding | null;
  readonly blankEmpty: boolean;
  readonly dryRun: boolean;
  /** Whether the next file with these columns begins with the mapping. */
  readonly remember?: boolean;
  /** Whether the server keeps a checked file for a while, to be looked at, corrected and imported without sending it again. */
  readonly hold?: boolean;
  /** The check by which it is held: the file is not sent again unless it is held no more. */
  readonly check?: string | null;
  readonly corrections?: readonly ImportCorrection[];
}

interface Watch {
  /** @param share - of the file that has been sent, 0 to 1; 1 means that the server is processing it. */
  readonly onProgress?: (share: number) => void;
  /** Ends the upload; the promise then never settles. */
  readonly signal?: AbortSignal;
}

/** Sends a file to be checked or imported. */
export async function sendFile(
  { study, file, map, encoding, blankEmpty, dryRun, remember = false, hold = false, ...held }: ImportFile,
  watch: Watch = {},
): Promise<ImportAnswer> {
  const { check = null, corrections = [] } = held;
  const query = new URLSearchParams({
    dryRun: String(dryRun),
    blankEmpty: String(blankEmpty),
    ...(encoding && { encoding }),
    ...(remember && { remember: 'true' }),
  });
  const of = `/api/imports/${encodeURIComponent(study)}`;
  if (check !== null) {
    const { status, body } = await post(`${of}/checks/${check}?${query.toString()}`, { map, corrections }, watch);
    if (status !== 404) return readAnswer(status, body);
  }
  if (hold && dryRun) query.set('hold', 'true');
  const { status, body } = await post(`${of}?${query.toString()}`, { file, map, corrections }, watch);
  return readAnswer(status, body);
}

/** A page of what a check found of one kind. @throws Error where it is held no more, or cannot be reached. */
export async function readCells(
  { study, check }: { readonly study: string; readonly check: string },
  kind: CellKind,
  page: number,
  signal: AbortSignal,
): Promise<ImportCellPage> {
  const answer = await fetch(`${pathOfCheck(study, check)}/cells?kind=${kind}&page=${page}`, { signal });
  return readCellPage(answer.status, await answer.text());
}

/** Where the corrected file of a check is. */
export function correctedFile(study: string, check: string): string {
  return `${pathOfCheck(study, check)}/corrected`;
}

function pathOfCheck(study: string, check: string): string {
  return `/api/imports/${encodeURIComponent(study)}/checks/${check}`;
}

/** Sends a file to know what it holds: nothing is checked or written. */
export async function lookAtFile(
  { study, file, encoding }: Pick<ImportFile, 'study' | 'file' | 'encoding'>,
  watch: Watch = {},
): Promise<LookAnswer> {
  const query = encoding ? `?encoding=${encoding}` : '';
  const { status, body } = await post(
    `/api/imports/${encodeURIComponent(study)}/look${query}`,
    { file, map: null },
    watch,
  );
  return readLook(status, body);
}

interface Parts {
  readonly file?: File | null;
  readonly map?: File | null;
  readonly corrections?: readonly ImportCorrection[];
}

/** By XMLHttpRequest, because fetch does not report upload progress. */
function post(
  url: string,
  { file = null, map = null, corrections = [] }: Parts,
  { onProgress = () => undefined, signal }: Watch,
): Promise<{ readonly status: number; readonly body: string }> {
  const body = new FormData();
  // The mapping first: it is small, and decides how the file is read.
  if (map) body.append('map', map);
  if (corrections.length > 0) body.append('corrections', new Blob([JSON.stringify(corrections)]), 'corrections.json');
  if (file) body.append('file', file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    request.upload.onload = () => onProgress(1);
    request.onload = () => resolve({ status: request.status, body: request.responseText });
    request.onerror = () => resolve({ status: 0, body: '' });
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
