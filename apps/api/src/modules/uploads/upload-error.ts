import { type ErrorCode } from '@haim/schema';
import { SlideError, type SlideErrorCode } from '@haim/ml';
import { type Refusal, refusalOf, RequestRefused } from '../../http/refusal.ts';

export type UploadErrorCode =
  | ErrorCode
  | SlideErrorCode
  /** The file has more bytes than a slide may have. */
  | 'TOO_LARGE'
  | 'TOO_MANY_UPLOADS'
  | 'DISK_FULL'
  /** The slide already has exactly this file. */
  | 'ALREADY_THERE'
  | 'CHECKSUM_MISMATCH'
  /** The check failed to finish several times. */
  | 'CHECK_FAILED';

/** Why a file is not accepted or not attached, in one sentence for the sender. Never contains a path. */
export class UploadError extends RequestRefused {
  override readonly name = 'UploadError';

  constructor(
    override readonly code: UploadErrorCode,
    status: number,
    message: string,
  ) {
    super(status, code, message);
  }
}

export function diskFull(): UploadError {
  return new UploadError(
    'DISK_FULL',
    507,
    'the disk of the portal is full: what has arrived is kept, and the upload goes on once there is room',
  );
}

/** The check itself ran out of space: the upload ends, so that what it holds is freed. */
export function noRoomForSlide(): UploadError {
  return new UploadError(
    'DISK_FULL',
    507,
    'the disk that the portal keeps slides on is full, so the file was not attached: ask who runs the portal to make room, then send it again',
  );
}

export function alreadyThere(): UploadError {
  return new UploadError('ALREADY_THERE', 409, 'the slide has exactly this image already; nothing was changed');
}

/** Whether a file system error means that there is no space left. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** The message of an error for the sender; null for an error that is not meant for clients. */
export function uploadRefusalOf(error: unknown): Refusal | null {
  const isOfFile = error instanceof SlideError;
  return refusalOf(isOfFile ? new UploadError(error.code, 422, error.message) : error);
}
