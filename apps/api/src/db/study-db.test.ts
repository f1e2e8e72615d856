import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { loadDemonstration } from '../demonstration/load-demonstration.ts';
import { addMembership } from '../modules/studies/declare-study.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { openDataSource } from './data-source.ts';
import { StudyDb } from './study-db.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let nfh: Asker;
let fahsyu: Asker;

async function member(userId: string, role: 'staff' | 'investigator', centre: string | null): Promise<Asker> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role, centre });
  return { userId, name: userId, email: '', studies: await readAccess(pool, userId) };
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  // Two connections for many askers: anything one leaves behind, another would find.
  pool = openDataSource(database.appUrl, 2);
  await pool.initialize();
  db = new StudyDb(pool);
  nfh = await member('nfh', 'staff', 'NFH');
  fahsyu = await member('fahsyu', 'staff', 'FAHSYU');
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const centresSeen = (asker: Asker) =>
  db.read(asker, async (tx) => {
    const rows = await tx.rows<{ centre: string }>('select distinct centre from portal.subject');
    return rows.map(({ centre }) => centre);
  });

describe('access to rows by centre', () => {
  it('shows each centre only its own patients, whatever the statement', async () => {
    expect(await centresSeen(nfh)).toEqual(['NFH']);
    expect(await centresSeen(fahsyu)).toEqual(['FAHSYU']);
    const stranger = await member('nobody', 'investigator', null).then((asker) => ({ ...asker, studies: [] }));
    expect(await centresSeen(stranger)).toEqual([]);
  });

  it('shows nothing without an asker', async () => {
    expect(await pool.query('select count(*)::int as n from portal.patient')).toEqual([{ n: 0 }]);
  });

  it('carries no identity from one transaction to the next on the same connection', async () => {
    const askers = [nfh, fahsyu];
    const seen = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        const asker = askers[i % 2]!;
        if (i % 7 === 0) await db.read(asker, (tx) => tx.rows('select 1 / 0')).catch(() => null);
        return { asked: asker === nfh ? 'NFH' : 'FAHSYU', got: await centresSeen(asker) };
      }),
    );
    expect(seen.filter(({ asked, got }) => got.length !== 1 || got[0] !== asked)).toEqual([]);
  });

  it('refuses to write for another centre, even if the code forgets to check', async () => {
    const [foreign] = await db.read(fahsyu, (tx) =>
      tx.rows<{ id: string; centre_id: number }>('select id, centre_id from portal.patient limit 1'),
    );
    await expect(
      db.write(nfh, null, (tx) =>
        tx.rows(`insert into portal.patient (centre_id, code, updated_by) values ($1, 'X-1', 'nfh')`, [
          foreign!.centre_id,
        ]),
      ),
    ).rejects.toThrow(/row-level security/);
    const changed = await db.write(nfh, 'try', (tx) =>
      tx.rows(`with hit as (update portal.patient set code = 'X-2' where id = $1 returning 1) select * from hit`, [
        foreign!.id,
      ]),
    );
    expect(changed).toEqual([]);
  });
});

describe('the audit trail', () => {
  it('records author, old and new values and reason, in the transaction of the change', async () => {
    const [row] = await db.write(nfh, 'misread', (tx) =>
      tx.rows<{ id: string }>(
        `with hit as (
           update portal.baseline set tumour_size_mm = 77.5 where id = (select id from portal.baseline order by id limit 1) returning id
         ) select id from hit`,
      ),
    );
    const [entry] = await db.read(nfh, (tx) =>
      tx.rows<{ changes: object; user_id: string; reason: string; action: string }>(
        'select * from portal.audit_entry where record_id = $1 order by id desc limit 1',
        [row!.id],
      ),
    );
    expect(entry).toMatchObject({ user_id: 'nfh', reason: 'misread', action: 'correct' });
    expect(entry!.changes).toEqual({ tumour_size_mm: [expect.any(Number), 77.5] });
  });

  it('is rolled back with the change', async () => {
    const count = () =>
      db.read(nfh, (tx) => tx.rows<{ n: number }>('select count(*)::int as n from portal.audit_entry'));
    const before = await count();
    await db
      .write(nfh, 'try', async (tx) => {
        await tx.rows(`update portal.baseline set cirrhosis = not cirrhosis`);
        throw new Error('undo');
      })
      .catch(() => null);
    expect(await count()).toEqual(before);
  });

  it('refuses a write without an author', async () => {
    await expect(pool.query(`update portal.patient set code = 'X'`)).resolves.toEqual([[], 0]);
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await expect(owner.query(`update portal.patient set code = code || 'x'`)).rejects.toThrow(/app.user_id/);
    await owner.end();
  });

  it.each([
    `delete from portal.audit_entry`,
    `update portal.audit_entry set reason = 'x'`,
    `truncate portal.audit_entry`,
    `insert into portal.audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, changes)
     values ('x', 'x', 'create', 'x', gen_random_uuid(), gen_random_uuid(), 1, '{}')`,
    `alter table portal.audit_entry disable trigger all`,
    `alter table portal.baseline disable trigger audit_added`,
    `set session_replication_role = replica`,
    `delete from portal.data_query_message`,
    `update portal.record_signature set meaning = 'x'`,
  ])('is out of reach of the application: %s', async (sql) => {
    await expect(db.write(nfh, 'try', (tx) => tx.rows(sql))).rejects.toThrow(/permission denied|must be owner/);
  });
});
