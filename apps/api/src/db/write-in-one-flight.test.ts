import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openCountedLine } from './counted-line.fixture.ts';
import { openDataSource } from './data-source.ts';
import { isDatabaseAway } from './database-away.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { StudyDb } from './study-db.ts';

const asker: Asker = { userId: 'ada', name: 'Ada', email: '', studies: [] };

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let line: Awaited<ReturnType<typeof openCountedLine>>;
let dataSource: DataSource;
let db: StudyDb;

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // What a deferred constraint refuses is refused by the commit, as a failed refresh of the analysis row is.
  await owner.query(`create table public.note (n int, constraint one_of_each unique (n) deferrable initially deferred);
    grant all on public.note to portal_app`);
  line = await openCountedLine(database.appUrl);
  // One connection: what one write leaves behind, the next would find.
  dataSource = openDataSource(line.url, 1);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  await db.write(asker, null, ({ rows }) => rows('select 1'));
});
beforeEach(async () => {
  await owner.query('truncate public.note');
  // What the test before sent without waiting for it comes before this, on the only connection.
  await dataSource.query('select 1');
  line.startCounting();
});
afterAll(async () => {
  await dataSource?.destroy();
  line?.close();
  await owner?.end();
  await database?.close();
});

const noted = async () =>
  (await owner.query<{ n: number }>('select n from public.note order by n')).rows.map(({ n }) => n);
const note = (n: number | string) => `insert into public.note values (${n}) returning n`;

describe('a write', () => {
  it('sends its beginning, the asker and the first statements in one packet, and its commit in another', async () => {
    const written = await db.write(asker, 'a reason', ({ rows }) =>
      Promise.all([
        rows(`select current_setting('app.user_id') as id, current_setting('app.reason') as reason,
          current_setting('transaction_isolation') as level`),
        rows(note(1)),
        rows(note(2)),
      ]),
    );
    expect(written).toEqual([[{ id: 'ada', reason: 'a reason', level: 'read committed' }], [{ n: 1 }], [{ n: 2 }]]);
    expect(line.packets()).toBe(2);
    expect(await noted()).toEqual([1, 2]);
    expect(await dataSource.query(`select current_setting('app.user_id', true) as id`)).toEqual([{ id: '' }]);
  });

  it('that waits for another keeps no reader waiting, and goes on in its turn', async () => {
    const reading = openDataSource(database.appUrl, 1);
    const writing = openDataSource(database.appUrl, 1);
    await Promise.all([reading.initialize(), writing.initialize()]);
    try {
      const both = new StudyDb(reading, writing);
      await owner.query('begin; lock table public.note in exclusive mode');
      const order: string[] = [];
      const writes = [1, 2].map((n) =>
        both.write(asker, null, ({ rows }) => rows(note(n))).then(() => order.push(`write ${n}`)),
      );
      await both.read(asker, ({ rows }) => rows('select 1')).then(() => order.push('read'));
      await owner.query('commit');
      await Promise.all(writes);
      expect(order).toEqual(['read', 'write 1', 'write 2']);
    } finally {
      await owner.query('rollback');
      await Promise.all([reading.destroy(), writing.destroy()]);
    }
  });

  it('sees in each statement what was committed before it', async () => {
    const seen = await db.write(asker, null, async ({ rows }) => {
      const before = await rows('select n from public.note');
      await owner.query(note(7));
      return [before, await rows('select n from public.note')];
    });
    expect(seen).toEqual([[], [{ n: 7 }]]);
  });

  it('is undone and refused with its first error, whichever of the later ones is waited for', async () => {
    const [division, later] = ['1 / 0', 'select 1'];
    const failing = db.write(asker, null, async ({ rows }) => {
      const first = rows(note(1));
      void rows(note(division)).catch(() => undefined);
      await first;
      return rows(later);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    const thrown = db.write(asker, null, async ({ rows }) => {
      await rows(note(2));
      throw new Error('thought better of it');
    });
    await expect(thrown).rejects.toThrow('thought better of it');
    expect(await noted()).toEqual([]);
    expect(await db.write(asker, null, ({ rows }) => rows(note(3)))).toEqual([{ n: 3 }]);
  });

  it('is refused if a statement failed, even if the code carries on as if nothing had happened', async () => {
    const careless = db.write(asker, null, async ({ rows }) => {
      await rows(note(1));
      await rows('select 1 / 0').catch(() => undefined);
      return 'stored';
    });
    await expect(careless).rejects.toMatchObject({ code: '22012' });
    expect(await noted()).toEqual([]);
  });

  it('is refused if its commit is', async () => {
    const twice = db.write(asker, null, ({ rows }) => Promise.all([rows(note(1)), rows(note(1))]));
    await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'one_of_each' });
    expect(await noted()).toEqual([]);
    expect(await db.write(asker, null, ({ rows }) => rows(note(1)))).toEqual([{ n: 1 }]);
  });

  it('accepts no statement after its end, which another write on the connection would carry out', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failing = db.write(asker, null, ({ rows }) => {
      late = wait(100).then(() => rows(note(1)));
      return Promise.reject(new Error('ended early'));
    });
    await expect(failing).rejects.toThrow('ended early');
    await expect(late).rejects.toThrow('this write has ended');
    expect(await noted()).toEqual([]);
  });

  it('that loses its connection is reported as an unavailable database, and the next one works', async () => {
    const lost = db
      .write(asker, null, async ({ rows }) => {
        await rows(note(1));
        return rows('select pg_sleep(5)');
      })
      .catch((error: unknown) => error);
    await wait(200);
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_app_login'`);
    expect(isDatabaseAway(await lost)).toBe(true);
    expect(await db.write(asker, null, ({ rows }) => rows(note(2)))).toEqual([{ n: 2 }]);
    expect(await noted()).toEqual([2]);
  });
});
