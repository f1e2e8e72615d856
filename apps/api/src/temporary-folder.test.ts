import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweepTemporaryFolders, temporaryFolder, withTemporaryFolder } from './temporary-folder.ts';

let home: string;
beforeAll(() => (home = mkdtempSync(path.join(os.tmpdir(), 'portal-home-'))));
afterAll(() => rmSync(home, { recursive: true }));

it('is below PORTAL_HOME, closed to other accounts', async () => {
  const folder = await temporaryFolder(home, 'import');
  expect(path.dirname(folder)).toBe(path.join(home, 'tmp'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
});

it('is removed when the work is over, even if it failed', async () => {
  let used = '';
  const failing = withTemporaryFolder(home, 'import', async (folder) => {
    writeFileSync(path.join((used = folder), 'file.csv'), 'patient');
    throw new Error('the file was refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(existsSync(used)).toBe(false);
});

it('a start removes folders of ended processes, and keeps those of live ones', () => {
  const place = path.join(home, 'tmp');
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const names = {
    crashed: `import.${ended}.AbCdEf`,
    // The same number again, as in a container that started over.
    ownNumber: `import.${process.pid}.AbCdEf`,
    living: `infer.${process.ppid}.AbCdEf`,
    unknown: 'what-is-this',
  };
  for (const name of Object.values(names)) mkdirSync(path.join(place, name), { recursive: true });
  writeFileSync(path.join(place, names.crashed, 'file.csv'), 'patient');
  expect(sweepTemporaryFolders(home)).toBeGreaterThanOrEqual(3);
  expect(readdirSync(place)).toEqual([names.living]);
});
