import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findR, webrFolder, wordsOfR } from './find-r.ts';
import { installWebr } from './install-webr.ts';
import { type MadeFolder, madeFolder, standIn } from './r-checks.fixture.ts';

let home: MadeFolder;
beforeAll(() => (home = madeFolder()));
afterAll(() => home.remove());

describe('webR', () => {
  it('is put in place only as the package that it is, and what is there stays otherwise', async () => {
    const other = path.join(home.folder, 'other.tgz');
    writeFileSync(other, 'not the package');
    const place = webrFolder(home.folder);
    mkdirSync(place);
    writeFileSync(path.join(place, 'kept'), '');
    await expect(installWebr(home.folder, other)).rejects.toThrow(
      /is not the package webr 0\.6\.0: its sha512 is sha512-/,
    );
    await expect(installWebr(home.folder, path.join(home.folder, 'absent.tgz'))).rejects.toThrow(/cannot be read/);
    expect(readdirSync(place)).toEqual(['kept']);
    expect(readdirSync(path.join(home.folder, 'tmp'))).toEqual([]);
  });

  it('is found as a folder with the program and its package, and not before', async () => {
    const folder = path.join(home.folder, 'found');
    mkdirSync(path.join(folder, 'dist'), { recursive: true });
    writeFileSync(path.join(folder, 'dist/webr.mjs'), '');
    writeFileSync(path.join(folder, 'package.json'), '{"version":"0.6.0"}');
    expect(await findR({ given: folder, home: home.folder })).toBeNull();
    writeFileSync(path.join(folder, 'dist/R.wasm'), '');
    const found = await findR({ given: folder, home: home.folder });
    expect(found).toEqual({ kind: 'webr', folder, version: '0.6.0' });
    expect(wordsOfR(found)).toContain('webR 0.6.0');
  });
});

describe('the R that is named', () => {
  it.skipIf(process.platform === 'win32')('is asked for its version and packages', async () => {
    const file = standIn(home.folder, '');
    const found = await findR({ given: file, home: home.folder });
    expect(found).toEqual({ kind: 'rscript', file, version: '4.5.1', packages: ['survival 3.8-3'] });
    expect(wordsOfR(found)).toBe(`4.5.1 (${file}) with survival 3.8-3`);
  });

  it('is none where it is off, absent, or no R', async () => {
    for (const given of ['off', '/no/such/Rscript', process.execPath]) {
      expect(await findR({ given, home: home.folder })).toBeNull();
    }
    expect(wordsOfR(null)).toMatch(/^not found/);
    expect(existsSync(webrFolder(home.folder))).toBe(true);
  });
});
