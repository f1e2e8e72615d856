import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeToOthers } from './private-files.ts';

let home: string;
const modeOf = (...names: string[]) => (statSync(path.join(home, ...names)).mode & 0o777).toString(8);

beforeAll(() => (home = mkdtempSync(path.join(os.tmpdir(), 'portal-private-'))));
afterAll(() => rmSync(home, { recursive: true }));

it('closes what an earlier version left open, and nothing that is not its own', () => {
  for (const folder of ['bags', 'slides/.cache', 'postgres', 'elsewhere']) {
    mkdirSync(path.join(home, folder), { recursive: true });
    chmodSync(path.join(home, folder), 0o755);
  }
  for (const file of ['bags/a.f32', 'slides/.cache/b.svs', 'postgres/PG_VERSION', 'elsewhere/c']) {
    writeFileSync(path.join(home, file), 'x');
    chmodSync(path.join(home, file), 0o644);
  }
  symlinkSync(path.join(home, 'elsewhere'), path.join(home, 'models'));
  // bags, a.f32, .cache, b.svs; slides itself where the umask of this run made it open.
  expect(closeToOthers(home)).toBeGreaterThanOrEqual(4);
  expect([modeOf('bags'), modeOf('bags/a.f32'), modeOf('slides'), modeOf('slides/.cache/b.svs')]).toEqual([
    '700',
    '600',
    '700',
    '600',
  ]);
  expect([modeOf('postgres'), modeOf('postgres/PG_VERSION'), modeOf('elsewhere/c')]).toEqual(['755', '644', '644']);
  expect(closeToOthers(home)).toBe(0);
});

it('a process that writes privately passes this on to its children without an explicit mode', () => {
  const write = `require('node:fs').mkdirSync('made'); require('node:fs').writeFileSync('made/file', '')`;
  const source = `
    import { writePrivately } from ${JSON.stringify(path.join(import.meta.dirname, 'private-files.ts'))};
    import { spawnSync } from 'node:child_process';
    writePrivately();
    spawnSync(process.execPath, ['-e', ${JSON.stringify(write)}]);`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd: home, encoding: 'utf8' });
  expect(ran.stderr).not.toMatch(/Error/);
  expect([modeOf('made'), modeOf('made/file')]).toEqual(['700', '600']);
});
