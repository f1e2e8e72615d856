import { type AuditKind, auditKinds, changeKinds } from '@haim/schema';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { AccountDirectory } from '../auth/index.ts';
import { declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { StudyService } from '../studies/index.ts';
import { AuditFilter } from './audit.input.ts';
import { AuditHeads } from './audit-heads.ts';
import { type Query, registerEntries, sealEntries } from './audit-sealer.ts';
import { AuditService } from './audit.service.ts';
import { verifyAudit } from './verify-audit.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let app: DataSource;
let audit: AuditService;
let heads: AuditHeads;
let people: readonly Asker[];
const ids: Record<string, number> = {};

const query: Query = async <Row>(sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows as Row[];

/** Numbers below `n`, the same from the same seed: mulberry32. */
function draws(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** Rows of a made trail: two studies, four centres, times that repeat and do not follow the ids, rare and common values. */
const added = (seed: number, n: number) =>
  query(
    `with drawn as (
       select n, (hashint8extended(n, $1) & 9223372036854775807) as h from generate_series(1, $2::int) n
     )
     insert into portal.audit_entry (at, user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, changes)
     select timestamptz '2026-01-01 00:00Z' + (h % 400) * interval '1 minute' + (n / 100) * interval '7.000001 minutes',
       'u' || h / 7 % 3, 'U', (array['create', 'create', 'correct', 'delete', 'invited'])[1 + h / 11 % 5],
       case when h / 11 % 5 < 4 or h / 13 % 2 = 0 then (array['baseline', 'patient', 'centre'])[1 + h / 13 % 3] end, gen_random_uuid(),
       case when h / 17 % 5 > 0 then gen_random_uuid() end, c.id, s.id,
       (array[null, null, 'Misread 100% of the scan', 'ΜΙΚΡΟΣ a_b ' || n, '误读 ' || h / 19 % 50])[1 + h / 23 % 5],
       jsonb_build_object('sex', 1) - case when h / 29 % 3 = 0 then 'sex' else '' end
         || case when h / 31 % 900 = 0 then '{"afp_ng_ml": [1, 2]}' else '{}' end::jsonb
         || case when h / 37 % 9 = 0 then '{"missing_afpNgMl": [1, 2], "own_x": [null, 3]}' else '{}' end::jsonb
     from drawn
     join portal.study s on s.code = case when h / 41 % 6 = 0 then 'T' else 'S' end
     left join portal.centre c on c.study_id = s.id and c.code = s.code || h / 43 % 4`,
    [seed, n],
  );

async function registerAll(): Promise<number> {
  let batches = 0;
  for (let more = 1; more > 0; batches += more) more = await registerEntries(query, 3);
  return batches;
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  const study = { name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null, arms: [] };
  for (const code of ['S', 'T']) {
    const centres = [0, 1, 2].map((place) => ({ code: `${code}${place}`, name: code }));
    await declareStudy(database.ownerUrl, studyDeclaration.parse({ ...study, code, centres }));
  }
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  app = openDataSource(database.appUrl);
  await app.initialize();
  for (const { code, id } of await query<{ code: string; id: number }>('select code, id from portal.centre union all select code, id from portal.study')) ids[code] = id; // prettier-ignore
  const member = (role: 'monitor' | 'staff', ...centres: string[]): Asker => {
    const readCentres = centres.map((code) => ids[code]!);
    const access = { studyId: ids['S']!, studyCode: 'S', role, readCentres, writeCentres: [] };
    return { userId: role, name: role, email: '', requestId: 'r', studies: [access] };
  };
  // One who reads all of it, two whom it is closed to as a whole.
  people = [member('monitor', 'S0', 'S1', 'S2'), member('staff', 'S1'), member('monitor', 'S0', 'S2')];
  const db = new StudyDb(app);
  heads = new AuditHeads(mkdtempSync(path.join(os.tmpdir(), 'audit-heads-')));
  audit = new AuditService(db, new StudyService(db), heads, new AccountDirectory(null));
}, 120_000);

afterAll(async () => {
  await app?.destroy();
  await owner?.end();
  await database?.close();
});

/** What the filter means, over the trail itself and past row-level security. */
async function expected(place: number, filter: AuditFilter): Promise<string[]> {
  const whole = place === 0;
  const kinds = filter.kinds.filter((kind) => whole || (changeKinds as readonly AuditKind[]).includes(kind));
  const columns: Record<string, string> = { afpNgMl: 'afp_ng_ml' };
  const part = filter.reason?.trim().replaceAll(/[\\%_]/g, String.raw`\$&`);
  const rows = await query<{ id: string }>(
    `select a.id::text as id from portal.audit_entry a left join portal.centre c on c.id = a.centre_id
     where a.study_id = $1 and ($2 or (a.patient_id is not null and a.centre_id = any ($3))) and a.action = any ($4)
       and ($5::text is null or jsonb_exists(a.changes, $5)) and ($6::text is null or a.user_id = $6)
       and ($7::text is null or a.form = $7) and ($8::text is null or c.code = $8)
       and ($9::timestamptz is null or a.at >= $9) and ($10::timestamptz is null or a.at < $10) and ($11::text is null or a.reason ilike $11)
     order by a.at desc, a.id desc`,
    [ids['S'], whole, people[place]!.studies[0]!.readCentres, kinds, filter.field ? columns[filter.field] ?? filter.field : null,
      filter.userId, filter.form, filter.centre, filter.from, filter.before, part ? `%${part}%` : null],
  ); // prettier-ignore
  return rows.map(({ id }) => id);
}

describe('pages of the audit by a field or a part of a reason', () => {
  it('are those of the plain filter, for everybody, of registered, sealed and unsealed entries', async () => {
    await added(1, 11_000);
    await sealEntries(query);
    expect(await registerAll()).toBe(2);
    await added(2, 700);
    await sealEntries(query);
    await added(3, 300);
    const draw = draws(20261129);
    const one = <T>(...of: readonly T[]): T => of[draw(of.length)]!;
    let long = 0;
    for (let round = 0; round < 30; round += 1) {
      const [field, reason] = one<readonly [string | null, string | null]>(
        ['afpNgMl', null], ['afpNgMl', null], ['sex', null], ['missing_afpNgMl', null], ['own_x', null], ['absent', null],
        [null, 'MISREAD'], [null, '0% of'], [null, 'A_B 77'], [null, 'a%b'], [null, '误读 7'], [null, 'ικροσ A'], [null, 'absent'],
        ['sex', 'a_b 5'], ['afpNgMl', ' scan '],
      ); // prettier-ignore
      const place = one(0, 0, 1, 2);
      const filter = Object.assign(new AuditFilter(), {
        field,
        reason,
        kinds: one<readonly AuditKind[]>(auditKinds, changeKinds, changeKinds, ['correct'], ['delete', 'invited']),
        userId: one(null, null, 'u1', 'absent'),
        form: one(null, null, null, 'baseline', 'centre'),
        centre: one(null, null, null, place === 1 ? 'S1' : 'S2'),
        from: one(null, null, new Date('2026-01-01T09:00:00Z')),
        before: one(null, null, new Date('2026-01-01T12:00:00Z')),
      });
      const ctx = { asker: people[place]!, requestId: '' };
      const all = await expected(place, filter);
      expect(await audit.count(ctx, 'S', filter)).toBe(all.length);
      const first = one(1, 7, 50, 200);
      const seen: string[] = [];
      for (let pages = 0, after: string | null = null; pages < 4; pages += 1, after = seen.at(-1) ?? null) {
        const page = await audit.page(ctx, 'S', { filter, first, after });
        seen.push(...page.map(({ id }) => id));
        if (page.length < first) break;
      }
      expect([filter, seen]).toEqual([filter, all.slice(0, Math.max(seen.length, Math.min(all.length, first)))]);
      // From anywhere in the middle, too.
      if (all.length < 250) continue;
      long += 1;
      const from = draw(all.length - 10);
      const page = await audit.page(ctx, 'S', { filter, first: 200, after: all[from]! });
      expect(page.map(({ id }) => id)).toEqual(all.slice(from + 1, from + 201));
    }
    expect(long).toBeGreaterThan(1);
  });
});

describe('the register of the trail', () => {
  it('shows a reader of records the slices of own centres, and nothing that is not of a record', async () => {
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    await client.query(`select set_config('app.user_id', 'x', false), set_config('app.read_centres', $1, false)`, [`{${ids['S1']}}`]); // prettier-ignore
    const { rows } = await client.query('select distinct centre_id, of_records from portal.audit_register');
    await expect(client.query(`delete from portal.audit_register`)).rejects.toThrow('permission denied');
    await expect(client.query(`select portal.audit_register_of(0, 0)`)).rejects.toThrow('permission denied');
    await client.end();
    expect(rows).toEqual([{ centre_id: ids['S1'], of_records: true }]);
  });

  const verified = async () => {
    for await (const { fault } of verifyAudit(query, heads, 'S')) return fault;
    return undefined;
  };

  it('is compared with the entries by verify, which finds the first batch that is not theirs', async () => {
    const chain = ids['S']!;
    expect(await verified()).toBeNull();
    await query('create temp table kept as select * from portal.audit_register');
    for (const [batch, sql] of [
      [1, `update portal.audit_register set entry_ids = entry_ids[2:] where chain = ${chain} and batch = 1 and field = 'afp_ng_ml'`],
      [0, `delete from portal.audit_register where chain = ${chain} and batch = 0 and reasons like '%misread%'`],
      [1, `update portal.audit_register set centre_id = 0 where chain = ${chain} and batch = 1 and field = 'sex'`],
      [1, `insert into portal.audit_register select * from kept where chain = ${chain} and batch = 1 and field = 'afp_ng_ml'`],
      [2, `update portal.audit_registered set batches = 3 where chain = ${chain}`],
      [1, `update portal.audit_registered set batches = 1 where chain = ${chain}`],
    ] as const) {
      expect((await owner.query(sql)).rowCount).toBeGreaterThan(0);
      const which = `entries ${batch * 4096 + 1} to ${batch * 4096 + 4096}`;
      expect([sql, await verified()]).toEqual([sql, { sequence: null, what: `the register of ${which} is not what they say: it has to be written anew` }]);
      await query('delete from portal.audit_register');
      await query('insert into portal.audit_register select * from kept');
      await query('update portal.audit_registered set batches = 2');
    }
    expect(await verified()).toBeNull();
  }); // prettier-ignore

  it('is written anew once it was emptied, and pages are right meanwhile', async () => {
    const filter = Object.assign(new AuditFilter(), { field: 'afpNgMl', kinds: auditKinds });
    const page = async () =>
      (await audit.page({ asker: people[0]!, requestId: '' }, 'S', { filter, first: 200, after: null })).map(({ id }) => id);
    const before = await page();
    await query('delete from portal.audit_register');
    await query('delete from portal.audit_registered');
    expect(await page()).toEqual(before);
    expect(await registerAll()).toBe(2);
    expect(await page()).toEqual(before);
    // More than are looked at one by one: the plain filter answers.
    await query('insert into portal.audit_unsealed select -n from generate_series(1, 20001) n');
    expect(await page()).toEqual(before);
  }); // prettier-ignore
});
