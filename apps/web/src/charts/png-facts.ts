/** What a PNG says of itself beside its dots. */
export interface PngFacts {
  readonly dpi: number;
  /** Texts by keyword, as Title, Description or Software. */
  readonly texts: Readonly<Record<string, string>>;
}

const signatureBytes = 8;
/** Length, type, data of the header, checksum: the header is always first and always of one size. */
const headerBytes = 4 + 4 + 13 + 4;

/**
 * A PNG with its density and texts written into it (W3C PNG, third edition: pHYs in dots per metre, iTXt in UTF-8),
 * since a browser's canvas writes neither.
 */
export function withPngFacts(png: Uint8Array, { dpi, texts }: PngFacts): Uint8Array<ArrayBuffer> {
  const perMetre = Math.round(dpi / 0.0254);
  const density = new DataView(new ArrayBuffer(9));
  density.setUint32(0, perMetre);
  density.setUint32(4, perMetre);
  // The unit is the metre.
  density.setUint8(8, 1);
  const chunks = [
    chunk('pHYs', new Uint8Array(density.buffer)),
    ...Object.entries(texts).map(([keyword, text]) => chunk('iTXt', international(keyword, text))),
  ];
  const head = signatureBytes + headerBytes;
  return joined([png.subarray(0, head), ...chunks, png.subarray(head)]);
}

/** Keyword, its end, two bytes for "not compressed", no language, no translated keyword, text. */
function international(keyword: string, text: string): Uint8Array {
  const encoder = new TextEncoder();
  return joined([encoder.encode(keyword), new Uint8Array(5), encoder.encode(text)]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const checked = joined([new TextEncoder().encode(type), data]);
  const [length, checksum] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
  length.setUint32(0, data.length);
  checksum.setUint32(0, crc32(checked));
  return joined([new Uint8Array(length.buffer), checked, new Uint8Array(checksum.buffer)]);
}

/** The checksum of PNG's annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
