'use client';
import { useTranslations } from 'use-intl';

const known = [
  'NOT_AN_ROI_FILE',
  'FILE_TOO_LARGE',
  'MALFORMED',
  'NO_SHAPES',
  'NOT_AN_AREA',
  'NOT_A_NUMBER',
  'TOO_FEW_POINTS',
  'TOO_MANY_POINTS',
  'ZERO_AREA',
  'SELF_CROSSING',
  'HOLE_OUTSIDE',
  'OUTSIDE_SLIDE',
  'LOCKED',
  'CONFLICT',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
] as const;

/** Why the portal refused an outline or a file, in the reader's language. */
export function useFault(): (code: string) => string {
  const t = useTranslations('rois');
  return (code) => t(`faults.${known.find((one) => one === code) ?? 'OTHER'}`);
}
