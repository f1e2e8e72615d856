const HEADER_BYTES = 128;
const ENTRY_BYTES = 12;
const MOST_TAGS = 200;
const LONGEST_NAME = 120;

/**
 * The name by which an ICC profile describes itself, such as `ScanScope v1`.
 *
 * @param profile - its beginning is enough if the description is there.
 * @returns an empty text for a profile without a name, or for bytes that are no profile.
 *
 * Source: ICC.1:2022, 7.3 (tag table) and 10.15 (multiLocalizedUnicodeType); ICC.1:2001, 6.5.17 (textDescriptionType).
 */
export function profileName(profile: Buffer): string {
  if (profile.length < HEADER_BYTES + 4 || profile.toString('latin1', 36, 40) !== 'acsp') return '';
  const count = Math.min(profile.readUInt32BE(HEADER_BYTES), MOST_TAGS);
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + 4 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > profile.length) break;
    if (profile.toString('latin1', entry, entry + 4) !== 'desc') continue;
    const at = profile.readUInt32BE(entry + 4);
    return descriptionIn(profile.subarray(at, at + profile.readUInt32BE(entry + 8)));
  }
  return '';
}

function descriptionIn(tag: Buffer): string {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'desc' && tag.length >= 12) return tidy(tag.toString('latin1', 12, 12 + tag.readUInt32BE(8)));
  // The first record: a profile in one language has no other.
  if (type !== 'mluc' || tag.length < 28) return '';
  const length = tag.readUInt32BE(20);
  const at = tag.readUInt32BE(24);
  const text = Buffer.from(tag.subarray(at, at + (length & ~1)));
  return text.length % 2 === 0 ? tidy(text.swap16().toString('utf16le')) : '';
}

function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, LONGEST_NAME);
}
