import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';

const root = join(import.meta.dirname, '..');
/** For each rule a file named after it that breaks it, and two rooms that import each other. */
const wrongRoot = join(root, 'test/fixtures/wrong-arrows');

async function cruised(baseDir: string): Promise<ICruiseResult> {
  const { forbidden, options } = configuration;
  const places = ['apps/api/src', 'apps/web/src', 'packages', 'migrations'];
  const { output } = await cruise(places, { ...options, baseDir, ruleSet: { forbidden }, validate: true });
  return output as ICruiseResult;
}

/**
 * The room of a file: the folder below `src`, in `modules` and `features` the one below that; a file directly in `src`
 * is a room of its own. Tests and their fixtures belong to no room.
 */
function roomOf(file: string): string | null {
  if (/\.(test|fixture)\.tsx?$/.test(file)) return null;
  return /^(?:apps|packages)\/\w+\/src\/(?:(?:modules|features)\/)?[^/]+/.exec(file)?.[0] ?? null;
}

/** The arrows between rooms on a cycle of rooms or between two such cycles, each with a file that causes it. */
function roomCycles(modules: readonly IModule[]): string[] {
  const arrows = new Map<string, { from: string; to: string; file: string }>();
  for (const { source, dependencies } of modules) {
    for (const { resolved } of dependencies) {
      const [from, to] = [roomOf(source), roomOf(resolved)];
      if (from && to && from !== to) arrows.set(`${from} -> ${to}`, { from, to, file: `${source} -> ${resolved}` });
    }
  }
  // Rooms without outgoing or without incoming arrows are removed, layer by layer, until only cycles remain.
  for (;;) {
    const left = [...arrows];
    const [from, to] = [new Set(left.map(([, arrow]) => arrow.from)), new Set(left.map(([, arrow]) => arrow.to))];
    const loose = left.filter(([, arrow]) => !from.has(arrow.to) || !to.has(arrow.from));
    if (loose.length === 0) return left.map(([, { file }]) => file);
    for (const [name] of loose) arrows.delete(name);
  }
}

const [ours, wrong] = await Promise.all([cruised(root), cruised(wrongRoot)]);

describe('imports between files', () => {
  it('break no rule', () => {
    expect(ours.modules.length).toBeGreaterThan(100);
    expect(ours.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });

  it('are all resolved: an unresolved import would break no rule', () => {
    const lost = ours.modules.flatMap(({ source, dependencies }) =>
      dependencies.flatMap(({ module, couldNotResolve }) =>
        couldNotResolve && /^(\.|@\/)/.test(module) ? [`${source} -> ${module}`] : [],
      ),
    );
    expect(lost).toEqual([]);
  });

  it.each(configuration.forbidden.map(({ name }) => name))('would break the rule %s', (name) => {
    const broken = wrong.summary.violations.filter(({ rule }) => rule.name === name);
    expect(broken.map(({ from }) => basename(from).split('.')[0])).toContain(name);
  });
});

it('the tree in ARCHITECTURE.md names every module of the API and every kit of the pages', () => {
  const tree = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('```')[1] ?? '';
  const [modules = '', kits = ''] = [/src\/modules\/([^/]*)\n {2}web/, /importing only those before it:([^/]*)\n/].map(
    (part) => part.exec(tree)?.[1],
  );
  const named = (words: string) => words.match(/[\w-]+/g)?.toSorted();
  const folders = (place: string) =>
    readdirSync(join(root, place), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  expect(named(modules)).toEqual(folders('apps/api/src/modules'));
  expect(named(kits)).toEqual(folders('apps/web/src').filter((name) => !['app', 'features', 'print'].includes(name)));
});

describe('imports between rooms', () => {
  it('form no cycle', () => {
    expect(roomCycles(ours.modules)).toEqual([]);
  });

  it('are detected as a cycle even if no files form a cycle', () => {
    expect(roomCycles(wrong.modules)).toEqual(
      expect.arrayContaining([
        'apps/api/src/context/knows-tables.ts -> apps/api/src/tables/open-table.ts',
        'apps/api/src/tables/knows-context.ts -> apps/api/src/context/asker.ts',
      ]),
    );
  });
});
