import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** What reports failures by an event, and what shows in the same file that someone listens. */
const emitters: readonly { made: RegExp; heard: RegExp }[] = [
  { made: /\b(?:spawn|fork)\(/, heard: /\.(?:on|once)\(\s*'error'/ },
  { made: /\bnew Worker\(/, heard: /\.(?:on|once)\(\s*'error'/ },
  { made: /\b(?:http|net)\.createServer\(/, heard: /\.(?:on|once)\(\s*'error'/ },
  // A function that opens a file, as src/tables takes, opens it for a pipeline or a loop, which receives every error.
  { made: /\bcreate(?:Read|Write)Stream\(/, heard: /\bpipeline\(|for await \(|\) => createReadStream\(/ },
];

const sources = ['apps/api/src/**/*.ts', 'packages/*/src/**/*.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !/\.(test|fixture)\.ts$|node_modules/.test(file));

it('everything that reports failures by an event has a listener', () => {
  expect(sources.length).toBeGreaterThan(100);
  const unheard = sources.filter((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return emitters.some(({ made, heard }) => made.test(text) && !heard.test(text));
  });
  expect(unheard).toEqual([]);
});
