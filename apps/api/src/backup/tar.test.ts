import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { type Entry, readTar, writeTar } from './tar.ts';

const hasTar = spawnSync('tar', ['--version']).status === 0;
const contents: Readonly<Record<string, Buffer>> = {
  'opening.json': Buffer.from('{"format": "haim-portal-backup"}'),
  'rows/portal.patient/000001.copy.gz': randomBytes(70_001),
  'rows/portal.empty/000001.copy.gz': Buffer.alloc(0),
  'home/a-block': randomBytes(512),
};

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

async function* entries(given = contents): AsyncGenerator<Entry> {
  for (const [name, bytes] of Object.entries(given)) yield { name, bytes: bytes.length, content: only(bytes) };
}

async function readAll(source: AsyncIterable<Buffer>): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for await (const { name, content } of readTar(source)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    found[name] = Buffer.concat(chunks);
  }
  return found;
}

const at = new Date('2026-11-30T02:30:00Z');

describe('an archive', () => {
  it.skipIf(!hasTar)('is unpacked by the tar of the system', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'backup-tar-'));
    const file = path.join(folder, 'a.tar');
    await pipeline(writeTar(entries(), at), createWriteStream(file));
    const listed = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n');
    expect(listed).toEqual(Object.keys(contents));
    mkdirSync(path.join(folder, 'out'));
    execFileSync('tar', ['-xf', file, '-C', path.join(folder, 'out')]);
    for (const [name, bytes] of Object.entries(contents)) {
      expect(readFileSync(path.join(folder, 'out', name)).equals(bytes), name).toBe(true);
    }
  });

  it.skipIf(!hasTar)('of the tar of the system is read', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'backup-tar-'));
    for (const [name, bytes] of [
      ['one', randomBytes(1_537)],
      ['two', Buffer.from('2')],
    ] as const) {
      writeFileSync(path.join(folder, name), bytes);
    }
    execFileSync('tar', ['--format=ustar', '-cf', 'a.tar', 'one', 'two'], { cwd: folder });
    const found = await readAll(createReadStream(path.join(folder, 'a.tar')));
    expect(Object.keys(found)).toEqual(['one', 'two']);
    expect(found['one']!.equals(readFileSync(path.join(folder, 'one')))).toBe(true);
  });

  it('whose first file is not read goes on with the second', async () => {
    const names: string[] = [];
    for await (const { name } of readTar(writeTar(entries(), at))) names.push(name);
    expect(names).toEqual(Object.keys(contents));
  });

  it('has room for the size of a slide of more than 8 GB', async () => {
    const bytes = 50e9;
    const tar = writeTar(
      (async function* () {
        yield { name: 'files/a', bytes, content: only(Buffer.from('begin')) };
      })(),
      at,
    );
    const [first] = await Promise.all([tar.next()]);
    // Base 256, as POSIX pax and GNU tar read it: the first bit set, the number at the end of the twelve bytes.
    const field = (first.value as Buffer).subarray(124, 136);
    expect(field.toString('hex')).toBe('800000000000000ba43b7400');
    const entry = await readTar(
      (async function* () {
        yield first.value as Buffer;
      })(),
    ).next();
    expect((entry.value as Entry).bytes).toBe(bytes);
  });

  it('is refused where it is cut off, damaged, or has a file that changed meanwhile', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of writeTar(entries(), at)) chunks.push(chunk);
    const whole = Buffer.concat(chunks);
    await expect(readAll(only(whole.subarray(0, 40_000)))).rejects.toThrow('ends early');
    const damaged = Buffer.from(whole);
    damaged[3]! ^= 1;
    await expect(readAll(only(damaged))).rejects.toThrow('damaged, or is not a backup');
    const grown = (async function* () {
      yield { name: 'a', bytes: 3, content: only(Buffer.from('four')) };
    })();
    await expect(readAll(writeTar(grown, at))).rejects.toThrow('a changed while it was read: 3 bytes, then 4');
  });
});
