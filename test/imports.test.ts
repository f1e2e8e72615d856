import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';

const root = join(import.meta.dirname, '..');

async function cruised(baseDir: string, places: string[]): Promise<ICruiseResult> {
  const { forbidden, options } = configuration;
  const { output } = await cruise(places, { ...options, baseDir, ruleSet: { forbidden }, validate: true });
  return output as ICruiseResult;
}

describe('the arrows of the house', () => {
  it('point one way, without cycles', async () => {
    const { summary, modules } = await cruised(root, ['apps/api/src', 'apps/web/src', 'packages', 'migrations']);
    expect(modules.length).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  }, 120_000);

  it('are seen where they point the wrong way', async () => {
    const { summary } = await cruised(join(root, 'test/fixtures/wrong-arrows'), ['packages', 'apps']);
    const broken = new Set(summary.violations.map(({ rule }) => rule.name));
    expect([...broken].sort()).toEqual([
      'no-cycles',
      'nothing-imports-api',
      'packages-by-their-door',
      'schema-is-alone',
    ]);
  });
});
