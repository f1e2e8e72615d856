import { ESLint } from 'eslint';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const kinds = { numbers: /^Numbers are written/, missing: /^What is missing/, months: /^Days become months/ };

/** Lints the fixture as if it were a file of the pages; returns the kinds of fault found, by line. */
async function faultsIn(path: string): Promise<{ expected: string[]; found: string[] }> {
  const text = await readFile(join(root, 'test/fixtures/wrong-numbers/result.tsx'), 'utf8');
  const [result] = await new ESLint({ cwd: root }).lintText(text, { filePath: join(root, path) });
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const expected = text.split('\n').flatMap((line, at) => {
    const comment = line.split(' // ')[1] ?? '';
    return comment.split(' ').flatMap((kind) => (names.some((name) => name === kind) ? [`${at + 1} ${kind}`] : []));
  });
  const found = (result?.messages ?? []).flatMap(({ line, ruleId, message }) => {
    const kind = names.find((name) => ruleId === 'no-restricted-syntax' && kinds[name].test(message));
    return kind ? [`${line} ${kind}`] : [];
  });
  return { expected: expected.toSorted(), found: found.toSorted() };
}

it('numbers written outside src/numbers are lint errors, in features, kits and charts', async () => {
  for (const place of ['features/home/result.tsx', 'charts/result.tsx', 'selection/result.tsx']) {
    const { expected, found } = await faultsIn(`apps/web/src/${place}`);
    expect(expected.length).toBeGreaterThan(8);
    expect(found, place).toEqual(expected);
  }
}, 60_000);

it('src/numbers itself may write them', async () => {
  expect((await faultsIn('apps/web/src/numbers/result.tsx')).found).toEqual([]);
}, 60_000);
