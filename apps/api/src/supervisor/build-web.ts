import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../settings.ts';

const webFolder = path.join(repositoryRoot, 'apps/web');
const stampFile = path.join(webFolder, '.next', 'portal-stamp');
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

/** Whether the pages on disk were built from the sources on disk. */
export function isWebBuilt(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestOfSources();
}

/** `next build`; the stamp is written last, so a build that was cut off counts as none. */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const digest = digestOfSources();
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
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`The pages could not be built:\n${Buffer.concat(words).toString('utf8')}`);
  writeFileSync(stampFile, digest);
}
