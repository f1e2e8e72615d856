// Rewrites the table of methods in README.md from the reference calls: node --import ./bin/typescript.mjs packages/stats/reference/write-readme-table.ts
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Call, runCall } from '../src/index.ts';
import { readCsv } from './read-csv.ts';
import { type MethodRow } from './method-row.ts';
import { methods } from './methods.ts';

const folders = ['./goldens/', './public-data/'].map((name) => new URL(name, import.meta.url));
const readme = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- The table is written by reference/write-readme-table.ts. -->';
const END = '<!-- End of the table. -->';
/** Below this, both numbers count as zero. */
const NOTHING = 1e-13;

interface Ran {
  readonly call: Call;
  readonly wanted: unknown;
  readonly actual: unknown;
}

/** Every reference call that R answers, with our answer; calls on tables outside the project are left out. */
function runReferences(): Ran[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json') && name !== 'versions.json')
      .map((name) => ({ folder, name })),
  );
  return files.flatMap(({ folder, name }) => {
    const { csv, calls } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
      csv?: string | null;
      calls: (Call & { expect: object; warning?: string })[];
    };
    if (csv && !existsSync(new URL(csv, folder))) return [];
    const table = csv ? readCsv(new URL(csv, folder)) : {};
    return calls
      .filter((call) => !('error' in call.expect) && call.warning === undefined)
      .map((call) => ({ call, wanted: call.expect, actual: runCall(call, table) }));
  });
}

/** Largest relative difference below the wanted keys (all keys if none are named). */
function largestDifference(actual: unknown, wanted: unknown, keys: readonly string[] | undefined): number {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(actual) ? actual : [];
    return Math.max(0, ...wanted.map((item, i) => largestDifference(list[i], item, keys)));
  }
  if (wanted !== null && typeof wanted === 'object') {
    const own = (actual ?? {}) as Record<string, unknown>;
    return Math.max(
      0,
      ...Object.entries(wanted).map(([key, item]) => {
        const isOwn = keys === undefined || keys.includes(key);
        return isOwn || key === 'groups' ? largestDifference(own[key], item, isOwn ? undefined : keys) : 0;
      }),
    );
  }
  if (typeof wanted !== 'number' || typeof actual !== 'number') return 0;
  const difference = Math.abs(actual - wanted);
  return difference <= NOTHING ? 0 : difference / Math.abs(wanted);
}

function comparedWith({ calls, reference }: MethodRow, ran: readonly Ran[]): [string, string] {
  if (reference !== undefined) return [`\`${reference}\``, ''];
  if (calls === undefined) return ['', ''];
  const own = ran.filter(({ call, wanted }) => {
    if (call.fn !== calls.fn || (calls.having !== undefined && !(calls.having in call.args))) return false;
    return calls.keys === undefined || calls.keys.some((key) => JSON.stringify(wanted).includes(`"${key}":`));
  });
  const largest = Math.max(0, ...own.map(({ actual, wanted }) => largestDifference(actual, wanted, calls.keys)));
  return [
    `${own.length} ${own.length === 1 ? 'call' : 'calls'}`,
    largest === 0 ? '0' : `1e${Math.ceil(Math.log10(largest))}`,
  ];
}

/** The table, with columns padded as the formatter pads them. */
export function renderTable(): string {
  const ran = runReferences();
  const lines = methods.map((row) => {
    const [compared, seen] = comparedWith(row, ran);
    const functions = row.functions.map((name) => `\`${name}\``).join(', ');
    return [row.method, functions, row.source, row.inR, compared, seen, row.tolerance];
  });
  const head = ['Method', 'Function', 'Source', 'Equals in R', 'Compared in', 'Below', 'Tolerance'];
  const widths = head.map((name, k) => Math.max(...[head, ...lines].map((line) => line[k]?.length ?? 0), name.length));
  const draw = (cells: readonly string[]) => `| ${cells.map((cell, k) => cell.padEnd(widths[k] ?? 0)).join(' | ')} |`;
  return [draw(head), draw(widths.map((width) => '-'.repeat(width))), ...lines.map(draw)].join('\n');
}

/** README.md as it is and as it should be. */
export function compareReadme(): { found: string; wanted: string } {
  const found = readFileSync(readme, 'utf8');
  const [before, rest = ''] = found.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error('README.md lacks the marks between which the table stands');
  return { found, wanted: `${before}${BEGIN}\n\n${renderTable()}\n\n${END}${after}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(readme, compareReadme().wanted);
