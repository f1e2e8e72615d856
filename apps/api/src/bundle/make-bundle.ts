import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { buildWeb, isWebBuilt } from '../supervisor/build-web.ts';
import { repositoryRoot } from '../settings.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { compileSources } from './compile-sources.ts';
import { copyPackage, type InstalledPackage, licenceTexts, productionPackages } from './production-packages.ts';

/** What is copied as it is. */
const asItIs = ['LICENSE', 'CHANGELOG.md', 'README.md', 'SECURITY.md', 'docs', 'data', 'package.json', 'deploy'];

export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/**
 * Packs everything that the portal runs with on machines like this one: Node, packages, PostgreSQL, the compiled server, the
 * built pages, licences and a bill of materials. It is unpacked and started without network, npm or compiler.
 *
 * @returns the name of the folder inside.
 */
export async function makeBundle(out: string, say: (line: string) => void): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const name = `haim-portal-${version}-${process.platform}-${process.arch}`;
  // Whoever unpacks it may let another account run it; secrets are not in it.
  process.umask(0o022);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'portal-bundle-'));
  try {
    const folder = path.join(scratch, name);
    const app = path.join(folder, 'app');
    mkdirSync(app, { recursive: true });
    if (!isWebBuilt()) {
      say('Pages: building them');
      await buildWeb(AbortSignal.timeout(900_000));
    }
    say('Server: compiling its sources');
    const compiled = compileSources(repositoryRoot, app);
    copyRest(app);
    bundleDrawing(app);
    const packages = productionPackages(repositoryRoot);
    say(`Server: ${compiled} files; packages: ${packages.length}`);
    for (const one of packages) copyPackage(repositoryRoot, one, app);
    linkWorkspaces(app);
    copyNode(folder);
    writeLicences(folder, packages);
    const bill = billOfMaterials({ name: 'haim-portal', version }, packages, process.versions.node);
    writeFileSync(path.join(folder, 'bom.cdx.json'), JSON.stringify(bill, null, 1));
    writeStarter(folder);
    say('Packing');
    pack(scratch, name, out);
    return name;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function copyRest(app: string): void {
  for (const place of asItIs) {
    const from = path.join(repositoryRoot, place);
    if (existsSync(from)) cpSync(from, path.join(app, place), { recursive: true });
  }
  const web = path.join(repositoryRoot, 'apps/web');
  // The pages are built: of their settings, what the server of Next.js reads at its start.
  const settings = transformSync(readFileSync(path.join(web, 'next.config.ts'), 'utf8'), {
    loader: 'ts',
    format: 'esm',
  });
  mkdirSync(path.join(app, 'apps/web'), { recursive: true });
  writeFileSync(path.join(app, 'apps/web/next.config.mjs'), settings.code);
  for (const file of ['package.json', 'print.mjs'])
    cpSync(path.join(web, file), path.join(app, 'apps/web', file), { recursive: true });
  cpSync(path.join(web, '.next'), path.join(app, 'apps/web/.next'), {
    recursive: true,
    filter: (file) => !/[/\\]\.next[/\\](cache|diagnostics|dev|trace)/.test(file),
  });
  if (existsSync(path.join(web, 'public')))
    cpSync(path.join(web, 'public'), path.join(app, 'apps/web/public'), { recursive: true });
}

/** The pages that are drawn without a browser, as one file: the bundle has none of their sources. */
function bundleDrawing(app: string): void {
  const program = path.join(repositoryRoot, 'apps/web/print.mjs');
  const made = spawnSync(process.execPath, [program, '--bundle', path.join(app, 'apps/web/print-bundle.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  if (made.status !== 0) throw new BundleError(`The drawing of figures could not be bundled: ${made.stderr}`);
}

function linkWorkspaces(app: string): void {
  const scope = path.join(app, 'node_modules/@haim');
  mkdirSync(scope, { recursive: true });
  for (const name of ['schema', 'stats', 'ml']) symlinkSync(`../../packages/${name}`, path.join(scope, name));
}

function copyNode(folder: string): void {
  mkdirSync(path.join(folder, 'node/bin'), { recursive: true });
  const node = path.join(folder, 'node/bin/node');
  cpSync(process.execPath, node);
  chmodSync(node, 0o755);
  const licence = path.join(path.dirname(process.execPath), '../LICENSE');
  if (existsSync(licence)) cpSync(licence, path.join(folder, 'node/LICENSE'));
}

/** The texts of all licences, package by package, in one file. */
function writeLicences(folder: string, packages: readonly InstalledPackage[]): void {
  const parts = packages.map((one) => {
    const texts = licenceTexts(repositoryRoot, one);
    const words =
      texts.length === 0 ? 'The package has no text of its licence.' : texts.map(({ text }) => text).join('\n');
    return `${'='.repeat(80)}\n${one.name} ${one.version}: ${one.license}\n${'='.repeat(80)}\n\n${words.trim()}\n`;
  });
  writeFileSync(path.join(folder, 'LICENCES.txt'), parts.join('\n'));
}

const starter = `#!/bin/sh
# The one command of this bundle: ./portal start, ./portal --help. It needs no other Node, no npm and no network.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
here=$(CDPATH= cd -- "$(dirname -- "$self")" && pwd -P) || exit 1
PORTAL_CWD=\${PORTAL_CWD:-$PWD}
PORTAL_HOME=\${PORTAL_HOME:-$here/portal-home}
export PORTAL_CWD PORTAL_HOME
PATH=$here/node/bin:$PATH
export PATH NEXT_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
cd "$here/app" || exit 1
exec "$here/node/bin/node" --disable-warning=ExperimentalWarning --max-semi-space-size=16 apps/api/src/cli/portal.js "$@"
`;

function writeStarter(folder: string): void {
  writeFileSync(path.join(folder, 'portal'), starter);
  chmodSync(path.join(folder, 'portal'), 0o755);
}

/** With the system's own tar: it keeps links and modes. */
function pack(scratch: string, name: string, out: string): void {
  const part = `${out}.part`;
  const owner = process.platform === 'linux' ? ['--owner=0', '--group=0', '--numeric-owner'] : [];
  const packed = spawnSync('tar', [...owner, '-czf', part, '-C', scratch, name], { encoding: 'utf8' });
  if (packed.status !== 0) {
    rmSync(part, { force: true });
    throw new BundleError(`tar could not pack the bundle: ${packed.stderr || packed.error?.message}`);
  }
  renameSync(part, out);
}
