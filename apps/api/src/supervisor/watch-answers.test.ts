import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { anyFreePort } from '../db/free-port.ts';
import { keepRunning, type Kept, type Running } from './keep-running.ts';
import { silenceAt, watchAnswers } from './watch-answers.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** A process that answers with its number. */
const answering = (port: number) =>
  `require('node:http').createServer((_, res) => res.end(String(process.pid))).listen(${port}, '127.0.0.1')`;

function processThatAnswers(port: number): Running & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, ['-e', answering(port)], { stdio: 'ignore' });
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  return {
    child,
    ended,
    // As of a part that does not hear SIGTERM.
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

it.skipIf(process.platform === 'win32')('a process that is there and answers no more is replaced', async () => {
  const port = await anyFreePort();
  const url = `http://127.0.0.1:${port}/`;
  const said: string[] = [];
  const first = processThatAnswers(port);
  const kept = keepRunning('api', first, () => processThatAnswers(port), (line) => said.push(line)); // prettier-ignore
  stops.push(() => kept.stop());
  const answers = () => fetch(url, { signal: AbortSignal.timeout(1_000) }).then((answer) => answer.text());
  await vi.waitFor(async () => expect(await answers()).toBe(String(first.child.pid)), { timeout: 20_000 });
  stops.push(watchAnswers(kept, silenceAt(url, 500), (line) => said.push(line), 50));
  first.child.kill('SIGSTOP');
  await vi.waitFor(async () => expect(await answers()).not.toBe(String(first.child.pid)), { timeout: 20_000 });
  expect(first.child.signalCode).toBe('SIGKILL');
  expect(said[0]).toBe('The api has answered none of 3 questions; it is ended and starts again.');
  expect(said[1]).toMatch(/^The api ended \(SIGKILL\)/);
});

it('one that is silent twice and then answers is left alone', async () => {
  const end = vi.fn<Kept['end']>();
  const kept: Kept = { name: 'api', firstEnded: new Promise(() => undefined), end, stop: async () => undefined };
  const questions = [true, true, false, true, true, false, false, true, true];
  let asked = 0;
  const isSilent = async () => questions[asked++] ?? false;
  stops.push(watchAnswers(kept, isSilent, () => undefined, 1));
  await vi.waitFor(() => expect(asked).toBeGreaterThan(questions.length), { timeout: 20_000 });
  expect(end).not.toHaveBeenCalled();
});

it('only what takes a question and gives no answer is silent', async () => {
  const server = createServer(({ url }, res) => {
    if (url === '/error') res.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close(), () => server.closeAllConnections()); // prettier-ignore
  const at = (path: string, patienceMs: number) =>
    silenceAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, patienceMs)(never);
  const never = new AbortController().signal;
  expect(await at('/silent', 50)).toBe(true);
  expect(await at('/error', 20_000)).toBe(false);
  expect(await silenceAt(`http://127.0.0.1:${await anyFreePort()}/`, 20_000)(never)).toBe(false);
  // Nor is it the part's silence when the portal itself ends.
  const leaving = new AbortController();
  const asked = silenceAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/silent`, 20_000)(leaving.signal);
  leaving.abort();
  expect(await asked).toBe(false);
});
