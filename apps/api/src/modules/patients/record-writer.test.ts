import { forms } from '@haim/schema';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tableOf } from '../../db/entity-from-form.ts';

const source = join(import.meta.dirname, '../..');
const tables = ['patient', ...forms.map(tableOf)];
/** SQL that writes a table of patients or records, whether the name is literal or interpolated. */
const writes = new RegExp(
  `(insert into|update|delete from|merge into|truncate)\\s+portal\\.("?(${tables.join('|')})"?\\b(?!_)|"?\\$\\{tableOf)`,
  'i',
);
/** A query builder or repository of TypeORM that writes. */
const built =
  /\.(insert|update|upsert|delete|softDelete)\(\)|\.getRepository\(|manager\.(save|insert|update|upsert|remove)\(/;

const writers = globSync('**/*.ts', { cwd: source })
  .filter((file) => !/\.(test|fixture)\.ts$/.test(file))
  .filter((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return writes.test(text) || built.test(text);
  });

it('is the only writer of clinical rows, apart from their removal, derived responses and generated patients', () => {
  expect(writers.toSorted()).toEqual([
    'demonstration/seed-study.ts',
    'modules/patients/derive-responses.ts',
    'modules/patients/record-remover.ts',
    'modules/patients/record-writer.ts',
  ]);
});

it.each([
  'insert into portal.patient (centre_id) values (1)',
  'update portal."baseline" set cirrhosis = true',
  'delete from portal.tumour_assessment',
  'insert into portal."${tableOf(form)}" (id)',
])('would be seen elsewhere: %s', (sql) => expect(writes.test(sql)).toBe(true));

it.each([
  'insert into portal.slide_file (id)',
  'update portal.slide_upload set state = 1',
  'select from portal.patient',
])('is not meant by: %s', (sql) => expect(writes.test(sql)).toBe(false));
