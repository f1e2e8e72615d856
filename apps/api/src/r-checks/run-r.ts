import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FoundR } from './find-r.ts';
import { rEnvironment } from './r-environment.ts';

export interface RunLimits {
  readonly seconds: number;
  /** Resident memory. */
  readonly bytes: number;
}

export interface RunEnd {
  readonly how: 'done' | 'failed' | 'tooLong' | 'tooLarge' | 'stopped';
  /** The end of what R wrote to its error stream. */
  readonly said: string;
}

const watchMs = 200;
const longestSaid = 4_000;
/** The process is killed before; this ends an R whose portal was killed. */
const graceSeconds = 30;

/**
 * Runs `script.R` of a folder in a process of its own, which writes what it compared to the file `agreed` beside it.
 *
 * @param folder - with the script and the data that it reads, of this check alone.
 * @param signal - kills the process.
 * @returns how it ended.
 * @throws nothing that R does; an error where no process can be started.
 */
export async function runR(r: FoundR, folder: string, limits: RunLimits, signal: AbortSignal): Promise<RunEnd> {
  const lines = [
    `setTimeLimit(elapsed = ${limits.seconds + graceSeconds})`,
    'source("script.R", local = new.env(), encoding = "UTF-8")',
  ];
  await writeFile(path.join(folder, 'run.R'), `${lines.join('\n')}\n`);
  if (signal.aborted) return { how: 'stopped', said: '' };
  const child = start(r, folder, limits);
  let how: RunEnd['how'] | null = null;
  let said = '';
  const end = (why: RunEnd['how']): void => {
    how ??= why;
    child.kill('SIGKILL');
  };
  const stop = (): void => end('stopped');
  signal.addEventListener('abort', stop);
  const late = setTimeout(() => end('tooLong'), limits.seconds * 1_000);
  const watch = setInterval(
    () => void residentBytes(child.pid).then((bytes) => bytes > limits.bytes && end('tooLarge')),
    watchMs,
  );
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-longestSaid)));
  // It may have ended before it is told to.
  child.stdin?.on('error', () => undefined);
  try {
    return await new Promise<RunEnd>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killed) => {
        // A SIGKILL that was not sent from here is the process's own, or the kernel's: it had no more memory.
        const own = killed === 'SIGKILL' ? 'tooLarge' : code === 0 ? 'done' : 'failed';
        resolve({ how: how ?? own, said });
      });
    });
  } finally {
    clearTimeout(late);
    clearInterval(watch);
    signal.removeEventListener('abort', stop);
  }
}

function start(r: FoundR, folder: string, { bytes }: RunLimits): ChildProcess {
  const options: SpawnOptions = { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true };
  if (r.kind === 'rscript') {
    const env = { ...rEnvironment(folder), AGREED_NUMBERS: 'agreed', R_MAX_VSIZE: `${Math.round(bytes / 2 ** 20)}Mb` };
    return spawn(r.file, ['--vanilla', 'run.R'], { ...options, env });
  }
  const [refuseNetwork, child] = ['./refuse-network.ts', './webr-child.ts'].map(
    (file) => new URL(file, import.meta.url),
  );
  const args = ['--import', String(refuseNetwork), fileURLToPath(String(child)), r.folder, String(bytes)];
  return spawn(process.execPath, args, { ...options, env: { NODE_ENV: 'production' } });
}

/** 0 where the system does not tell; there the limits of R itself and of time hold. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024;
}
