// Lets Node run the portal's TypeScript (`node --import ./bin/typescript.mjs FILE`): a source is transformed by esbuild
// once and kept under the hash of its text. Packages never come here: Node finds and loads them by itself, and a loader
// that looked at each of their two thousand files would take as long again as the start of the API.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { version } = require('esbuild/package.json');
const folder = path.resolve(import.meta.dirname, '../node_modules/.cache/typescript');

/** As in the tsconfig files; names are kept because GraphQL types are called after their classes. */
const options = {
  loader: 'ts',
  format: 'esm',
  target: `node${process.versions.node}`,
  keepNames: true,
  sourcemap: 'inline',
  sourcesContent: false,
  tsconfigRaw: {
    compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true },
  },
};

let stopping = null;

function transformed(file) {
  const text = readFileSync(file, 'utf8');
  const sourcefile = path.basename(file);
  const hash = createHash('sha256')
    .update(JSON.stringify([version, options, sourcefile]))
    .update(text)
    .digest('hex');
  const kept = path.join(folder, `${hash}.mjs`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const esbuild = require('esbuild');
    const { code } = esbuild.transformSync(text, { ...options, sourcefile });
    // Its process would stay beside this one for good.
    stopping ??= setTimeout(() => {
      stopping = null;
      void esbuild.stop();
    }, 1_000).unref();
    keep(kept, code);
    return code;
  }
}

/** Where nothing can be written, the next start transforms again. */
function keep(file, code) {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, code);
    renameSync(draft, file);
  } catch {
    // As said above.
  }
}

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: transformed(fileURLToPath(url)), shortCircuit: true };
  },
});
