import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../apps/api/src');

interface Part {
  readonly file: string;
  readonly text: string;
}

/** Every part of a module is in a file of its role: CONTRIBUTING, *A module of the API*. */
const shape: readonly { readonly what: string; readonly has: RegExp; readonly liesIn: RegExp }[] = [
  { what: 'a resolver', has: /^ *@Resolver\(/m, liesIn: /\.resolver\.ts$/ },
  { what: 'a type of answers', has: /^ *@ObjectType\(/m, liesIn: /\.(type|resolver)\.ts$/ },
  { what: 'an input', has: /^ *@InputType\(/m, liesIn: /[.-](input|type)\.ts$/ },
  { what: 'a route', has: /\bRouter\(\)/, liesIn: /\.router\.ts$/ },
  { what: 'a service', has: /\bclass \w+Service\b/, liesIn: /\.service\.ts$/ },
  // The three others do the work of a command: they make what they need from a database that they open themselves.
  {
    what: 'the making of a service',
    has: /\bnew \w+Service\(/,
    liesIn: /^(compose|cli)\/|\/(import-file|add-slide|add-model)\.ts$/,
  },
];

const misplaced = (parts: readonly Part[]): string[] =>
  shape.flatMap(({ what, has, liesIn }) =>
    parts.filter(({ file, text }) => has.test(text) && !liesIn.test(file)).map(({ file }) => `${what} in ${file}`),
  );

const parts = globSync('{modules,compose,cli}/**/*.ts', { cwd: source })
  .filter((file) => !/\.(test|fixture)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));

it('has every part of a module in a file of its role', () => {
  expect(parts.length).toBeGreaterThan(100);
  expect(misplaced(parts)).toEqual([]);
});

it.each([
  ['a resolver', '@Resolver(() => Slide)\nexport class A {}'],
  ['a type of answers', '@ObjectType()\nclass A {}'],
  ['an input', '@InputType()\nclass A {}'],
  ['a route', 'const router = Router();'],
  ['a service', 'export class ScoreService {}'],
  ['the making of a service', 'const scores = new ScoreService(db);'],
])('sees %s elsewhere', (what, text) => {
  expect(misplaced([{ file: 'modules/scores/scores.ts', text }])).toEqual([`${what} in modules/scores/scores.ts`]);
});
