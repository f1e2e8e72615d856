import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { log, logOutput } from './log.ts';
import { typescriptLoader } from './typescript-loader.ts';

it('a line that cannot be written is counted, and the next one that can reports it', () => {
  const lines: string[] = [];
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const write = vi.spyOn(logOutput, 'write').mockImplementation((line) => void lines.push(line));
  onTestFinished(() => write.mockRestore());
  write.mockImplementationOnce(() => {
    throw full;
  });
  write.mockImplementationOnce(() => {
    throw full;
  });
  for (const message of ['lost', 'lost too', 'written', 'and on']) log('info', message);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { message: 'written', linesLostBefore: 2 },
    { message: 'and on' },
  ]);
  expect(lines[1]).not.toContain('linesLostBefore');
});

it.skipIf(process.platform !== 'linux')('a process whose log is full keeps running (/dev/full is Linux only)', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = path.join(folder, 'script.mjs');
  const done = path.join(folder, 'done');
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';
     import { log } from ${JSON.stringify(path.join(import.meta.dirname, 'log.ts'))};
     for (let i = 0; i < 3; i += 1) log('warn', 'nobody reads this');
     setTimeout(() => writeFileSync(${JSON.stringify(done)}, 'still here'), 100);`,
  );
  const full = openSync('/dev/full', 'w');
  const { status } = spawnSync(process.execPath, ['--import', typescriptLoader, script], {
    stdio: ['ignore', full, full],
  });
  closeSync(full);
  expect(status).toBe(0);
  expect(readFileSync(done, 'utf8')).toBe('still here');
});
