// Draws figures of the pages without a browser: the process that the API and the command line start. The pages' sources
// are bundled once for Node and kept for as long as no file of them changes; then the bundle is run. A portal that was
// packed for other machines has the bundle (`print.mjs --bundle FILE`) and no sources.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const sources = path.join(import.meta.dirname, 'src/print');
/** Read whole, or with files of their own beside them. */
const external = ['jsdom', 'pdfkit', 'fontkit', 'svg-to-pdfkit', 'sharp'];

/** Size and time of change of every file that the bundle was made of. */
function stateOf(inputs) {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const input of inputs) {
    const { size, mtimeMs } = statSync(path.resolve(root, input));
    hash.update(`${input}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/** The bundle that is kept in a folder, if it is still that of the sources. */
function keptIn(folder) {
  try {
    const { inputs, state } = JSON.parse(readFileSync(path.join(folder, 'inputs.json'), 'utf8'));
    return stateOf(inputs) === state ? path.join(folder, `${state}.mjs`) : null;
  } catch {
    return null;
  }
}

async function bundled() {
  const esbuild = createRequire(import.meta.url)('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [path.join(sources, 'main.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    jsx: 'automatic',
    loader: { '.css': 'empty', '.module.css': 'empty' },
    tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
    alias: {
      'next/link': path.join(sources, 'without-next/link.tsx'),
      'next/navigation': path.join(sources, 'without-next/navigation.ts'),
    },
    external,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Packages of the older kind ask for each other by `require`.
    banner: {
      js: "import { createRequire as requireHere } from 'node:module';\nconst require = requireHere(import.meta.url);",
    },
    logLevel: 'error',
  });
  await esbuild.stop();
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.includes(':'));
  const state = stateOf(inputs);
  return { text: outputFiles[0].text, inputs, state };
}

/** Puts a bundle where it is found again; another process that does the same at this moment does no harm. */
function keepIn(folder, { text, inputs, state }) {
  const file = path.join(folder, `${state}.mjs`);
  mkdirSync(folder, { recursive: true });
  const before = keptNames(folder);
  for (const [name, content] of [
    [`${state}.mjs`, text],
    ['inputs.json', JSON.stringify({ inputs, state })],
  ]) {
    const draft = path.join(folder, `${name}.${process.pid}`);
    writeFileSync(draft, content);
    renameSync(draft, path.join(folder, name));
  }
  if (before && before !== file) rmSync(before, { force: true });
  return file;
}

function keptNames(folder) {
  try {
    const { state } = JSON.parse(readFileSync(path.join(folder, 'inputs.json'), 'utf8'));
    return path.join(folder, `${state}.mjs`);
  } catch {
    return null;
  }
}

const packed = path.join(import.meta.dirname, 'print-bundle.mjs');
const home = path.join(root, 'node_modules/.cache/print');

async function bundleHere() {
  if (existsSync(packed)) return packed;
  const kept = keptIn(home);
  if (kept) return kept;
  const made = await bundled();
  try {
    return keepIn(home, made);
  } catch (error) {
    throw new Error(`Figures are drawn from ${home}, which cannot be written.`, { cause: error });
  }
}

const [option, file] = process.argv.slice(2);
if (option === '--bundle') writeFileSync(file, (await bundled()).text);
else await import(pathToFileURL(await bundleHere()).href);
