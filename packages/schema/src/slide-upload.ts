/**
 * `receiving`: bytes are missing. `checking`: all bytes have arrived, and the file is being hashed and opened.
 * `attached` and `refused` are final.
 */
export type UploadState = 'receiving' | 'checking' | 'attached' | 'refused';

/** An upload of an image file for a slide, as `GET /api/uploads` reports it to the person who sends it. */
export interface SlideUpload {
  readonly id: string;
  readonly state: UploadState;
  readonly study: string;
  readonly centre: string;
  readonly patientCode: string;
  readonly barcode: string;
  /** Null until the slide's record exists. */
  readonly slideId: string | null;
  readonly bytes: number;
  readonly receivedBytes: number;
  /** How much of the file the running check has hashed; null if no check is running. */
  readonly checkedBytes: number | null;
  /** Of the file as the portal received it; null until it is known. */
  readonly sha256: string | null;
  /** Why the file was refused, or a note on how the upload ended; null if there is nothing to report. */
  readonly code: string | null;
  readonly message: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The largest file that can be uploaded. */
export const largestUploadBytes = 50e9;

/** Most unfinished uploads that one person may have at a time. */
export const mostUnfinishedUploads = 20;

/**
 * The pages send at most this much of a file in one request: an interruption costs no more, and proxies let it through.
 */
export const uploadChunkBytes = 16 * 1024 * 1024;
