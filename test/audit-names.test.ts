import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forms } from '@haim/schema';
import { expect, it } from 'vitest';
import { portalTables, studyTables } from '../apps/web/src/forms/audit-tables.ts';

const folder = join(import.meta.dirname, '../migrations');
const camelCase = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Tables that a migration lets write to the audit trail. */
const audited = new Set(
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(/audit_rows(?:_of_study)?\('([a-z_]+)'/g),
      ...text.matchAll(/create trigger audit\w* after [a-z ]+ on portal\.([a-z_]+)/g),
    ])
    .map(([, name]) => camelCase(name!)),
);

it('every table of the audit trail has a name on its page', () => {
  const named = new Set<string>([...forms.map(({ name }) => name), ...studyTables, ...portalTables]);
  expect(audited.size).toBeGreaterThan(20);
  expect([...audited].filter((name) => !named.has(name))).toEqual([]);
});
