import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const fixture = path.join(root, 'test/fixtures/wrong-numbers/result.tsx');
const kinds = { numbers: /^Numbers are written/, missing: /^What is missing/, months: /^Days become months/ };
type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];

interface Report {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

/** Folders of the pages, each with the fixture as one of its files. */
const places = ['features/home', 'charts', 'selection', 'numbers'];
let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portal-lint-'));
  cpSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  mkdirSync(path.join(folder, 'test'));
  cpSync(path.join(root, 'test/lint'), path.join(folder, 'test/lint'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const place of places) cpSync(fixture, path.join(folder, 'apps/web/src', place, 'result.tsx'));
  const text = await new Promise<string>((resolve, reject) =>
    execFile(
      process.execPath,
      [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', 'apps'],
      { cwd: folder, maxBuffer: 1e8 },
      // It ends with an error, because it finds some.
      (error, said) => (said === '' ? reject(error ?? new Error('the linter reports nothing')) : resolve(said)),
    ),
  );
  report = JSON.parse(text) as Report;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The kinds of fault found in the fixture as a file of the pages, by line. */
function faultsIn(place: string): string[] {
  return report.diagnostics
    .flatMap(({ message, code, filename, labels }) => {
      const kind = names.find((name) => code === 'house(forbidden-syntax)' && kinds[name].test(message));
      const isHere = filename === `apps/web/src/${place}/result.tsx`;
      return kind !== undefined && isHere ? [`${labels[0]?.span.line} ${kind}`] : [];
    })
    .toSorted();
}

it('numbers written outside src/numbers are lint errors, in features, kits and charts', () => {
  const expected = readFileSync(fixture, 'utf8')
    .split('\n')
    .flatMap((line, at) =>
      (line.split(' // ')[1] ?? '')
        .split(' ')
        .flatMap((kind) => (names.some((name) => name === kind) ? [`${at + 1} ${kind}`] : [])),
    )
    .toSorted();
  expect(expected.length).toBeGreaterThan(8);
  for (const place of ['features/home', 'charts', 'selection']) expect(faultsIn(place), place).toEqual(expected);
});

it('src/numbers itself may write them', () => {
  expect(report.diagnostics.some(({ filename }) => filename === 'apps/web/src/features/home/result.tsx')).toBe(true);
  expect(faultsIn('numbers')).toEqual([]);
});
