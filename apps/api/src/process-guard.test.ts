import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { typescriptLoader } from './typescript-loader.ts';

/** Runs a process under the guard, with a server as the API has one; resolves with what it logged and how it ended. */
async function guarded(fault: string): Promise<{ log: string; code: number | null; answers: string[] }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const of = (file: string) => JSON.stringify(path.join(import.meta.dirname, file));
  const script = path.join(folder, 'script.mjs');
  writeFileSync(
    script,
    `import { PassThrough } from 'node:stream';
     import { openPortalServer } from ${of('http/portal-server.ts')};
     import { guardProcess } from ${of('process-guard.ts')};
     const { portal, listening } = openPortalServer({ port: 0, host: '127.0.0.1' }, (req, res) => {
       if (req.url === '/fault') { ${fault} }
       else res.end('fine');
     });
     guardProcess('api', async () => { await portal.close(); process.exit(); });
     await listening;
     process.send(portal.port());
     setTimeout(() => process.exit(3), 8_000).unref();
     process.on('message', () => process.exit(0));`,
  );
  const child = spawn(process.execPath, ['--import', typescriptLoader, script], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.on('data', (text: Buffer) => (log += text.toString()));
  const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(message as number)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ask = (place: string) =>
    fetch(`http://127.0.0.1:${port}${place}`).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      (error: unknown) => String(error),
    );
  const answers = await Promise.all([ask('/fault'), ask('/')]);
  answers.push(await ask('/'));
  if (child.connected) child.send('leave');
  return { log, code: await ended, answers };
}

it('an unhandled rejection is logged, and the process keeps running', async () => {
  const { log, code, answers } = await guarded(`void Promise.reject(new Error('forgotten')); res.end('answered');`);
  expect(answers).toEqual(['200 answered', '200 fine', '200 fine']);
  expect(log).toContain('a promise was rejected and nobody looked');
  expect(log).toContain('forgotten');
  expect(code).toBe(0);
});

it('an uncaught error is logged, waiting clients are answered, and the process ends to be restarted', async () => {
  const { log, code, answers } = await guarded(`new PassThrough().emit('error', new Error('no listener'));`);
  expect(answers[0]).toMatch(/^503 .*UNAVAILABLE/);
  expect(answers[1]).toBe('200 fine');
  expect(log).toContain('an error reached nobody');
  expect(log).toContain('no listener');
  expect(code).toBe(70);
});
