import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { type DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { SubjectStore } from './index.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let owner: Client;
let study: number;
let centres: number[];

/** The transactions opened, in order: the asker's id, and the centres that each may read. */
const opened: { userId: string; centres: readonly number[] }[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  db = new StudyDb(pool);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    code: 'S',
    name: 'S',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [],
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  const { rows } = await owner.query<{ id: number; study_id: number }>(
    'select id, study_id from portal.centre order by code',
  );
  study = rows[0]!.study_id;
  centres = rows.map(({ id }) => id);
  await change(
    `insert into portal.patient (centre_id, code, updated_by)
    select c, 'P' || i, 'test' from unnest($1::int[]) c, generate_series(1, 10) i`,
    [centres],
  );
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

afterEach(() => void vi.restoreAllMocks());

beforeEach(() => {
  opened.length = 0;
  const read = StudyDb.prototype.read;
  vi.spyOn(db, 'read').mockImplementation((asker: Asker, work) => {
    opened.push({ userId: asker.userId, centres: asker.studies.flatMap(({ readCentres }) => readCentres) });
    return read.call(db, asker, work) as never;
  });
});

async function change(sql: string, values: unknown[] = [], client = owner): Promise<void> {
  await client.query('begin');
  await client.query(`select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true)`);
  await client.query(sql, values);
  await client.query('commit');
}

const addTo = (centre: number) =>
  change(
    `insert into portal.patient (centre_id, code, updated_by) values ($1, 'N' || gen_random_uuid()::text, 'test')`,
    [centre],
  );

const asker = (readCentres: readonly number[], of = study): Asker => ({
  userId: 'reader',
  name: 'reader',
  email: '',
  studies: [{ studyId: of, studyCode: 'S', role: 'staff', readCentres, writeCentres: [] }],
});
const size = (store: SubjectStore, readCentres: readonly number[]) =>
  store.answer(asker(readCentres), study, (columns) => columns.cohort(null).n);
const storedIn = async (readCentres: readonly number[]) => {
  const { rows } = await owner.query<{ n: number }>(
    'select count(*)::int as n from portal.subject where centre_id = any($1)',
    [readCentres],
  );
  return rows[0]!.n;
};

describe('read access to columns', () => {
  it('follows the memberships of the asker: a handle holds those centres and no others', async () => {
    const store = new SubjectStore(db);
    // Another asker has loaded both centres into the store.
    expect(await size(store, centres)).toBe(await storedIn(centres));
    for (const own of [[centres[0]!], [centres[1]!], []]) {
      const seen = await store.answer(asker(own), study, (columns) => columns.cohort(null).values('centre'));
      expect(seen.map(({ value }) => value)).toEqual(own.map((id) => ['A', 'B'][centres.indexOf(id)]));
      expect(await size(store, own)).toBe(await storedIn(own));
    }
  });

  it('is empty for a member of another study', async () => {
    const store = new SubjectStore(db);
    await size(store, centres);
    const stranger = asker(centres, study + 1);
    expect(await store.answer(stranger, study, (columns) => columns.cohort(null).n)).toBe(0);
    const elsewhere = await store.answer(asker(centres), study, (columns) => [...columns.find([])]);
    expect(elsewhere).toEqual([]);
  });

  it('loads each centre in a transaction that may read that centre alone', async () => {
    await size(new SubjectStore(db), centres);
    const loads = opened.filter(({ userId }) => userId === 'portal:columns');
    expect(loads.map((one) => one.centres)).toEqual(centres.map((id) => [id]));
  });

  it('is enforced by row-level security too: a centre claimed but not granted has no rows', async () => {
    // The scope of the query says centre B; the transaction may read centre A.
    const rows = await db.read(asker([centres[0]!]), (tx) =>
      tx.rows<{ n: number }>('select count(*)::int as n from portal.subject where centre_id = $1', [centres[1]!]),
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe('loading', () => {
  it('happens once for any number of requests', async () => {
    const store = new SubjectStore(db);
    const sizes = await Promise.all(Array.from({ length: 12 }, () => size(store, centres)));
    expect(new Set(sizes)).toEqual(new Set([await storedIn(centres)]));
    expect(opened.filter(({ userId }) => userId === 'portal:columns')).toHaveLength(2);
  });

  it('is retried by the next request after a failure', async () => {
    const store = new SubjectStore(db);
    vi.mocked(db.read).mockRejectedValueOnce(new Error('connection lost'));
    await expect(size(store, centres)).rejects.toThrow('connection lost');
    expect(await size(store, centres)).toBe(await storedIn(centres));
  });

  it('works with a budget of zero, and keeps nothing', async () => {
    const store = new SubjectStore(db, 1);
    for (let i = 0; i < 3; i++) expect(await size(store, centres)).toBe(await storedIn(centres));
    const roomy = new SubjectStore(db);
    await size(roomy, centres);
    expect(store.bytes).toBeLessThan(roomy.bytes);
  });

  it('evicts the least recently used block', async () => {
    const roomy = new SubjectStore(db);
    await size(roomy, centres);
    const store = new SubjectStore(db, roomy.bytes - 1);
    await size(store, [centres[0]!]);
    await size(store, [centres[1]!]);
    opened.length = 0;
    await size(store, [centres[1]!]);
    expect(opened).toHaveLength(1);
    await size(store, [centres[0]!]);
    expect(opened.filter(({ userId }) => userId === 'portal:columns').map((one) => one.centres)).toEqual([
      [centres[0]!],
    ]);
  });
});

describe('a snapshot of a study', () => {
  it('has the version it was taken at, and a change appears in the next one', async () => {
    const store = new SubjectStore(db);
    const before = await size(store, centres);
    await addTo(centres[0]!);
    expect(await size(store, centres)).toBe(before + 1);
    await change(
      'delete from portal.patient where id = (select id from portal.patient where centre_id = $1 order by id limit 1)',
      [centres[1]!],
    );
    expect(await size(store, centres)).toBe(before);
    // Nothing was reloaded for that.
    expect(opened.filter(({ userId }) => userId === 'portal:columns')).toHaveLength(2);
  });

  it('is shared by columns and tables, and persists while others change and read the study', async () => {
    const store = new SubjectStore(db);
    const writer = new Client({ connectionString: database.ownerUrl });
    await writer.connect();
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await change(
          `insert into portal.patient (centre_id, code, updated_by) values ($1, 'W' || gen_random_uuid()::text, 'test')`,
          [centres[0]!],
          writer,
        );
      }
    })();
    const reading = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 25; i++) {
        await store.answer(asker(centres), study, async (columns, tx) => {
          const first = columns.cohort(null).n;
          const [row] = await tx.rows<{ n: number; version: number }>(
            `select (select count(*)::int from portal.subject where study_id = $1) as n,
               (select version::int from portal.study_version where study_id = $1) as version`,
            [study],
          );
          await wait(1);
          // Read again after others have brought the store up to date.
          expect([first, columns.cohort(null).n, columns.version]).toEqual([row?.n, row?.n, row?.version]);
        });
      }
    });
    await Promise.all(reading);
    isOver = true;
    await writing;
    await writer.end();
  });

  it('is available again after the database was restored to an earlier state', async () => {
    const store = new SubjectStore(db);
    const before = await size(store, centres);
    await addTo(centres[0]!);
    await size(store, centres);
    await owner.query('update portal.study_version set version = version - 1 where study_id = $1', [study]);
    await expect(size(store, centres)).rejects.toThrow('never of one version');
    expect(await size(store, centres)).toBe(before + 1);
    await owner.query('update portal.study_version set version = version + 1 where study_id = $1', [study]);
  });

  it('of a study without patients is empty', async () => {
    await declareStudy(database.ownerUrl, {
      code: 'E',
      name: 'E',
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: [],
      centres: [{ code: 'X', name: 'X' }],
    });
    const { rows } = await owner.query<{ id: number; study: number }>(
      `select c.id, c.study_id as study from portal.centre c join portal.study s on s.id = c.study_id where s.code = 'E'`,
    );
    const { id, study: empty } = rows[0]!;
    const store = new SubjectStore(db);
    const told = await store.answer(asker([id], empty), empty, (columns) => [columns.cohort(null).n, columns.version]);
    expect(told[0]).toBe(0);
    await expect(store.answer(asker([1], 99_999), 99_999, () => 0)).rejects.toThrow('study');
  });
});
