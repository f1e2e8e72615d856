import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { declareStudy } from '../../modules/studies/declare-study.ts';
import { nextNumber, plantFields, plantStudy, plantWorld } from './world.fixture.ts';

/*
 * Keys are compared past row-level security: one that lacks the centre refuses what another centre has, and so tells that
 * it is there. Every key of every table with a centre to which the application adds rows is tried by raw SQL, as the
 * role of the application, with what a hundred foreign rows have and with what no row has. The keys are those of the
 * catalogue: a new one is tried without being listed.
 */

const tries = 100;

/** Keys that are not tried, each with its reason. */
const apart: Readonly<Record<string, string>> = {
  invitation_token_sha256_key: 'a hash of 32 random bytes, which nobody can name who was not given the link',
};

interface Key {
  readonly table: string;
  readonly name: string;
  readonly kind: 'f' | 'u';
  /** Without centre_id, and without what a CHECK confines. */
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let near: number;
let far: number;
let keys: readonly Key[];
let insertable: ReadonlyMap<string, readonly string[]>;
let ofCentre: ReadonlySet<string>;
let columns: ReadonlyMap<string, Column>;
/** Every list of centres that a policy or trigger reads, named as the application names it to the database. */
let rights: readonly string[];

interface Column {
  readonly type: string;
  /** A CHECK lists what it may be. */
  readonly isListed: boolean;
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const study = { name: 'S', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC', arms: [] };
  await declareStudy(database.ownerUrl, { ...study, code: 'S', centres: ['F', 'N'].map((code) => ({ code, name: code })) });
  await declareStudy(database.ownerUrl, { ...study, code: 'T', centres: [{ code: 'N', name: 'N' }] });
  await plantStudy(owner, 'S', 'canary-a');
  const { rows } = await owner.query<{ id: number; study_id: number }>(
    `select c.id, c.study_id from portal.centre c join portal.study s on s.id = c.study_id where s.code = 'S' order by c.code`,
  );
  [far, near] = [rows[0]!.id, rows[1]!.id];
  const fields = await plantFields(owner, rows[0]!.study_id, 'canary-a');
  for (const [mark, centreId] of [['canary-a', near], ['canary-b', far]] as const) {
    await plantWorld(owner, { studyId: rows[0]!.study_id, study: 'S', centreId, centre: 'x' }, mark, fields);
  }
  insertable = await columnsToInsert();
  columns = await columnsOfTables();
  rights = await listsOfCentres();
  ofCentre = await tablesOfCentres();
  keys = await keysOfCatalogue();
}, 120_000); // prettier-ignore

afterAll(async () => {
  await owner?.end();
  await database?.close();
});

/** The columns that the application may insert, of each table with a centre. */
async function columnsToInsert(): Promise<Map<string, string[]>> {
  const { rows } = await owner.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
     where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' and has_column_privilege('portal_app', c.oid, a.attnum, 'insert')
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname in ('centre_id', 'centre_ids') and not o.attisdropped)
     group by c.relname`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

async function columnsOfTables(): Promise<ReadonlyMap<string, Column>> {
  const { rows } = await owner.query<Column & { name: string }>(
    `select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type,
       exists (select from pg_constraint k where k.contype = 'c' and k.conrelid = c.oid and a.attnum = any (k.conkey)
         and pg_get_constraintdef(k.oid) like '%' || a.attname || ' = ANY (ARRAY[%') as "isListed"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r'`,
  );
  return new Map(rows.map(({ name, ...column }) => [name, column]));
}

async function listsOfCentres(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select distinct (regexp_matches(pg_get_functiondef(oid), 'app\\.\\w+_centres', 'g'))[1] as name
     from pg_proc where pronamespace = 'portal'::regnamespace and prokind = 'f'`,
  );
  return rows.map(({ name }) => name);
}

async function tablesOfCentres(): Promise<ReadonlySet<string>> {
  const { rows } = await owner.query<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' and a.attname in ('centre_id', 'centre_ids') and not attisdropped`,
  );
  return new Set(rows.map(({ name }) => name));
}

async function keysOfCatalogue(): Promise<Key[]> {
  const { rows } = await owner.query<Key>(
    `select conrelid::regclass::text as table, conname::text as name, 'f' as kind,
       array(select attname::text from unnest(conkey) with ordinality k(n, i) join pg_attribute on attrelid = conrelid and attnum = n order by i) as columns,
       confrelid::regclass::text as target,
       array(select attname::text from unnest(confkey) with ordinality k(n, i) join pg_attribute on attrelid = confrelid and attnum = n order by i) as "targetColumns"
     from pg_constraint where contype = 'f' and connamespace = 'portal'::regnamespace
     union all
     select i.indrelid::regclass::text, i.indexrelid::regclass::text, 'u',
       array(select attname::text from pg_attribute where attrelid = i.indrelid and attnum > 0 and not attisdropped
         and pg_get_indexdef(i.indexrelid) ~ ('[(, ]' || attname || '[,):]')), i.indrelid::regclass::text, '{}'
     from pg_index i join pg_class c on c.oid = i.indrelid where i.indisunique and c.relnamespace = 'portal'::regnamespace
     order by 1, 2`,
  );
  const bare = (name: string) => name.replace(/^portal\./, '').replaceAll('"', '');
  return rows.map((key) => ({ ...key, table: bare(key.table), name: bare(key.name), target: bare(key.target) }));
}

/** A key that says more than which centre it is, and is not the id by which the database names a new row. */
const isTried = ({ table, columns, name, kind, target }: Key): boolean =>
  insertable.has(table) &&
  !(name in apart) &&
  // A study, a centre and a recipe are no secret of a centre.
  ofCentre.has(target) &&
  columns.some((column) => column !== 'centre_id' && column !== 'id' && insertable.get(table)!.includes(column)) &&
  !(kind === 'u' && columns.includes('id')) &&
  // People are of a study, and who manages them sees all of its centres.
  !['membership', 'invitation'].includes(table);

type Values = Readonly<Record<string, unknown>>;

async function templateOf(table: string, centre: number): Promise<Values> {
  const has = (column: string) => columns.has(`${table}.${column}`);
  const at = has('centre_id') ? 'centre_id = $1' : '$1 = any (centre_ids)';
  // Of what is asked for, and of its list: the one to which something may still be added.
  const first = has('status') ? `order by status <> 'queued'` : has('state') ? `order by state not in ('open', 'reading')` : table === 'training_case' ? 'order by prps is not null' : '';
  const { rows } = await owner.query<{ row: Values }>(`select to_jsonb(t) as row from portal.${table} t where ${at} ${first} limit 1`, [centre]);
  return rows[0]!.row;
} // prettier-ignore

/** What could be there: another id or text. A number stays, since it counts versions and places. */
function fresh(table: string, column: string, value: unknown): unknown {
  const { type, isListed } = columns.get(`${table}.${column}`)!;
  if (type === 'uuid') return randomUUID();
  if (column === 'number') return nextNumber();
  return type === 'text' && typeof value === 'string' && !isListed ? `x${randomUUID()}` : value;
}

/** A hundred foreign rows of a table, by copies of one with other ids; no more of them than these is asked of a row. */
async function plantFar(table: string): Promise<Values[]> {
  const template = await templateOf(table, far);
  const keyed = new Set(keys.filter((key) => key.table === table && key.kind === 'u').flatMap((key) => key.columns));
  const planted: Values[] = [];
  for (let i = 0; i < tries; i += 1) {
    const row: Record<string, unknown> = { ...template };
    for (const column of keyed) {
      if (column in row && column !== 'centre_id') row[column] = fresh(table, column, row[column]);
    }
    planted.push(row);
  }
  await owner.query(
    `insert into portal.${table} overriding system value select (jsonb_populate_record(null::portal.${table}, value)).* from jsonb_array_elements($1::jsonb)`,
    [JSON.stringify(planted)],
  );
  return planted;
}

/**
 * What the database answers to each insert of the application, which is undone: a function of the role that asks, so that a
 * hundred are one trip, and of one table, so that they are planned once. Gone with the transaction.
 */
const answering = (table: string, columns: string, isDeferred: boolean) => `
  create function portal.answers_to_inserts(rows jsonb) returns text[]
  language plpgsql as $$
  declare
    given jsonb;
    answers text[] := '{}';
    broken text;
    about text;
  begin
    for given in select value from jsonb_array_elements(rows) loop
      begin
        insert into portal.${table} (${columns}) select ${columns} from jsonb_populate_record(null::portal.${table}, given);
        ${isDeferred ? 'set constraints all immediate;' : ''}
        raise exception 'added' using errcode = 'ADDED';
      exception when others then
        get stacked diagnostics broken = constraint_name, about = pg_exception_detail;
        answers := answers || case when sqlstate = 'ADDED' then 'added' else concat_ws(' ', sqlstate, broken, sqlerrm, about) end;
      end;
    end loop;
    return answers;
  end $$`;

/** The answers without the values that were named, each once. */
async function answersTo(table: string, rows: readonly Values[], named: readonly string[], isDeferred: boolean): Promise<ReadonlySet<string>> {
  const names = insertable.get(table)!.filter((column) => column in rows[0]!).map((column) => `"${column}"`).join(', ');
  await owner.query(`savepoint asked; set local session_replication_role = origin; ${answering(table, names, isDeferred)}; set local role portal_app`);
  const found = await owner.query<{ answers: string[] }>('select portal.answers_to_inserts($1) as answers', [JSON.stringify(rows)]);
  await owner.query('rollback to asked; release asked');
  return new Set(found.rows[0]!.answers.map((answer, i) => named.reduce((text, column) => text.replaceAll(String(rows[i]![column]), '?'), answer)));
} // prettier-ignore

interface Outcome {
  readonly key: string;
  readonly control: string;
  readonly foreign: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
}

async function tryKey({ table, name, kind, columns: ofKey, target, targetColumns }: Key): Promise<Outcome> {
  await owner.query('begin');
  try {
    // Every right, at home.
    await owner.query(`select set_config('app.user_id', 'x', true), set_config(name, $1, true) from unnest($2::text[]) name`, [`{${near}}`, rights]); // prettier-ignore
    // Whatever the row itself would clash with at home is out of the way.
    await owner.query('set local session_replication_role = replica');
    const own = await templateOf(table, near);
    const centre = columns.has(`${table}.centre_id`) ? 'centre_id' : 'centre_ids[1]';
    await owner.query(`delete from portal.${table} where ${centre} = ${near}`);
    // Only what is locked is signed.
    if (table === 'record_signature')
      await owner.query(`update portal.record_hold set lifted_at = null, lifted_by = null, lift_reason = null where centre_id = ${near}`); // prettier-ignore
    const keyed = kind === 'f' ? target : table;
    const foreignRows = await plantFar(keyed);
    const { rows: deferred } = await owner.query('select from pg_constraint where conname = $1 and condeferrable', [
      name,
    ]);
    const isDeferred = deferred.length > 0;
    const base: Values = { ...own, ...('id' in own ? { id: randomUUID() } : {}) };
    const [control] = await answersTo(table, [base], [], false);
    const named = ofKey.filter((column) => column !== 'centre_id' && !(column === 'id' && kind === 'f'));
    const there: Record<string, unknown>[] = [];
    const nowhere: Record<string, unknown>[] = [];
    for (const row of foreignRows) {
      const of: Record<string, unknown> = {};
      for (const column of named) of[column] = row[kind === 'f' ? targetColumns[ofKey.indexOf(column)]! : column];
      there.push({ ...base, ...of });
      for (const column of named) of[column] = fresh(table, column, of[column]);
      nowhere.push({ ...base, ...of });
    }
    return {
      key: `${table}: ${name}`,
      control: control!,
      foreign: await answersTo(table, there, named, isDeferred),
      absent: await answersTo(table, nowhere, named, isDeferred),
    };
  } finally {
    await owner.query('rollback');
  }
}

describe('a key of a table with a centre', () => {
  it('answers to what another centre has as to what nobody has', async () => {
    const tried = keys.filter(isTried);
    const outcomes: Outcome[] = [];
    for (const key of tried) outcomes.push(await tryKey(key));
    expect(outcomes.filter(({ control }) => control !== 'added').map(({ key, control }) => `${key}: ${control}`)).toEqual([]);
    const telling = outcomes.filter(({ foreign, absent }) => [...foreign].join() !== [...absent].join() || foreign.size !== 1);
    expect(telling.map(({ key, foreign, absent }) => [key, [...foreign], [...absent]])).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(30);
    process.stdout.write(`keys: ${outcomes.length} tried with ${tries} foreign and ${tries} absent names each: 0 tell\n`);
  }, 120_000); // prettier-ignore

  it('that lacks the centre is found out', async () => {
    await owner.query('create unique index tells on portal.slide_file (slide_id)');
    const [key] = (await keysOfCatalogue()).filter(({ name }) => name === 'tells');
    const { control, foreign, absent } = await tryKey(key!);
    await owner.query('drop index portal.tells');
    expect([control, foreign.size, absent.size]).toEqual(['added', 1, 1]);
    expect([...foreign][0]).toContain('duplicate key value violates unique constraint "tells"');
    expect([...absent][0]).toContain('violates foreign key constraint');
  });
});

it('a batch and a training take centres of their own study alone', async () => {
  const { rows } = await owner.query<{ id: number }>(`select id from portal.study where code = 'T'`);
  for (const table of ['inference_batch', 'training_run']) {
    const own = await templateOf(table, near);
    const answers: string[] = [];
    for (const study of [own['study_id'], rows[0]!.id, 999_999]) {
      await owner.query('begin');
      await owner.query(`select set_config('app.user_id', 'x', true), set_config('app.run_centres', $1, true), set_config('app.training_centres', $1, true)`, [`{${near}}`]); // prettier-ignore
      answers.push(...(await answersTo(table, [{ ...own, id: randomUUID(), study_id: study }], [], false)));
      await owner.query('rollback');
    }
    const refused = expect.stringContaining('new row violates row-level security policy') as string;
    expect([table, ...answers]).toEqual([table, 'added', refused, refused]);
  }
});
