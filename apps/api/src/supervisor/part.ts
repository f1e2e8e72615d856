import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../settings.ts';
import { loaderArguments } from '../typescript-loader.ts';
import { type Running } from './keep-running.ts';
import { largestLog } from './shorten-logs.ts';

/** A process of the portal: API, worker or web. */
export interface PartPlan {
  readonly name: 'api' | 'worker' | 'web';
  /** Of several with one name: each writes a log of its own. */
  readonly number?: number;
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const patienceMs = 8_000;

export function logFileOf(home: string, name: string): string {
  return path.join(home, 'log', `${name}.log`);
}

/**
 * A log that cannot be written, as on a full disk, is not a reason not to start: the part's output is then discarded.
 */
function openLog(file: string): number | null {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  } catch {
    return null;
  }
}

/** The last lines that a part wrote, for the sentence that says why the portal ended. */
export function lastWords(file: string, lines = 12): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

/** Makes a child of Node, and the children of that, end when this process is gone, killed or not. */
export function leaveWithThisProcess(): { NODE_OPTIONS: string; PORTAL_SUPERVISOR_PID: string } {
  const leave = pathToFileURL(path.join(import.meta.dirname, 'leave-with-supervisor.mjs')).href;
  return { NODE_OPTIONS: `--import=${leave}`, PORTAL_SUPERVISOR_PID: String(process.pid) };
}

/**
 * What every part inherits of this process's environment: no secret of the shell is passed to a part that does not need
 * it.
 */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'CUDA_VISIBLE_DEVICES', 'LD_LIBRARY_PATH', 'SystemRoot'];

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts a part in a process group of its own, so that Ctrl-C in the terminal reaches the supervisor alone. */
export function startPart(plan: PartPlan, home: string): Running {
  const ordinal = plan.number === undefined || plan.number === 1 ? '' : `-${plan.number}`;
  const handle = openLog(logFileOf(home, plan.name + ordinal));
  const child = spawn(process.execPath, plan.args, {
    cwd: plan.cwd,
    env: {
      ...Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      // Every process says in its environment which portal it belongs to.
      PORTAL_HOME: home,
      ...leaveWithThisProcess(),
      // V8's compile cache: a part that is restarted is back sooner.
      NODE_COMPILE_CACHE: path.join(repositoryRoot, 'node_modules/.cache/compiled'),
      NEXT_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      ...plan.env,
    },
    detached: true,
    stdio: ['ignore', handle ?? 'ignore', handle ?? 'ignore'],
  });
  if (handle !== null) closeSync(handle);
  let isOver = false;
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }).then((how) => {
    isOver = true;
    return how;
  });
  return {
    ended,
    async stop() {
      if (!isOver) {
        signalGroup(child, 'SIGTERM');
        const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
        await ended;
        clearTimeout(patience);
      }
      // A grandchild that outlived its parent is still in the group.
      signalGroup(child, 'SIGKILL');
    },
  };
}

/** The arguments with which Node runs a source, watched in development. */
export function sourceArguments(file: string, isDevelopment: boolean): string[] {
  return [
    '--enable-source-maps',
    ...(isDevelopment ? ['--watch', '--watch-preserve-output'] : []),
    ...loaderArguments,
    path.join(repositoryRoot, 'apps/api/src', file),
  ];
}
