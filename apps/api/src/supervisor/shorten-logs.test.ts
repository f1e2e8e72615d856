import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { shortenLogs } from './shorten-logs.ts';

it('puts a long log aside and empties it, while its part goes on writing at the end', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'portal-logs-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(path.join(home, 'log'));
  const file = (name: string): string => path.join(home, 'log', name);
  const handles = ['api.log', 'web.log'].map((name) => openSync(file(name), 'a'));
  const [api, web] = handles as [number, number];
  writeSync(api, 'a long line\n'.repeat(10));
  writeSync(web, 'short\n');
  expect(shortenLogs(home, 50)).toEqual(['api.log']);
  writeSync(api, 'after\n');
  expect([readFileSync(file('api.log'), 'utf8'), readFileSync(file('web.log'), 'utf8')]).toEqual([
    'after\n',
    'short\n',
  ]);
  expect(readFileSync(file('api.log.1'), 'utf8')).toBe('a long line\n'.repeat(10));
  expect(shortenLogs(home, 50)).toEqual([]);
  for (const handle of handles) closeSync(handle);
});
