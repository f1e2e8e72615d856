import { describe, expect, it, vi } from 'vitest';
import { CodeReader, NumberReader, TextReader } from './field-readers.ts';
import { readBinaryCopy } from './read-binary-copy.ts';

/** The bytes of a binary COPY as the manual of PostgreSQL describes them, written by hand. */
function copyOf(rows: readonly (readonly (Buffer | null)[])[]): Buffer {
  const int16 = (value: number) => Buffer.from(Uint8Array.of((value >> 8) & 255, value & 255));
  const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value)]);
  const field = (value: Buffer | null) => (value ? Buffer.concat([int32(value.length), value]) : int32(-1));
  return Buffer.concat([
    Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
    int32(0),
    int32(0),
    ...rows.map((row) => Buffer.concat([int16(row.length), ...row.map(field)])),
    int16(-1),
  ]);
}

const number = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};

const sent = copyOf([
  [Buffer.from('B'), number(12.5), Buffer.from('P-001')],
  [null, null, Buffer.from('患者')],
  [Buffer.from('C'), number(-0.25), Buffer.from('')],
  [Buffer.from('B'), number(7), Buffer.from('P-004')],
]);

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(pieces: AsyncIterable<Buffer>) {
  const [codes, numbers, texts] = [new CodeReader(0, ['A']), new NumberReader(4), new TextReader(1)];
  const rows = await readBinaryCopy(pieces, [codes, numbers, texts]);
  return { rows, codes: codes.column(rows), numbers: numbers.column(rows), texts: texts.column(rows) };
}

const readPieces = async (bytes: Buffer) => (await read(inPieces(bytes, 16_384))).rows;

describe('a binary COPY', () => {
  it.each([1, 2, 3, 5, 7, 19, 31, 64, 1000])('is read in pieces of any size, here of %i bytes', async (size) => {
    const { rows, codes, numbers, texts } = await read(inPieces(sent, size));
    expect(rows).toBe(4);
    expect(codes).toEqual({ kind: 'codes', words: ['A', 'B', 'C'], codes: Uint8Array.of(2, 0, 3, 2) });
    expect([...numbers.values]).toEqual([12.5, NaN, -0.25, 7]);
    expect(texts.text).toBe('P-001\n患者\n\nP-004\n');
    expect([...texts.starts]).toEqual([0, 6, 9, 10, 16]);
  });

  it('without rows yields none', async () => {
    expect((await read(inPieces(copyOf([]), 4))).rows).toBe(0);
  });

  it('is refused if it ends early, has other columns or is something else', async () => {
    await expect(read(inPieces(sent.subarray(0, -2), 16))).rejects.toThrow('ended early');
    await expect(read(inPieces(copyOf([[null]]), 16))).rejects.toThrow('3 columns asked for, 1 sent');
    await expect(read(inPieces(Buffer.from('<html>not a copy</html>'), 64))).rejects.toThrow('not a binary COPY');
  });

  it('yields to other work, however fast the bytes arrive', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => [
      Buffer.from(`word ${i % 50}`),
      number(i),
      Buffer.from(`P${i}`),
    ]);
    const bytes = copyOf(rows);
    // A millisecond for each look at the clock, so that no processor is too fast to be seen yielding.
    let now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now++);
    let turns = 0;
    let isOver = false;
    const others = () => {
      turns++;
      if (!isOver) setImmediate(others);
    };
    setImmediate(others);
    // Nothing here waits for a socket: without slices other work would run only after the last row.
    const read = await readPieces(bytes).finally(() => clock.mockRestore());
    isOver = true;
    expect(read).toBe(rows.length);
    expect(turns).toBeGreaterThan(10);
  });

  it('can number more words than fit into a byte', async () => {
    const words = Array.from({ length: 400 }, (_, i) => `word ${i}`);
    const codes = new CodeReader(10);
    const rows = await readBinaryCopy(inPieces(copyOf(words.map((word) => [Buffer.from(word)])), 4096), [codes]);
    const column = codes.column(rows);
    expect(column.words).toEqual(words);
    expect([...column.codes]).toEqual(words.map((_, i) => i + 1));
  });
});
