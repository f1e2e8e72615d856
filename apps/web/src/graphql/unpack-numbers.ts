/**
 * The numbers of a packed column (`PackedNumbers` of the contract): base64 of doubles, little-endian. NaN stands for null.
 */
export function unpackNumbers(packed: string): number[] {
  const text = atob(packed);
  const bytes = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) bytes.setUint8(i, text.charCodeAt(i));
  return Array.from({ length: text.length / 8 }, (_, i) => bytes.getFloat64(8 * i, true));
}

/** The same where numbers may be missing. */
export function unpackNullable(packed: string): (number | null)[] {
  return unpackNumbers(packed).map((value) => (Number.isNaN(value) ? null : value));
}
