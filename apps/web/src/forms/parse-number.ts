const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const groupedThousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/**
 * A number as people type it.
 *
 * @param text - plain or full-width digits; thousands may be grouped by commas; no exponent.
 * @returns null where the text is no finite number, never NaN.
 */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replaceAll('。', '.').replace('−', '-');
  const ungrouped = groupedThousands.test(plain) ? plain.replaceAll(',', '') : plain;
  if (!plainNumber.test(ungrouped)) return null;
  const value = Number(ungrouped);
  return Number.isFinite(value) ? value + 0 : null;
}
