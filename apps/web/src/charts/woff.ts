/** Bytes of a WOFF's header, and of each entry of its directory; of a TrueType file's likewise. */
const woff = { head: 44, entry: 20 };
const sfnt = { head: 12, entry: 16 };

/**
 * The TrueType file inside a WOFF (W3C WOFF 1.0): its tables, decompressed once. fontkit reads a WOFF too, and
 * decompresses the table of all letters for each of them.
 */
export async function trueTypeOf(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x774f4646) throw new Error('The font of print is not a WOFF file.');
  const count = view.getUint16(12);
  const tables = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const at = woff.head + i * woff.entry;
      const [offset, stored, length] = [view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)];
      const bytes = file.subarray(offset, offset + stored);
      return {
        tag: view.getUint32(at),
        checksum: view.getUint32(at + 16),
        bytes: stored < length ? await inflated(bytes) : bytes,
      };
    }),
  );
  const start = sfnt.head + count * sfnt.entry;
  const whole = new Uint8Array(tables.reduce((sum, { bytes }) => sum + padded(bytes.length), start));
  const directory = new DataView(whole.buffer);
  directory.setUint32(0, view.getUint32(4));
  directory.setUint16(4, count);
  let at = start;
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    const entry = sfnt.head + i * sfnt.entry;
    for (const [field, value] of [tag, checksum, at, bytes.length].entries()) {
      directory.setUint32(entry + field * 4, value);
    }
    whole.set(bytes, at);
    at += padded(bytes.length);
  }
  return whole;
}

/** Tables begin at multiples of four bytes. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
