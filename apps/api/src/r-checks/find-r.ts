import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rEnvironment } from './r-environment.ts';

/** R as a program of this machine, or as WebAssembly (the npm package webr) run by Node. */
export type FoundR =
  | { readonly kind: 'rscript'; readonly file: string; readonly version: string; readonly packages: readonly string[] }
  | { readonly kind: 'webr'; readonly folder: string; readonly version: string };

export interface RPlace {
  /** What PORTAL_R names: the program Rscript, or a folder with the package webr; `off` for none; null to search. */
  readonly given: string | null;
  /** PORTAL_HOME, in which `portal r install` puts webR. */
  readonly home: string;
}

const longestLookMs = 30_000;
/** What scripts of the pages need beyond base R. */
const wanted = ['survival', 'cmprsk', 'MASS'];
const look = `here <- Filter(function(name) requireNamespace(name, quietly = TRUE), c(${wanted.map((name) => `"${name}"`).join(', ')}))
cat(as.character(getRversion()), vapply(here, function(name) paste(name, packageDescription(name, fields = "Version")), ""), sep = "\\n")`;

export function webrFolder(home: string): string {
  return path.join(home, 'webr');
}

/**
 * R of this machine where it has the package survival, otherwise webR, otherwise R as it is.
 *
 * @returns null where there is none, or none is wanted.
 * @throws nothing: what does not answer is not there.
 */
export async function findR({ given, home }: RPlace): Promise<FoundR | null> {
  if (given === 'off') return null;
  if (given !== null) return isFolder(given) ? webrIn(given) : rscriptAt(given);
  const program = await rscriptAt('Rscript');
  if (program?.packages.some((name) => name.startsWith('survival '))) return program;
  const repository = path.resolve(import.meta.dirname, '../../../..');
  for (const folder of [webrFolder(home), path.join(repository, 'node_modules/webr')]) {
    const found = await webrIn(folder);
    if (found) return found;
  }
  return program;
}

/** For whoever runs the portal, in one line. */
export function wordsOfR(r: FoundR | null): string {
  if (!r) return 'not found: numbers are not checked with it; install R with survival, or run bin/portal r install';
  if (r.kind === 'webr') return `webR ${r.version} in ${r.folder}, without the package survival`;
  return `${r.version} (${r.file}) with ${r.packages.join(', ') || 'base packages alone'}`;
}

function isFolder(place: string): boolean {
  return existsSync(place) && statSync(place).isDirectory();
}

async function webrIn(folder: string): Promise<Extract<FoundR, { kind: 'webr' }> | null> {
  if (!existsSync(path.join(folder, 'dist/webr.mjs')) || !existsSync(path.join(folder, 'dist/R.wasm'))) return null;
  try {
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: unknown };
    return { kind: 'webr', folder, version: String(version) };
  } catch {
    return null;
  }
}

function rscriptAt(file: string): Promise<Extract<FoundR, { kind: 'rscript' }> | null> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(file, ['--vanilla', '-e', look], {
      env: rEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: longestLookMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      const [version = '', ...packages] = said.split('\n').filter((line) => line !== '');
      resolve(code === 0 && /^\d+\.\d+/.test(version) ? { kind: 'rscript', file, version, packages } : null);
    });
  });
}
