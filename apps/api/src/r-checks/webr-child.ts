// A process of its own, which runs R as WebAssembly on the folder that it is started in: `run.R` there, which writes the
// file `agreed`. Runs under plain Node: erasable TypeScript only.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of webR; its package is there only where somebody installed it. */
interface WebR {
  init(): Promise<unknown>;
  evalRVoid(code: string): Promise<void>;
  readonly FS: {
    mkdir(path: string): Promise<unknown>;
    mount(type: 'NODEFS', options: { root: string }, at: string): Promise<void>;
  };
}
type WebRClass = new (options: { readonly baseUrl: string; readonly interactive: boolean }) => WebR;

const watchMs = 100;
const [, , folder = '', maxRssBytes = '0'] = process.argv;

/** Exits at once: R computes in a thread that no orderly exit would wait for in time. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
setInterval(() => process.memoryUsage.rss() > Number(maxRssBytes) && die(), watchMs);
// Whoever started it is gone.
process.stdin.resume().once('end', die).once('close', die).once('error', die);

try {
  const dist = path.join(folder, 'dist');
  const { WebR } = (await import(pathToFileURL(path.join(dist, 'webr.mjs')).href)) as { WebR: WebRClass };
  const webR = new WebR({ baseUrl: `${dist}/`, interactive: false });
  await webR.init();
  await webR.FS.mkdir('/check');
  await webR.FS.mount('NODEFS', { root: process.cwd() }, '/check');
  await webR.evalRVoid('setwd("/check"); Sys.setenv(AGREED_NUMBERS = "agreed"); source("run.R")');
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
