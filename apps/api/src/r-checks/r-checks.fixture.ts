import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Checked } from './r-checks.ts';

export interface MadeFolder {
  readonly folder: string;
  readonly remove: () => void;
}

export function madeFolder(): MadeFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'r-checks-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A program in the place of Rscript: it says which R it is, and does with a script what `does` says. */
export function standIn(folder: string, does: string): string {
  const file = path.join(folder, 'Rscript.mjs');
  const lines = [
    `#!${process.execPath}`,
    `import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';`,
    `if (process.argv.includes('-e')) { console.log('4.5.1\\nsurvival 3.8-3'); process.exit(0); }`,
    does,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o700);
  return file;
}

/** Data of three patients, and a script of which R agrees with as many numbers as its own mean and sum are. */
export function made(script: string): Checked {
  return { name: 'values', data: 'value\n1\n2\n6\n', rows: 3, script };
}
