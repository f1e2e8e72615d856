import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareStudy, studyDeclaration } from '../modules/studies/declare-study.ts';
import { openDatabaseForTests } from './database.fixture.ts';

/** Tables with a centre or a study whose rows nobody enters or corrects, each with what stands in the trail instead. */
const withoutEntries: Readonly<Record<string, string>> = {
  audit_entry: 'the trail itself',
  patient_identity_change: 'values of the trail itself',
  audit_register: 'of the trail itself: where its entries are found, compared with them by portal audit verify',
  former_code: 'written with the correction of a code, which is audited',
  removed_record: 'what was removed, whose removal is audited',
  record_save: 'that a save was stored, which is audited itself',
  slide_upload: 'what an upload adds is audited as slide and file',
  roi_version: 'only added to; the outline that it is of is audited',
  inference_patches: 'part of a result, whose run is audited',
  judged_patches: 'what a run found before its end, which is audited',
  sensitivity_values: 'part of a result, whose run is audited',
  inference_batch_run: 'the list of a batch, which is audited with its runs',
  training_case: 'the list of a training, which is audited',
  invitation: 'has the hash of a secret; invited, accepted and revoked are events',
  frozen_subject: 'kept by a snapshot',
  data_import_part: 'what an import did with records, each of which is audited',
  snapshot: 'only added to, with an event that says by whom and why',
  snapshot_subject: 'kept by a snapshot',
  snapshot_recipe_subject: 'kept by a snapshot',
  frozen_part: 'kept by a snapshot',
  snapshot_part: 'kept by a snapshot',
  study_version: 'a counter of changes',
  study_touched: 'a note of the present transaction',
  subject_touched: 'a note of the present transaction',
  saved_cohort_version: 'a copy of each state of a cohort, which is audited',
  saved_cohort_patient: 'the patients of a version of a cohort, which is audited with their number',
  saved_cohort_stamp: 'a counter of changes',
  study_eligibility_version: 'a copy of each state of the criteria, which is audited',
  study_field_version: 'a copy of each published state of a field, which is audited',
  quality_finding: 'derived from records',
  quality_found: 'derived from records',
  quality_query: 'written with the query of a rule, which is audited',
  subject: 'derived from records',
  subject_removed: 'derived from records',
};

/** Columns that say which row it is, or that the portal keeps for itself. */
const notEntered = [
  'id',
  'version',
  'updated_at',
  'updated_by',
  'created_at',
  'derived_response',
  'derived_rule',
  // They follow from the dates of an adverse event.
  'started_day',
  'resolved_day',
  'place',
];

/** Two values of each type, the second of which is another. */
const valuesOf: Readonly<Record<string, readonly [string, string]>> = {
  text: [`'a'`, `'b'`],
  int2: ['1', '2'],
  int4: ['1', '2'],
  int8: ['1', '2'],
  float8: ['1.5', '2.25'],
  numeric: ['1.5', '2.25'],
  bool: ['false', 'true'],
  date: [`'2024-02-28'`, `'2024-02-29'`],
  timestamptz: [`'2024-02-28T08:00:00Z'`, `'2024-02-29T08:00:00Z'`],
  uuid: [`'00000000-0000-4000-8000-000000000001'`, `'00000000-0000-4000-8000-000000000002'`],
  jsonb: [`'{"a": 1}'`, `'{"a": 2}'`],
  bytea: [`'\\x01'`, `'\\x02'`],
  _text: [`'{a}'`, `'{b}'`],
  _bool: [`'{f}'`, `'{t}'`],
  _date: [`'{2024-02-28}'`, `'{2024-02-29}'`],
  _int4: [`'{1}'`, `'{2}'`],
  _float8: [`'{1.5}'`, `'{2.25}'`],
  _uuid: [`'{00000000-0000-4000-8000-000000000001}'`, `'{00000000-0000-4000-8000-000000000002}'`],
};

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let columns: readonly ColumnRow[];
const ids = { study: 0, centres: [0, 0] as [number, number] };

beforeAll(async () => {
  database = await openDatabaseForTests();
  const centres = ['C1', 'C2'].map((code) => ({ code, name: code }));
  const study = { code: 'S', name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null };
  await declareStudy(database.ownerUrl, studyDeclaration.parse({ ...study, arms: [], centres }));
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const found = await owner.query<{ id: number; study_id: number }>(
    'select id, study_id from portal.centre order by id',
  );
  ids.study = found.rows[0]!.study_id;
  ids.centres = [found.rows[0]!.id, found.rows[1]!.id];
  ({ rows: columns } = await owner.query<ColumnRow>(
    `select c.relname as table, a.attname as column, t.typname as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     join pg_type t on t.oid = a.atttypid
     where n.nspname = 'portal' and c.relkind = 'r'
       and (c.relname = 'study' or exists (
         select from pg_attribute k where k.attrelid = c.oid and k.attname in ('centre_id', 'study_id')))
     order by 1, a.attnum`,
  ));
});

afterAll(async () => {
  await owner?.end();
  await database?.close();
});

const tables = () => [...new Set(columns.map(({ table }) => table))];

/** The value of a column before and after: of a study or a centre there are only the real ones. */
function pairOf({ table, column, type }: ColumnRow): readonly [string, string] {
  if (column === 'centre_id') return [String(ids.centres[0]), String(ids.centres[1])];
  if (column === 'study_id') return [String(ids.study), String(ids.study)];
  // Given by whoever adds one; the first is there.
  if (table === 'recipe' && column === 'id') return ['9', '9'];
  if (column === 'status') return [`'queued'`, `'done'`];
  if (column === 'state') return [`'draft'`, `'retired'`];
  const pair = valuesOf[type];
  if (!pair) throw new Error(`no values for ${table}.${column} of type ${type}`);
  return pair;
}

/** Changes one column of one row of its table and returns what the trail got by it; nothing stays. */
async function entriesOfChange(changed: ColumnRow): Promise<object[]> {
  const { table, column } = changed;
  const own = columns.filter((other) => other.table === table);
  // Runs are audited when they end.
  const ends = own.some((other) => other.column === 'status') && column !== 'status' ? `, status = 'done'` : '';
  const generated = table !== 'recipe' && own.some((other) => other.column === 'id' && other.type.startsWith('int'));
  const written = own.filter((other) => !(generated && other.column === 'id'));
  await owner.query('begin');
  try {
    // The trail does not ask whether a value is sensible, and neither does this: rules on values stand aside.
    const rules = await owner.query<{ name: string }>(
      `select conname as name from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f', 'x')`,
      [`portal.${table}`],
    );
    for (const { name } of rules.rows)
      await owner.query(`alter table portal.${table} drop constraint "${name}" cascade`);
    const others = await owner.query<{ name: string }>(
      `select tgname as name from pg_trigger t join pg_proc p on p.oid = t.tgfoid
       where tgrelid = $1::regclass and not tgisinternal and p.proname not like 'write\\_audit%'`,
      [`portal.${table}`],
    );
    for (const { name } of others.rows) await owner.query(`alter table portal.${table} disable trigger "${name}"`);
    for (const [name, value] of [
      ['user_id', 'u7'],
      ['user_name', 'Una'],
      ['reason', 'misread'],
      ['request_id', 'r9'],
    ]) {
      await owner.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    }
    await owner.query(
      `insert into portal.${table} (${written.map((other) => `"${other.column}"`).join(', ')})
       overriding system value values (${written.map((other) => pairOf(other)[0]).join(', ')})`,
    );
    const { rows: last } = await owner.query<{ id: string }>('select max(id) as id from portal.audit_entry');
    // One row alone: studies and centres that are declared stay as they are.
    const which = generated ? `id = (select max(id) from portal.${table})` : written.slice(0, 4).map((o) => `"${o.column}" is not distinct from ${pairOf(o)[0]}`).join(' and '); // prettier-ignore
    const updated = await owner.query(
      `update portal.${table} set "${column}" = ${pairOf(changed)[1]}${ends} where ${which}`,
    );
    if (updated.rowCount !== 1) throw new Error(`${table}: ${updated.rowCount} rows were changed`);
    // Fields that a study adds to a form are named one by one.
    const [isOwn, isReason] = [column === 'own', column === 'missing'];
    // So are the reasons for which values are missing, under the field with `missing_` before it.
    const entered = isReason ? 'missing_a' : isOwn ? 'a' : column;
    const stored = (value: string) =>
      isOwn || isReason ? `${value}::jsonb -> 'a'` : `to_jsonb(${value}::${changed.type})`;
    const { rows } = await owner.query<object>(
      `select action, form, user_id, user_name, reason, request_id, study_id, centre_id, at > now() - interval '1 minute' as is_now,
         changes -> $2 as change, (${stored(pairOf(changed)[0])} = values -> $2 -> 0) as was,
         (${stored(pairOf(changed)[1])} = values -> $2 -> 1) as becomes
       -- The values of an identity are apart.
       from (
         select a.*, coalesce(i.changes, a.changes) as values
         from portal.audit_entry a left join portal.patient_identity_change i on i.entry_id = a.id
       ) entry where id > $1`,
      [last[0]!.id, entered],
    );
    return rows;
  } finally {
    await owner.query('rollback');
  }
}

describe('the audit trail', () => {
  it('knows every table with a centre or a study, and why some have no entries', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       join pg_proc p on p.oid = t.tgfoid where p.proname like 'write\\_audit%' and t.tgenabled <> 'D'`,
    );
    const audited = rows.map(({ name }) => name);
    expect(tables().filter((name) => !audited.includes(name))).toEqual(Object.keys(withoutEntries).toSorted());
  });

  it('has exactly one entry for every column of every other table, with who, where, when, old, new, why and request', async () => {
    const walked = columns.filter(
      ({ table, column }) => !(table in withoutEntries) && !notEntered.includes(column) && column !== 'study_id',
    );
    expect(walked.length).toBeGreaterThan(180);
    for (const one of walked) {
      const centre = columns.some(({ table, column }) => table === one.table && column === 'centre_id');
      const entries = await entriesOfChange(one);
      expect([`${one.table}.${one.column}`, entries]).toEqual([
        `${one.table}.${one.column}`,
        [
          expect.objectContaining({
            action: 'correct',
            form: one.table,
            user_id: 'u7',
            user_name: 'Una',
            reason: 'misread',
            request_id: 'r9',
            is_now: true,
            was: true,
            becomes: true,
            ...(one.table === 'study' ? {} : { study_id: ids.study }),
            ...(centre ? { centre_id: one.column === 'centre_id' ? ids.centres[1] : ids.centres[0] } : {}),
          }),
        ],
      ]);
    }
  }, 120_000);
});

describe('append-only', () => {
  const attempts = [
    `update portal.audit_entry set reason = 'x'`,
    `delete from portal.audit_entry`,
    `truncate portal.audit_entry`,
    `insert into portal.audit_entry (user_id, user_name, action, form, changes) values ('x', 'x', 'create', 'x', '{}')`,
    `copy portal.audit_entry (user_id, user_name, action, form, changes) from program 'true'`,
    `alter table portal.audit_entry disable trigger all`,
    `alter table portal.audit_entry add column x int`,
    `alter table portal.audit_entry no force row level security`,
    `alter table portal.baseline disable trigger audit_added`,
    `drop trigger audit on portal.membership`,
    `drop table portal.audit_entry`,
    `set session_replication_role = replica`,
    `update portal.audit_seal set sequence = 0`,
    `delete from portal.audit_seal`,
    `truncate portal.audit_seal`,
    `insert into portal.audit_seal (chain, sequence, entry_id, hash) values (0, 1, 1, sha256(''))`,
    `delete from portal.audit_unsealed`,
    `insert into portal.audit_unsealed values (1)`,
    `create or replace function portal.write_audit_of_changed() returns trigger language plpgsql as 'begin return null; end'`,
    `create or replace function portal.seal_audit(most int) returns int language sql as 'select 0'`,
  ];

  it.each(['appUrl', 'workerUrl', 'authUrl'] as const)('is refused to the role of %s by every way', async (url) => {
    const client = new Client({ connectionString: database[url] });
    await client.connect();
    try {
      const succeeded = [];
      for (const sql of attempts) {
        const message = await client.query(sql).then(
          () => 'succeeded',
          (error: Error) => error.message,
        );
        if (!/permission denied|must be owner|row-level security/.test(message)) succeeded.push([sql, message]);
      }
      expect(succeeded).toEqual([]);
    } finally {
      await client.end();
    }
  });

  it('holds for a superuser too until the guard is taken off, even past the other triggers', async () => {
    for (const replica of [false, true]) {
      await owner.query(`set session_replication_role = ${replica ? 'replica' : 'origin'}`);
      for (const table of ['audit_entry', 'audit_seal']) {
        for (const sql of [
          `delete from portal.${table}`,
          `truncate portal.${table}`,
          `update portal.${table} set ${table === 'audit_seal' ? 'hash = hash' : 'reason = reason'}`,
        ]) {
          // prettier-ignore
          await expect(owner.query(sql)).rejects.toThrow('the audit trail is only added to');
        }
      }
    }
    await owner.query('set session_replication_role = origin');
  });
});
