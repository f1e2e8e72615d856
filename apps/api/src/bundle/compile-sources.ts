import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';

/** What the server runs: everything else of these folders, such as drawings and tables, is copied. */
const folders = ['apps/api/src', 'packages/schema/src', 'packages/stats/src', 'packages/ml/src', 'migrations'];
const ofTests = /\.(test|fixture)\.[cm]?[jt]sx?$|\.test\.json$/;

/** As in `bin/typescript.mjs`: GraphQL types are called after their classes, and no metadata is emitted. */
const options = {
  loader: 'ts',
  format: 'esm',
  target: `node${process.versions.node}`,
  keepNames: true,
  tsconfigRaw: {
    compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true },
  },
} as const;

/**
 * Compiles the sources of the server to JavaScript, file by file and in the same folders, so that what they start beside
 * themselves (decoders, threads, migrations) is where they look for it.
 *
 * @returns how many sources were compiled.
 */
export function compileSources(root: string, out: string): number {
  let compiled = 0;
  for (const place of folders.flatMap((folder) => [...filesBelow(root, folder)])) {
    const to = path.join(out, place);
    mkdirSync(path.dirname(to), { recursive: true });
    if (!place.endsWith('.ts')) {
      cpSync(path.join(root, place), to);
      continue;
    }
    // Without its service, which the loader of the sources ends when it has been idle.
    const { code } = transformSync(readFileSync(path.join(root, place), 'utf8'), { ...options, sourcefile: place });
    writeFileSync(inJavaScript(to), namedInJavaScript(code));
    compiled += 1;
  }
  for (const workspace of ['apps/api', 'packages/schema', 'packages/stats', 'packages/ml']) {
    const text = readFileSync(path.join(root, workspace, 'package.json'), 'utf8');
    writeFileSync(path.join(out, workspace, 'package.json'), namedInJavaScript(text));
  }
  return compiled;
}

function* filesBelow(root: string, place: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, place), { withFileTypes: true })) {
    const inside = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, inside);
    else if (!ofTests.test(entry.name)) yield inside;
  }
}

const inJavaScript = (name: string): string => name.replace(/\.ts$/, '.js');

/** Every text that is nothing but the name of a source names the compiled file: imports, and what processes are started from. */
export function namedInJavaScript(code: string): string {
  return code.replaceAll(/(["'`])((?:\.{1,2}\/)?[\w@./-]+)\.ts\1/g, '$1$2.js$1');
}
