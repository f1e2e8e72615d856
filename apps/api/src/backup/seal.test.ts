import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BackupKey, readBackupKey, writeBackupKey } from './backup-key.ts';
import { isSealed, seal, sealedBytes, unseal } from './seal.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'backup-seal-'));
const MIB = 1 << 20;

async function newKey(name: string): Promise<BackupKey> {
  await writeBackupKey(path.join(folder, name));
  return readBackupKey(path.join(folder, name));
}
const key = await newKey('key');

async function* inChunks(bytes: Buffer, size = 100_003): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sealed = (plain: Buffer, by = key) => all(seal(inChunks(plain), by));
const opened = (bytes: Buffer, by = key) => all(unseal(inChunks(bytes, 65_521), by));

describe('an encrypted backup', () => {
  it.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 17])('of %i bytes comes back as it was', async (length) => {
    const plain = randomBytes(length);
    const made = await sealed(plain);
    expect(made.length).toBe(sealedBytes(length));
    expect(isSealed(made)).toBe(true);
    expect((await opened(made)).equals(plain)).toBe(true);
  });

  it('shows nothing of what it holds, and is another one each time', async () => {
    const plain = Buffer.alloc(2_000, 'a patient ');
    const [one, two] = [await sealed(plain), await sealed(plain)];
    expect(one.includes('patient')).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  it('is refused with another key, by the names of both', async () => {
    const other = await newKey('other');
    await expect(opened(await sealed(randomBytes(10)), other)).rejects.toThrow(
      `was encrypted with another key (${key.id.toString('hex')}, not ${other.id.toString('hex')})`,
    );
  });

  it('is refused where a single bit is another, wherever that is', async () => {
    const made = await sealed(randomBytes(2 * MIB + 50));
    for (const at of [
      0,
      7,
      9,
      20,
      47,
      48,
      49,
      MIB,
      MIB + 48,
      MIB + 64,
      2 * MIB + 60,
      made.length - 17,
      made.length - 1,
    ]) {
      const damaged = Buffer.from(made);
      damaged[at]! ^= 1;
      await expect(opened(damaged), `byte ${at}`).rejects.toThrow(/damaged|another key|not sealed/);
    }
  });

  it('is refused where it is cut off, also between two pieces, and where pieces changed places', async () => {
    const made = await sealed(randomBytes(3 * MIB));
    const [header, piece] = [48, MIB + 16];
    for (const length of [0, 30, header, header + 1, header + piece, header + 2 * piece, made.length - 1]) {
      await expect(opened(made.subarray(0, length)), `${length} bytes`).rejects.toThrow();
    }
    const [first, second] = [made.subarray(header, header + piece), made.subarray(header + piece, header + 2 * piece)];
    const swapped = Buffer.concat([made.subarray(0, header), second, first, made.subarray(header + 2 * piece)]);
    await expect(opened(swapped)).rejects.toThrow('damaged');
  });
});

describe('the key of backups', () => {
  it('is for its owner alone, and is never written over', async () => {
    expect(statSync(path.join(folder, 'key')).mode & 0o777).toBe(0o600);
    const before = readFileSync(path.join(folder, 'key'));
    await expect(writeBackupKey(path.join(folder, 'key'))).rejects.toThrow('is there already');
    expect(readFileSync(path.join(folder, 'key'))).toEqual(before);
  });

  it('is refused by its file where it is not one', async () => {
    writeFileSync(path.join(folder, 'no-key'), 'a password');
    await expect(readBackupKey(path.join(folder, 'no-key'))).rejects.toThrow(/no-key is not a key of backups/);
    await expect(readBackupKey(path.join(folder, 'nowhere'))).rejects.toThrow(/nowhere cannot be read \(ENOENT\)/);
  });
});
