import { Slices } from './in-slices.ts';

/** A chunk of the stream. A view reads numbers several times faster than the buffer's own methods do. */
export interface Piece {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/**
 * Reads one field of a row from `start`; a length of -1 is null. Called again for the same row if it was cut off.
 */
export interface FieldReader {
  take(row: number, piece: Piece, start: number, length: number): void;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER = SIGNATURE.length + 8;

/**
 * Reads what `COPY … TO STDOUT (FORMAT binary)` sends, field by field into `fields`, and yields to other work between
 * slices of a few milliseconds.
 *
 * @returns the number of rows.
 * @throws where the stream ends early or has other columns than asked for.
 */
export async function readBinaryCopy(stream: AsyncIterable<Buffer>, fields: readonly FieldReader[]): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let row = 0;
  let isBegun = false;
  let isEnded = false;
  const slices = new Slices();
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const piece = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
    let at = 0;
    if (!isBegun && bytes.length >= HEADER) {
      if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('not a binary COPY');
      at = HEADER;
      isBegun = true;
    }
    while (isBegun && !isEnded) {
      const next = takeRow(piece, at, row, fields);
      if (next === CUT_OFF) break;
      if (next === END) isEnded = true;
      else {
        at = next;
        row++;
      }
    }
    rest = isEnded ? Buffer.alloc(0) : bytes.subarray(at);
    await slices.giveWay();
  }
  if (!isEnded) throw new Error('a binary COPY ended early');
  return row;
}

const CUT_OFF = -1;
const END = -2;

/** @returns where the next row begins, or why there is none. */
function takeRow(piece: Piece, start: number, row: number, fields: readonly FieldReader[]): number {
  const { view } = piece;
  const end = view.byteLength;
  if (start + 2 > end) return CUT_OFF;
  const count = view.getInt16(start);
  if (count === -1) return END;
  if (count !== fields.length) throw new Error(`${fields.length} columns asked for, ${count} sent`);
  let at = start + 2;
  for (const field of fields) {
    if (at + 4 > end) return CUT_OFF;
    const length = view.getInt32(at);
    at += 4;
    if (at + length > end) return CUT_OFF;
    field.take(row, piece, at, length);
    if (length > 0) at += length;
  }
  return at;
}
