import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withoutEval } from '../without-eval.mjs';

/** The package's `exports` name its types and not the file. */
const file = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@annotorious/openseadragon')),
  'annotorious-openseadragon.es.js',
);

it('fits the installed release of the drawing library and leaves nothing in it that evaluates text', () => {
  const source = readFileSync(file, 'utf8');
  expect(source).toMatch(/new Function\(/);
  const text = withoutEval(source, file);
  expect(text).not.toMatch(/new Function\(|\beval\(/);
  const [, place] = /^import \{ syncUniforms \} from "([^"]+)"/.exec(text) ?? [];
  expect(readFileSync(path.resolve(path.dirname(file), place ?? ''), 'utf8')).toMatch(/function syncUniforms/);
});

it('stops at a release that it does not know', () => {
  expect(() => withoutEval('export const other = 1;', file)).toThrow('is not the release known here');
});
