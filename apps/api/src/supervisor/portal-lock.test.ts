import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockHolder, lockHome } from './portal-lock.ts';

const newHome = (): string => mkdtempSync(path.join(os.tmpdir(), 'portal-lock-'));
const beganOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
};

describe('the folder of a portal', () => {
  it('is held by the process that took it, refused to a second one by its number, and free afterwards', () => {
    const home = newHome();
    const { release } = lockHome(home);
    expect(lockHolder(home)).toBe(process.pid);
    expect(() => lockHome(home)).toThrow(`with process id ${process.pid}`);
    release();
    expect(lockHolder(home)).toBeNull();
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'is free once its holder has ended, whether or not anybody asked how',
    async () => {
      const home = newHome();
      // The shell becomes another program and so never asks for its child, which stays in the list as ended.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
      try {
        const pid = await new Promise<number>((resolve) => {
          parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
        });
        await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
        writeFileSync(path.join(home, 'portal.lock'), JSON.stringify({ pid, began: beganOf(pid) }));
        expect(lockHolder(home)).toBeNull();
        lockHome(home).release();
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it.skipIf(!existsSync('/proc/self/stat'))(
    'is free where the number of its holder belongs to another program now',
    () => {
      const home = newHome();
      writeFileSync(path.join(home, 'portal.lock'), JSON.stringify({ pid: process.pid, began: '1' }));
      expect(lockHolder(home)).toBeNull();
    },
  );
});
