import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from './numerics/errors.ts';
import { readCsv } from '../reference/read-csv.ts';
import { type Call, runCall } from './run-calls.ts';

interface GoldenCall extends Call {
  readonly expect: Record<string, unknown>;
  readonly warning?: string;
}
interface Golden {
  readonly name: string;
  readonly csv?: string | null;
  readonly calls: readonly GoldenCall[];
}

const folders = ['goldens', 'public-data'].map((name) => new URL(`../reference/${name}/`, import.meta.url));
const goldens = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'versions.json')
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden),
);

/**
 * Patient data that may not be copied into the project is stored beside a checkout, or in the folder that HAIM_SHARED
 * names.
 */
const shared = process.env.HAIM_SHARED
  ? pathToFileURL(`${process.env.HAIM_SHARED}/`)
  : new URL('../../../../shared/', import.meta.url);

function findCsv(name: string): URL | null {
  const places = [...folders, new URL('data/', shared)].map((place) => new URL(name, place));
  return places.find((url) => existsSync(url)) ?? null;
}

/** Paths at which the two differ. NaN, undefined and null all mean "not estimable", on R's side only. */
function differences(actual: unknown, wanted: unknown, tolerance: number, path = ''): string[] {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return [`${path}: length`];
    return wanted.flatMap((item, i) => differences(actual[i], item, tolerance, `${path}[${i}]`));
  }
  if (wanted !== null && typeof wanted === 'object') {
    if (actual === null || typeof actual !== 'object') return [`${path}: ${String(actual)}, not an object`];
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences((actual as Record<string, unknown>)[key], value, toleranceOf(key, tolerance), `${path}.${key}`),
    );
  }
  const target = wanted === 'Infinity' ? Infinity : wanted === '-Infinity' ? -Infinity : wanted;
  if (typeof target === 'number' && typeof actual === 'number') {
    if (target === actual || Math.abs(actual - target) <= tolerance * Math.abs(target) + 1e-13) return [];
  } else if (target === actual) return [];
  return [`${path}: ${String(actual)}, R has ${String(wanted)}`];
}

function toleranceOf(key: string, inherited: number): number {
  return key.startsWith('zph_') || key.startsWith('profile') ? 1e-6 : inherited;
}

describe.each(goldens)('$name', ({ csv, calls }) => {
  const file = csv ? findCsv(csv) : null;
  if (csv && !file) {
    it.skip(`needs ${csv}, which is not part of the project: set HAIM_SHARED to its folder`, () => undefined);
    return;
  }
  const table = file ? readCsv(file) : {};

  it.each(calls.map((call, i) => [`${i} ${call.fn}`, call] as const))('%s', (_name, call) => {
    if (typeof call.expect.error === 'string' && call.expect.error.includes('singular')) {
      // R stops inside its solver; here nothing is estimable.
      expect(runCall(call, table)).toHaveProperty('p', null);
      return;
    }
    if ('error' in call.expect) {
      expect(() => runCall(call, table)).toThrow(StatsInputError);
      return;
    }
    const result = runCall(call, table);
    if (call.warning !== undefined) {
      // R prints whatever number its iterations stopped at; here it is null with a warning.
      expect(result).toMatchObject({ coefficients: [{ coef: null, hr: null, p: null }] });
      expect(result).toHaveProperty('warnings.0');
      const kept = ['nUsed', 'nDropped', 'events', 'ties', 'logLik', 'concordance'];
      const wanted = Object.fromEntries(kept.map((key) => [key, call.expect[key]]));
      expect(differences(result, wanted, 1e-8)).toEqual([]);
      return;
    }
    // `psColumn: "ps"` means that the values are in the table's column "ps".
    const wanted = Object.fromEntries(
      Object.entries(call.expect).map(([key, value]) =>
        key.endsWith('Column') ? [key, table[String(value)]?.map(Number)] : [key, value],
      ),
    );
    const isLargeFisher = call.fn === 'fisher' && !('oddsRatio' in call.expect);
    expect(differences(result, Array.isArray(call.expect) ? call.expect : wanted, isLargeFisher ? 1e-6 : 1e-8)).toEqual(
      [],
    );
  });
});
