/** A file with its place in the folder that was chosen. */
export interface PlacedFile {
  /** With its folders, parted by slashes. */
  readonly path: string;
  readonly file: Blob;
}

const READ_BYTES = 4 << 20;
const LOCAL_HEADER = 0x0403_4b50;
const CENTRAL_HEADER = 0x0201_4b50;
const END64 = 0x0606_4b50;
const LOCATOR64 = 0x0706_4b50;
const END = 0x0605_4b50;
/** Of a field whose value is in its 64-bit form beside it. */
const ELSEWHERE = 0xffff_ffff;
const ELSEWHERE16 = 0xffff;
const ZIP64 = 45;
const UTF8_NAMES = 0x0800;
/** 1 January 1980: when a file was changed is nobody's business. */
const FIRST_DAY = 0x21;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});

/**
 * Packs files into a zip without compressing them: the zip is a list of parts of files on the disk, so that gigabytes are
 * neither copied nor held in memory. Each file is read once, for its checksum.
 *
 * Source: APPNOTE 6.3.10, with the 64-bit fields throughout.
 */
export async function zipOfFiles(files: readonly PlacedFile[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, file } of files) {
    const name = new TextEncoder().encode(path);
    const sum = await checksumOf(file);
    const local = fields([
      [4, LOCAL_HEADER], [2, ZIP64], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY], [4, sum], [4, ELSEWHERE],
      [4, ELSEWHERE], [2, name.length], [2, 20], [0, name], [2, 1], [2, 16], [8, file.size], [8, file.size],
    ]); // prettier-ignore
    central.push(
      fields([
        [4, CENTRAL_HEADER], [2, ZIP64], [2, ZIP64], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY], [4, sum],
        [4, ELSEWHERE], [4, ELSEWHERE], [2, name.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, ELSEWHERE],
        [0, name], [2, 1], [2, 24], [8, file.size], [8, file.size], [8, offset],
      ]), // prettier-ignore
    );
    parts.push(local, file);
    offset += local.length + file.size;
  }
  const centralBytes = central.reduce((bytes, { length }) => bytes + length, 0);
  const count = files.length;
  const end = fields([
    [4, END64], [8, 44], [2, ZIP64], [2, ZIP64], [4, 0], [4, 0], [8, count], [8, count], [8, centralBytes], [8, offset],
    [4, LOCATOR64], [4, 0], [8, offset + centralBytes], [4, 1],
    [4, END], [2, 0], [2, 0], [2, ELSEWHERE16], [2, ELSEWHERE16], [4, ELSEWHERE], [4, ELSEWHERE], [2, 0],
  ]); // prettier-ignore
  return new Blob([...parts, ...central, end]);
}

/** Numbers of some bytes, little-endian, and bytes as they are (0). */
function fields(values: readonly (readonly [2 | 4 | 8, number] | readonly [0, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const length = values.reduce((sum, [bytes, value]) => sum + (bytes === 0 ? (value as Uint8Array).length : bytes), 0);
  const result = new Uint8Array(length);
  const view = new DataView(result.buffer);
  let at = 0;
  for (const [bytes, value] of values) {
    if (typeof value !== 'number') {
      result.set(value, at);
      at += value.length;
      continue;
    }
    if (bytes === 8) view.setBigUint64(at, BigInt(value), true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += bytes;
  }
  return result;
}

/** CRC-32 of a file, read in pieces. */
async function checksumOf(file: Blob): Promise<number> {
  let sum = 0xffff_ffff;
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const bytes = new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer());
    for (const byte of bytes) sum = (table[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  }
  return (sum ^ 0xffff_ffff) >>> 0;
}
