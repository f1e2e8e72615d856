import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsIn } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { prepareDatabase } from '../../supervisor/prepare-database.ts';
import { declareStudy } from '../studies/declare-study.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let client: Client;
let url: string;
const home = mkdtempSync(path.join(os.tmpdir(), 'parts-'));
const partsOnce = 1764000000387;

/** A database whose snapshots keep scores and images whole. */
beforeAll(async () => {
  database = await openDatabaseForTests();
  const first = new Client({ connectionString: database.ownerUrl });
  await first.connect();
  const earlier = (await migrationsIn(first)).filter((name) => Number(/\d+$/.exec(name)![0]) < partsOnce);
  await first.query('create database earlier');
  await first.end();
  const address = new URL(database.ownerUrl);
  address.pathname = '/earlier';
  url = address.toString();
  await prepareDatabase({ ownerUrl: url, home, migrations: earlier });
  await declareStudy(url, {
    ...{ code: 'S', name: 'S', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  client = new Client({ connectionString: url });
  await client.connect();
  const all = `select id, centre_id, 'test'`;
  await client.query(
    [
      // For the whole connection, which makes the snapshots as well.
      `select set_config('app.user_id', 'test', false), set_config('app.user_name', 'test', false)`,
      'begin',
      `insert into portal.patient (centre_id, code, updated_by)
         select c.id, c.code || k, 'test' from portal.centre c, generate_series(1, 3) k`,
      `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on) ${all}, 'HTI', '2024-01-06' from portal.patient`,
      `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, visit_number, assessed_on, sum_viable_diameter_mm)
         ${all}, v, date '2024-01-01' + 60 * v, 50 - 10 * v from portal.patient, generate_series(0, 1) v where code <> 'A3'`,
      `insert into portal.imported_score (patient_id, centre_id, updated_by, model_name, score)
         ${all}, 'PRPS', 0.5 from portal.patient where code in ('A1', 'B3')`,
      'commit',
    ].join(';'),
  );
}, 120_000);
afterAll(async () => {
  await client?.end();
  await database?.close();
  rmSync(home, { recursive: true, force: true });
});

const make = async (name: string): Promise<string> =>
  (await client.query<{ id: string }>(`select portal.make_snapshot(id, $1, 'test') as id from portal.study`, [name]))
    .rows[0]!.id;
const rowsOf = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;
const hashes = () => rowsOf(`select id, encode(sha256, 'hex') as sha256, settings from portal.snapshot order by id`);
const checks = () =>
  rowsOf(`select s.id, c.recomputed = s.sha256 as "isSound", c.damaged
    from portal.snapshot s cross join lateral portal.check_snapshot(s.id) c order by s.id`);

describe('snapshots that an earlier version of the portal made', () => {
  it('keep scores, images and hash, each content stored once', async () => {
    const ids = [await make('one'), await make('two')].toSorted();
    const kept = (of: string, part: string) => `select snapshot_id, '${part}' as part, patient_id, ${of} as content`;
    const whole = await rowsOf(`${kept('scores', 'scores')} from portal.snapshot_scores
      union all ${kept('images', 'images')} from portal.snapshot_images order by 1, 2, 3`);
    // Of each snapshot two scores, and the images of all but A3.
    expect(whole).toHaveLength(2 * (2 + 5));
    const before = await hashes();
    const sound = ids.map((id) => ({ id, isSound: true, damaged: 0 }));
    expect(await checks()).toEqual(sound);

    await prepareDatabase({ ownerUrl: url, home });
    expect(await hashes()).toEqual(before);
    expect(await checks()).toEqual(sound);
    expect(
      await rowsOf(`select m.snapshot_id, m.part, m.patient_id, f.content from portal.snapshot_part m
        join portal.frozen_part f using (centre_id, sha256) order by 1, 2, 3`),
    ).toEqual(whole);
    expect(await rowsOf('select count(*)::int as n from portal.frozen_part')).toEqual([{ n: 2 + 5 }]);

    // One of this version adds its list alone.
    const third = await make('three');
    expect(await rowsOf('select count(*)::int as n from portal.frozen_part')).toEqual([{ n: 2 + 5 }]);
    expect(await checks()).toEqual([...ids, third].toSorted().map((id) => ({ id, isSound: true, damaged: 0 })));
  });
});
