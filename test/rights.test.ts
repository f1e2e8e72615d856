import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { roleNames } from '../packages/schema/src/index.ts';

const root = join(import.meta.dirname, '..');

const quoted = `['"\`](?:${roleNames.join('|')})['"\`]`;

/** `role === 'staff'`, `'staff' != x.role`, `case 'staff':`, `['staff', …].includes(role)`. */
const comparison = new RegExp(
  [`[=!]==? *${quoted}`, `${quoted} *[=!]==?`, `case ${quoted}`, `${quoted}[^\\]]*\\]\\.includes`].join('|'),
);

const compared = (text: string): string[] => text.split('\n').filter((line) => comparison.test(line));

it('nothing compares the name of a role: rights are asked for', () => {
  const files = globSync('{apps/*,packages/*}/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.(test|fixture)\.tsx?$|graphql\/generated\//.test(file),
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    compared(readFileSync(join(root, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

it.each([
  `return asker.studies.some(({ role }) => role === 'administrator');`,
  `writeCentres: role === 'investigator' ? [] : centres,`,
  `if ("monitor" != role) refuse();`,
  `    case 'staff':`,
  `['administrator', 'staff'].includes(role)`,
])('would find %s', (line) => {
  expect(compared(line)).toEqual([line]);
});
