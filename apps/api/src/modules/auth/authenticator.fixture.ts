import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code that an authenticator shows, written after RFC 4226 (5.3) and RFC 6238 (4.2) alone. */
export function codeOf(secret: string, atMs = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/**
 * The code of the half minute before this one, which is valid until this one ends; where that is about to happen, it waits for
 * the next.
 */
export async function earlierCodeOf(secret: string): Promise<string> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5_000) await wait(left);
  return codeOf(secret, Date.now() - 30_000);
}

/** What an authenticator reads from the picture. */
export function secretOf(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? '';
}
