import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { builtPages, repositoryRoot } from '../settings.ts';
import { runsFromSource } from '../typescript-loader.ts';
import { compressScripts } from './page-scripts.ts';

const webFolder = path.join(repositoryRoot, 'apps/web');
const stampFile = path.join(builtPages, 'portal-stamp');
/** All that the pages are built from. */
const sources = ['apps/web', 'packages/schema', 'package-lock.json', 'tsconfig.base.json'];
const made = new Set(['node_modules', '.next', '.turbo', 'next-env.d.ts']);

export const nextBinary = path.join(repositoryRoot, 'node_modules/next/dist/bin/next');

function* filesUnder(place: string): Generator<string> {
  const absolute = path.join(repositoryRoot, place);
  if (!existsSync(absolute)) return;
  let entries;
  try {
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch {
    yield place;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (made.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) continue;
    const inside = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesUnder(inside);
    else if (entry.isFile()) yield inside;
  }
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((place) => [...filesUnder(place)])) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(repositoryRoot, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Whether the pages on disk were built from the sources on disk; a bundle has built pages and no sources. */
export function isWebBuilt(): boolean {
  if (!runsFromSource) return existsSync(stampFile);
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestOfSources();
}

/** What `next build` says where another one has the lock of its folder. */
const someoneElseBuilds = /Another .*next build.* process is already running/;

const othersPatienceMs = 600_000;

/**
 * Builds the pages; the stamp is written last, so a build that was cut off counts as none. Where another portal of this
 * checkout builds them at the same time, its build is waited for.
 */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const digest = digestOfSources();
  const { code, said } = await nextBuild(signal);
  signal.throwIfAborted();
  if (code === 0) {
    await compressScripts(builtPages);
    return writeFileSync(stampFile, digest);
  }
  // Never a second build after the first: it would take the pages from under the portal that has just started with them.
  for (const end = Date.now() + othersPatienceMs; someoneElseBuilds.test(said) && Date.now() < end;) {
    await wait(1_000, undefined, { signal });
    if (isWebBuilt()) return;
  }
  throw new Error(`The pages could not be built:\n${said}`);
}

async function nextBuild(signal: AbortSignal): Promise<{ code: number | null; said: string }> {
  const build = spawn(process.execPath, [nextBinary, 'build'], {
    cwd: webFolder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: Buffer[] = [];
  build.stdout.on('data', (chunk: Buffer) => words.push(chunk));
  build.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  const abort = () => build.pid !== undefined && process.kill(-build.pid, 'SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  const code = await new Promise<number | null>((resolve, reject) =>
    build.once('error', reject).once('close', resolve),
  );
  signal.removeEventListener('abort', abort);
  return { code, said: Buffer.concat(words).toString('utf8') };
}
