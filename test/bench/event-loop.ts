import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export interface EventLoopDelay {
  readonly longestMs: number;
  readonly p99Ms: number;
}

/** What the inspector runs in the watched process; it cannot import, because none of our code is available there. */
const begin = `{ const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
  globalThis.benchDelay = monitorEventLoopDelay({ resolution: 5 }); globalThis.benchDelay.enable(); } 0`;
const end = `JSON.stringify([globalThis.benchDelay.max / 1e6, globalThis.benchDelay.percentile(99) / 1e6])`;

/**
 * Watches the event loop of a running Node process from outside, through its inspector on the loopback. The portal is
 * not involved. Linux only: SIGUSR1 opens the inspector.
 */
export async function watchEventLoop(pid: number): Promise<{ stop: () => Promise<EventLoopDelay> }> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspector());
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')), { once: true });
  });
  let next = 0;
  const evaluate = (expression: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++next;
      const onMessage = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as {
          id?: number;
          result?: { result: { value?: unknown }; exceptionDetails?: unknown };
        };
        if (answer.id !== id) return;
        socket.removeEventListener('message', onMessage);
        if (answer.result?.exceptionDetails) reject(new Error(JSON.stringify(answer.result.exceptionDetails)));
        else resolve(answer.result?.result.value);
      };
      socket.addEventListener('message', onMessage);
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } }));
    });
  // Another process may be using the inspector's port.
  if ((await evaluate('process.pid')) !== pid) throw new Error(`port 9229 is not the inspector of process ${pid}`);
  await evaluate(begin);
  return {
    async stop() {
      const [longestMs = NaN, p99Ms = NaN] = JSON.parse(String(await evaluate(end))) as number[];
      socket.close();
      return { longestMs, p99Ms };
    },
  };
}

/** The portal's API process, found by its PORTAL_HOME. */
export function apiProcess(home: string): number {
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return command.includes('apps/api/src/main.ts') && readFileSync(`/proc/${name}/environ`, 'utf8').includes(home);
      } catch {
        return false;
      }
    });
  if (pid === undefined) throw new Error('no API process');
  return Number(pid);
}

async function inspector(): Promise<string> {
  for (const last = Date.now() + 10_000; ; await wait(100)) {
    const answer = await fetch('http://127.0.0.1:9229/json').catch(() => null);
    const [target] = answer?.ok ? ((await answer.json()) as { webSocketDebuggerUrl: string }[]) : [];
    if (target) return target.webSocketDebuggerUrl;
    if (Date.now() > last) throw new Error('no inspector opened on port 9229');
  }
}
