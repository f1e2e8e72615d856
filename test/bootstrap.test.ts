import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
let clone: string;

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
  writeFileSync(path.join(clone, file), text);
};

/** A checkout with nothing installed, and an npm that prints as much as the real one and installs an `esbuild`. */
beforeAll(() => {
  clone = mkdtempSync(path.join(os.tmpdir(), 'portal-clone-'));
  cpSync(path.join(root, 'bin'), path.join(clone, 'bin'), { recursive: true });
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{ "packages": {} }');
  write('apps/api/src/supervisor/leave-with-supervisor.mjs', '');
  write('apps/api/src/cli/portal.ts', 'console.log(JSON.stringify({ said: process.argv.slice(2) }));');
  write(
    'npm-cli.cjs',
    `const fs = require('node:fs');
     fs.mkdirSync('node_modules/esbuild', { recursive: true });
     fs.writeFileSync('node_modules/esbuild/package.json', '{ "main": "index.cjs", "version": "0" }');
     fs.writeFileSync('node_modules/esbuild/index.cjs', 'exports.transformSync = (code) => ({ code });');
     console.log('added 1 package');
     console.error('npm warn something');`,
  );
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

const portal = (...words: string[]) =>
  spawnSync(process.execPath, [path.join(clone, 'bin/portal'), ...words], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: path.join(clone, 'npm-cli.cjs') },
  });

describe('the first command after a clone', () => {
  it('writes only its JSON to standard output; the installer writes to standard error', () => {
    const first = portal('stats', '--json');
    expect(first.stderr).toMatch(/Installing the packages[\s\S]*added 1 package[\s\S]*npm warn something/);
    expect(JSON.parse(first.stdout)).toEqual({ said: ['stats', '--json'] });
    expect(first.status).toBe(0);
  });

  it('is the only command that installs packages', () => {
    const second = portal('stats', '--json');
    expect(JSON.parse(second.stdout)).toEqual({ said: ['stats', '--json'] });
    expect(second.stderr).not.toContain('Installing');
  });
});

it('uses only settings of .npmrc that npm knows, because npm warns about others at each command', () => {
  const keys = readFileSync(path.join(root, '.npmrc'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => line.split('=')[0]);
  // npm's own list: https://docs.npmjs.com/cli/v11/using-npm/config
  const known = ['audit', 'fund', 'ignore-scripts', 'save-exact', 'update-notifier'];
  expect(keys.toSorted()).toEqual(known);
});
