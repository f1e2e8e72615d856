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

it('the patch fits the installed drawing library and removes everything that evaluates text', () => {
  const source = readFileSync(file, 'utf8');
  expect(source).toMatch(/new Function\(/);
  const text = withoutEval(source, file);
  expect(text).not.toMatch(/new Function\(|\beval\(/);
  const [, place] = /^import \{ syncUniforms \} from "([^"]+)"/.exec(text) ?? [];
  expect(readFileSync(path.resolve(path.dirname(file), place ?? ''), 'utf8')).toMatch(/function syncUniforms/);
});

it('the patch fails at an unknown release of the drawing library', () => {
  expect(() => withoutEval('export const other = 1;', file)).toThrow('is not the release known here');
});
