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

/** The end of a released read is sent without anybody waiting for it; on its connection, the only one, what follows comes later. */
const endArrives = () => dataSource.query('select 1');

async function packetsOfIt(): Promise<number> {
  await endArrives();
  return line.packets() - 1;
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  line = await openCountedLine(database.appUrl);
  dataSource = openDataSource(line.url, 1);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  await db.read(asker, ({ rows }) => rows('select 1'));
});
beforeEach(async () => {
  await endArrives();
  line.startCounting();
});
afterAll(async () => {
  await dataSource?.destroy();
  line?.close();
  await owner?.end();
  await database?.close();
});

describe('a read', () => {
  it('sends its beginning, the asker and five statements in one packet, and its end in another', async () => {
    const seen = await db.read(asker, ({ rows }) =>
      Promise.all([1, 2, 3, 4, 5].map((n) => rows<{ n: number }>('select $1::int as n', [n]))),
    );
    expect(seen.flat()).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
    expect(await packetsOfIt()).toBe(2);
  });

  it('that sends everything at once includes its end, and accepts no statement after it', async () => {
    const ask = (work: Parameters<typeof db.read>[1]) => db.read(asker, work, { isAskedAtOnce: true });
    expect(await ask(({ rows }) => Promise.all([rows('select 1 as n'), rows('select 2 as n')]))).toEqual([
      [{ n: 1 }],
      [{ n: 2 }],
    ]);
    expect(await packetsOfIt()).toBe(1);
    const late = ask(async ({ rows }) => {
      await rows('select 1');
      return rows('select 2');
    });
    await expect(late).rejects.toThrow(/has sent its end already/);
    await expect(ask(({ rows }) => rows('select 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    expect(await db.read(asker, ({ rows }) => rows('select 7 as n'))).toEqual([{ n: 7 }]);
  });

  it('knows the asker in its first statement, in one read-only snapshot', async () => {
    const [[who], [level]] = await db.read(asker, ({ rows }) =>
      Promise.all([
        rows(`select current_setting('app.user_id') as id, current_setting('app.read_centres') as centres`),
        rows(
          `select current_setting('transaction_isolation') as isolation, current_setting('transaction_read_only') as read_only`,
        ),
      ]),
    );
    expect(who).toEqual({ id: 'ada', centres: '{}' });
    expect(level).toEqual({ isolation: 'repeatable read', read_only: 'on' });
    const writing = db.read(asker, ({ rows }) =>
      rows(`insert into portal.patient (centre_id, code, updated_by) values (1, 'x', 'ada')`),
    );
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('is refused with its first error when more statements follow, and leaves the connection usable', async () => {
    const [first, second] = [`select 1 / 0`, `select 'x'::int`];
    const failing = db.read(asker, ({ rows }) => Promise.all([rows(first), rows(second), rows('select 1')]));
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    const careless = db.read(asker, ({ rows }) => {
      void rows(first).catch(() => undefined);
      throw new Error('thrown at once');
    });
    await expect(careless).rejects.toThrow('thrown at once');
    expect(await db.read(asker, ({ rows }) => rows('select 7 as n'))).toEqual([{ n: 7 }]);
  });

  it('leaves nothing of the asker on its connection', async () => {
    await db.read(asker, ({ rows }) => rows('select 1'));
    expect(await dataSource.query(`select current_setting('app.user_id', true) as id`)).toEqual([{ id: '' }]);
  });

  it('prepares a statement of fixed text once, and refuses another text under its name', async () => {
    const doubled = { name: 'doubled', text: 'select 2 * $1::int as n' };
    for (const n of [1, 2, 3]) {
      expect(await db.read(asker, ({ rows }) => rows(doubled, [n]))).toEqual([{ n: 2 * n }]);
    }
    const prepared = { text: `select count(*)::int as n from pg_prepared_statements where name = 'doubled'` };
    expect(await dataSource.query(prepared.text)).toEqual([{ n: 1 }]);
    const other = db.read(asker, ({ rows }) => rows({ name: 'doubled', text: 'select 3' }));
    await expect(other).rejects.toThrow(/must be unique/);
  });

  it.each(['to its end', 'in part'])('copies rows between statements that are sent together, %s', async (how) => {
    const seen = await db.read(asker, async ({ rows, copy }) => {
      const before = rows<{ n: number }>('select 1 as n');
      const pieces: Buffer[] = [];
      for await (const piece of copy('select n from generate_series(1, 100000) n')) {
        pieces.push(piece);
        if (how === 'in part') break;
      }
      return { pieces, after: await Promise.all([before, rows('select 2 as n'), rows('select 3 as n')]) };
    });
    // PostgreSQL: a head of 19 bytes, 10 for each row of one integer, 2 at the end.
    const bytes = Buffer.concat(seen.pieces);
    if (how === 'to its end') expect(bytes).toHaveLength(19 + 100_000 * 10 + 2);
    expect(bytes.toString('latin1', 0, 6)).toBe('PGCOPY');
    expect(seen.after).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
    expect(await db.read(asker, ({ rows }) => rows('select 7 as n'))).toEqual([{ n: 7 }]);
  });

  it('that loses its connection is reported as an unavailable database, and the next one works', async () => {
    const lost = db.read(asker, ({ rows }) => rows('select pg_sleep(5)')).catch((error: unknown) => error);
    await wait(200);
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_app_login'`);
    expect(isDatabaseAway(await lost)).toBe(true);
    expect(await db.read(asker, ({ rows }) => rows('select 7 as n'))).toEqual([{ n: 7 }]);
  });
});
