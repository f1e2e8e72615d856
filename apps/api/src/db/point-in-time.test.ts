import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { asLogin } from './as-login.fixture.ts';
import { prepareHome } from '../settings.ts';
import { prepareDatabase } from '../supervisor/prepare-database.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { choosePostgresAccount, giveTo } from './postgres-account.ts';

/*
 * What docs/backup.md says of a PostgreSQL that archives its log, done with the settings of that page: a base backup, work, a
 * moment, more work, and the server is brought back to the moment. The base is taken as pg_basebackup takes it, by the
 * functions of the server.
 */

const scratch = mkdtempSync(path.join(os.tmpdir(), 'point-in-time-'));
chmodSync(scratch, 0o711);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/backup.md'), 'utf8');
const wal = path.join(scratch, 'wal');

/** The value of a setting as the page has it, with the archive of this test. */
function documented(name: string): string {
  const [, value] = new RegExp(`^${name} = '?(.+?)'?$`, 'm').exec(page) ?? [];
  if (value === undefined) throw new Error(`docs/backup.md does not set ${name}`);
  return value.replaceAll('/mnt/wal', wal);
}

const study = (client: Client, code: string) =>
  client.query(
    `insert into portal.study (code, name, synthetic, month_days, time_zero) values ($1, 'x', true, 30, 'x')`,
    [code],
  );
const studies = async (client: Client) =>
  (await client.query<{ code: string }>('select code from portal.study order by id')).rows.map(({ code }) => code);

it('a server that archives its log is brought back to a moment, with what was committed by then and nothing later', async () => {
  const home = path.join(scratch, 'home');
  prepareHome(home);
  const first = await startEmbeddedPostgres(home, { isThrowaway: true });
  await prepareDatabase({ ownerUrl: first.ownerUrl, home });
  const account = choosePostgresAccount(path.join(home, 'postgres'));
  mkdirSync(wal, { mode: 0o700 });
  giveTo(account, wal);
  await asLogin(first.ownerUrl, async (client) => {
    for (const name of ['archive_mode', 'archive_command']) {
      await client.query(`alter system set ${name} = ${client.escapeLiteral(documented(name))}`);
    }
  });
  // The archive begins with a start.
  await first.stop();
  const server = await startEmbeddedPostgres(home, { isThrowaway: true });

  const base = path.join(scratch, 'restored');
  mkdirSync(base, { mode: 0o711 });
  const moment = await asLogin(server.ownerUrl, async (client) => {
    await study(client, 'BASE');
    await client.query(`select pg_backup_start('base', true)`);
    execFileSync('cp', ['-a', path.join(home, 'postgres'), path.join(base, 'postgres')]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)');
    writeFileSync(path.join(base, 'postgres', 'backup_label'), rows[0]!.labelfile);
    await study(client, 'BEFORE');
    const { rows: times } = await client.query<{ at: string }>('select clock_timestamp()::text as at');
    await wait(50);
    await study(client, 'AFTER');
    await client.query('select pg_switch_wal()');
    const archived = async () =>
      (await client.query<{ is: boolean }>(
        `select last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) as is from pg_stat_archiver`,
      )).rows[0]!.is; // prettier-ignore
    await expect.poll(archived, { timeout: 20_000 }).toBe(true);
    expect(await studies(client)).toEqual(['BASE', 'BEFORE', 'AFTER']);
    return times[0]!.at;
  });
  await server.stop();

  const restored = path.join(base, 'postgres');
  for (const left of ['postmaster.pid', 'pg_wal']) rmSync(path.join(restored, left), { recursive: true, force: true });
  mkdirSync(path.join(restored, 'pg_wal'), { mode: 0o700 });
  const settings = {
    restore_command: documented('restore_command'),
    recovery_target_time: moment,
    recovery_target_action: documented('recovery_target_action'),
    archive_mode: 'off',
  };
  documented('recovery_target_time');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  appendFileSync(path.join(restored, 'postgresql.auto.conf'), lines.join(''));
  writeFileSync(path.join(restored, 'recovery.signal'), '');
  for (const name of ['pg_wal', 'recovery.signal', 'backup_label']) giveTo(account, path.join(restored, name));
  writeFileSync(path.join(base, 'secrets.json'), readFileSync(path.join(home, 'secrets.json')), { mode: 0o600 });

  const back = await startEmbeddedPostgres(base, { isThrowaway: true });
  await asLogin(back.ownerUrl, async (client) => {
    const isRecovering = async () =>
      (await client.query<{ is: boolean }>('select pg_is_in_recovery() as is')).rows[0]!.is;
    await expect.poll(isRecovering, { timeout: 20_000 }).toBe(false);
    expect(await studies(client)).toEqual(['BASE', 'BEFORE']);
    await study(client, 'AGAIN');
  }).finally(() => back.stop());
}, 120_000);
