'use client';
import { useTranslations } from 'use-intl';
import { type UploadRefusal } from './uploads-api.ts';

const known = [
  'NOT_A_SLIDE',
  'TRUNCATED',
  'EMPTY',
  'TOO_LARGE',
  'NO_RESOLUTION',
  'UNREADABLE',
  'NEEDS_OPENSLIDE',
  'NEEDS_CONVERTING',
  'CHECKSUM_MISMATCH',
  'CONFLICT',
  'ALREADY_THERE',
  'NOT_FOUND',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'TOO_MANY_UPLOADS',
  'DISK_FULL',
  'CHECK_FAILED',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
  'NETWORK',
] as const;

/** Codes whose sentence says more than the code: which field, which patient, which instance, which converter. */
const isSaidByApi: readonly string[] = [
  'CONFLICT',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'NOT_A_SLIDE',
  'TRUNCATED',
  'UNREADABLE',
  'NEEDS_CONVERTING',
];

/** Why a file was not taken, in the reader's language; the API's own sentence if it says more, or is all there is. */
export function useRefusal(): (refusal: UploadRefusal) => { text: string; detail: string | null } {
  const t = useTranslations('uploads.refusals');
  return ({ code, message }) => {
    const word = known.find((one) => one === code);
    return { text: t(word ?? 'OTHER'), detail: word && !isSaidByApi.includes(word) ? null : message };
  };
}
