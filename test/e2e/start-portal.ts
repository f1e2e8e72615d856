import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');
/** The first start may build the pages; a test machine may have two slow cores. */
const startPatienceMs = 600_000;

export async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A PORTAL_HOME of its own, which root's PostgreSQL may pass through. */
export function temporaryHome(): { home: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-e2e-'));
  chmodSync(folder, 0o711);
  return {
    home: path.join(folder, 'home'),
    // Parts that were killed may still be writing their last.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }),
  };
}

/** Set to the empty string, which counts as not set and yet keeps a developer's `.env` out of the test. */
const unset = Object.fromEntries(
  ['PORTAL_PORT', 'PORTAL_HOST', 'PORTAL_HOME', 'PORTAL_URL', 'PORTAL_DEMO_PASSWORD', 'DATABASE_URL'].map((name) => [
    name,
    '',
  ]),
);

/** This machine's environment without variables that would change the portal under test. */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PORTAL_|NODE_|VITEST|npm_)/.test(name));
  return { ...Object.fromEntries(own), ...unset, ...settings };
}

export interface StartedPortal {
  readonly baseUrl: string;
  readonly process: ChildProcess;
  readonly readyAfterMs: number;
  /** All it has printed so far. */
  readonly printed: () => string;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/** `npm start` without npm: a portal as its users get it. Rejects with what it printed if it ends before it is ready. */
export async function startPortalProcess(
  settings: Record<string, string>,
  { onLine = () => undefined, args = [] }: { onLine?: (line: string) => void; args?: readonly string[] } = {},
): Promise<StartedPortal> {
  const port = settings['PORTAL_PORT'] ?? String(await freePort());
  const began = Date.now();
  const child = spawn(process.execPath, ['bin/bootstrap.mjs', 'start', ...args], {
    cwd: repositoryRoot,
    env: environment({ ...settings, PORTAL_PORT: port }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? code ?? 'unknown')),
  );
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        for (const line of text.trimEnd().split('\n')) onLine(line);
        if (printed.includes(' Ready\n')) resolve();
      });
    }
  });
  const patience = setTimeout(() => child.kill('SIGTERM'), startPatienceMs);
  const how = await Promise.race([ready.then(() => 'ready' as const), ended]);
  clearTimeout(patience);
  if (how !== 'ready') throw new Error(`The portal did not start (${how}):\n${printed}`);
  return {
    baseUrl: `http://localhost:${port}`,
    process: child,
    readyAfterMs: Date.now() - began,
    printed: () => printed,
    ended,
  };
}
