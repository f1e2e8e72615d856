import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './embedded.ts';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'portal-test-'));
  chmodSync(parent, 0o711);
});
afterAll(() => rmSync(parent, { recursive: true }));

const newHome = (name: string): string => {
  const home = path.join(parent, name);
  mkdirSync(home, { mode: 0o711 });
  return home;
};

it('an initdb that was killed is run again, and its password file is removed', async () => {
  const home = newHome('cut-off');
  // As SIGKILL leaves it: the version is among the first files that initdb writes.
  mkdirSync(path.join(home, 'postgres'), { mode: 0o700 });
  writeFileSync(path.join(home, 'postgres', 'PG_VERSION'), '18\n');
  mkdirSync(path.join(home, 'postgres.initdb'), { mode: 0o700 });
  writeFileSync(path.join(home, 'postgres.initdb', 'password'), 'secret');
  const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
  await postgres.stop();
  expect(existsSync(path.join(home, 'postgres.initdb'))).toBe(false);
});

it('a cluster that has run keeps its data, whatever files an initdb left', async () => {
  const home = newHome('has-run');
  const ask = async (sql: string) => {
    const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
    const client = new Client({ connectionString: postgres.ownerUrl });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    await postgres.stop();
    return rows;
  };
  await ask('create table kept as select 7 as n');
  mkdirSync(path.join(home, 'postgres.initdb'), { mode: 0o700 });
  expect(await ask('select n from kept')).toEqual([{ n: 7 }]);
});
