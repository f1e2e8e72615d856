/** A file of an archive. */
export interface ZippedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * An archive of texts, stored without compression (PKWARE APPNOTE 6.3.10): a table is small, and a reader of Excel's
 * format has to take stored entries. Every entry has the same date, so that equal content gives equal bytes.
 */
export function zipOf(files: readonly ZippedFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const entries = files.map(({ name, text }) => {
    const content = encoder.encode(text);
    return { name: encoder.encode(name), content, crc: crc32(content) };
  });
  const locals = entries.map(({ name, content, crc }) =>
    join([record([0x04034b50], [...described(content.length, crc, name.length), [0, 2]]), name, content]),
  );
  let offset = 0;
  const central = entries.map(({ name, content, crc }, i) => {
    const at = offset;
    offset += locals[i]?.length ?? 0;
    // Version made by, the local fields, then: no comment, disk 0, no attributes, and where the entry begins.
    const head = record(
      [0x02014b50],
      [[20, 2], ...described(content.length, crc, name.length), [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]],
    );
    return join([head, name]);
  });
  const size = central.reduce((sum, { length }) => sum + length, 0);
  const end = record(
    [0x06054b50],
    [
      [0, 2],
      [0, 2],
      [files.length, 2],
      [files.length, 2],
      [size, 4],
      [offset, 4],
      [0, 2],
    ],
  );
  return join([...locals, ...central, end]);
}

type Field = readonly [value: number, bytes: number];

/** 1 January 1980, the first day that the format knows. */
const day = 0x21;
/** Names are in UTF-8. */
const utf8 = 0x800;

/** Version needed, flags, stored, time, day, checksum, size twice, length of the name. */
function described(size: number, crc: number, nameLength: number): Field[] {
  return [
    [20, 2],
    [utf8, 2],
    [0, 2],
    [0, 2],
    [day, 2],
    [crc, 4],
    [size, 4],
    [size, 4],
    [nameLength, 2],
  ];
}

function record([mark]: readonly [number], fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const all: Field[] = [[mark, 4], ...fields];
  const bytes = new Uint8Array(all.reduce((sum, [, width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, width] of all) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of ISO 3309 that archives use. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
