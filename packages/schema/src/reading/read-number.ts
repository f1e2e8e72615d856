import { plainText } from './plain-text.ts';

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const groupedThousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/**
 * A number as people type it and as files write it.
 *
 * @param text - plain or full-width digits; thousands may be grouped by commas; an exponent as R and Excel write it.
 * @returns null if the text is not a finite number, never NaN.
 */
export function readNumber(text: string): number | null {
  const plain = plainText(text).replaceAll('。', '.').replace(/^−/, '-');
  const ungrouped = groupedThousands.test(plain) ? plain.replaceAll(',', '') : plain;
  if (!plainNumber.test(ungrouped)) return null;
  const value = Number(ungrouped);
  return Number.isFinite(value) ? value + 0 : null;
}
