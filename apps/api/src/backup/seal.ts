import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { BackupError } from './backup-error.ts';
import { type BackupKey } from './backup-key.ts';

/*
 * AES-256-GCM over pieces, so that gigabytes pass through little memory and nothing is used before it was authenticated.
 * Each file has a key of its own; the nonce of a piece is its number and whether it is the last, so that pieces can
 * neither change places nor be missing at the end.
 */

const MAGIC = Buffer.from('HPSEAL01', 'latin1');
const KEY_ID_BYTES = 8;
const SALT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES;
const PIECE_BYTES = 1 << 20;
const TAG_BYTES = 16;
const cipher = 'aes-256-gcm';

/** Whether a file that begins with these bytes was sealed. */
export const isSealed = (start: Buffer): boolean => start.subarray(0, MAGIC.length).equals(MAGIC);

/** How many bytes a sealed file of so many bytes has. */
export function sealedBytes(bytes: number): number {
  const pieces = Math.max(1, Math.ceil(bytes / PIECE_BYTES));
  return HEADER_BYTES + bytes + pieces * TAG_BYTES;
}

function nonceOf(piece: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(piece), 3);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

export async function* seal(plain: AsyncIterable<Buffer>, key: BackupKey): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, key.id, salt]);
  const secret = key.forSalt(salt);
  yield header;
  let number = 0;
  for await (const { bytes, isLast } of inPieces(plain, PIECE_BYTES)) {
    const sealing = createCipheriv(cipher, secret, nonceOf(number, isLast));
    sealing.setAAD(header);
    const sealed = [sealing.update(bytes), sealing.final(), sealing.getAuthTag()];
    yield Buffer.concat(sealed);
    number += 1;
  }
}

/** @throws BackupError where the key is another one, or where a byte is not what was sealed. */
export async function* unseal(sealed: AsyncIterable<Buffer>, key: BackupKey): AsyncGenerator<Buffer> {
  let header: Buffer | null = null;
  let secret: Buffer | null = null;
  let number = 0;
  for await (const { bytes, isLast } of inPieces(sealed, PIECE_BYTES + TAG_BYTES, HEADER_BYTES)) {
    if (header === null || secret === null) {
      header = bytes;
      secret = secretOf(header, key);
      if (isLast) throw new BackupError('The file ends early: it was cut off.');
      continue;
    }
    yield opened(bytes, { header, secret, nonce: nonceOf(number, isLast) });
    number += 1;
  }
}

function secretOf(header: Buffer, key: BackupKey): Buffer {
  if (header.length < HEADER_BYTES || !isSealed(header)) throw new BackupError('The file was not sealed by a portal.');
  const id = header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES);
  if (!id.equals(key.id)) {
    throw new BackupError(
      `The backup was encrypted with another key (${id.toString('hex')}, not ${key.id.toString('hex')}).`,
    );
  }
  return key.forSalt(header.subarray(HEADER_BYTES - SALT_BYTES));
}

function opened(bytes: Buffer, { header, secret, nonce }: { header: Buffer; secret: Buffer; nonce: Buffer }): Buffer {
  const end = bytes.length - TAG_BYTES;
  try {
    const opening = createDecipheriv(cipher, secret, nonce);
    opening.setAAD(header);
    opening.setAuthTag(bytes.subarray(end));
    return Buffer.concat([opening.update(bytes.subarray(0, end)), opening.final()]);
  } catch (cause) {
    throw new BackupError('The backup is damaged, or was cut off: its bytes are not those that were encrypted.', {
      cause,
    });
  }
}

interface Piece {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Pieces of one size, the last as long as it is, which may be empty; `first` is the size of the first. */
async function* inPieces(source: AsyncIterable<Buffer>, size: number, first = size): AsyncGenerator<Piece> {
  let held: Buffer[] = [];
  let length = 0;
  let wanted = first;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    // One byte more than a piece: only then is it known not to be the last.
    while (length > wanted) {
      const all = Buffer.concat(held);
      yield { bytes: all.subarray(0, wanted), isLast: false };
      held = [all.subarray(wanted)];
      length -= wanted;
      wanted = size;
    }
  }
  yield { bytes: Buffer.concat(held), isLast: true };
}
