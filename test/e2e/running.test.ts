import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { portal } from './portal.fixture.ts';
import { workers } from './slides.fixture.ts';

describe.skipIf(process.platform !== 'linux')('a portal that runs (seen in /proc, so on Linux only)', () => {
  it('listens on the loopback alone, its PostgreSQL too', async () => {
    const { baseUrl, home } = portal();
    const ports = [Number(new URL(baseUrl).port), Number(readFileSync(path.join(home, 'postgres.port'), 'utf8'))];
    // /proc/net/tcp: local address in hexadecimal, state 0A is listening.
    const lines = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .concat(readFileSync('/proc/net/tcp6', 'utf8').split('\n'));
    for (const port of ports) {
      const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
      const listening = lines
        .map((line) => line.trim().split(/\s+/))
        .filter((cells) => cells[1]?.endsWith(suffix) && cells[3] === '0A');
      expect(listening.map((cells) => cells[1])).toEqual([`0100007F${suffix}`]);
    }
  });

  it('comes back when its worker is killed', async () => {
    const [first] = workers();
    expect(first).toBeDefined();
    process.kill(first!, 'SIGKILL');
    for (const end = Date.now() + 15_000; Date.now() < end && (workers()[0] ?? first) === first;) await wait(200);
    expect(workers()).toHaveLength(1);
    expect(workers()[0]).not.toBe(first);
  });
});
