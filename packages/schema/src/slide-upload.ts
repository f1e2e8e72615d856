/**
 * `receiving`: bytes are missing. `checking`: all bytes are here, and the file is hashed and opened. `attached` and
 * `refused` are ends.
 */
export type UploadState = 'receiving' | 'checking' | 'attached' | 'refused';

/** An image file on its way to a slide, as `GET /api/uploads` tells it to the person who sends it. */
export interface SlideUpload {
  readonly id: string;
  readonly state: UploadState;
  readonly study: string;
  readonly centre: string;
  readonly patientCode: string;
  readonly barcode: string;
  /** Null until the slide's record is there. */
  readonly slideId: string | null;
  readonly bytes: number;
  readonly receivedBytes: number;
  /** How much of the file has been hashed by the check under way; null where none is. */
  readonly checkedBytes: number | null;
  /** Of the file as the portal received it; null before it is known. */
  readonly sha256: string | null;
  /** Why the file was refused, or what is to be known of its end; null where there is nothing to say. */
  readonly code: string | null;
  readonly message: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The largest file an upload takes. */
export const largestUploadBytes = 50e9;

/** Unfinished uploads of one person at one time. */
export const mostUnfinishedUploads = 20;

/** One request carries at most this much of a file from the pages: a cut costs no more, and proxies let it through. */
export const uploadChunkBytes = 16 * 1024 * 1024;
