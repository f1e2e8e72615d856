import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { writeBackupKey } from '../backup/backup-key.ts';
import { backupHealth, readBackupState } from '../backup/backup-state.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { keepBackups } from './backup-schedule.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'backup-schedule-'));
const said: string[] = [];
const set: string[] = [];

function setting(name: string, value: string): void {
  process.env[name] = value;
  set.push(name);
}

beforeAll(async () => {
  database = await openDatabaseForTests();
});
afterAll(async () => {
  await database?.close();
  rmSync(scratch, { recursive: true, force: true });
});
afterEach(() => {
  for (const name of set.splice(0)) delete process.env[name];
  said.splice(0);
});

const keep = () =>
  keepBackups({
    settings: { home: database.home, auditHeads: path.join(database.home, 'audit-heads') },
    ownerUrl: database.ownerUrl,
    say: (line) => said.push(line),
  });

it('a portal without a backup makes one as the settings ask, and says what they are', async () => {
  const key = path.join(scratch, 'key');
  await writeBackupKey(key);
  setting('PORTAL_BACKUP', path.join(scratch, 'backups'));
  setting('PORTAL_BACKUP_KEY', key);
  setting('PORTAL_BACKUP_AT', '03:15');
  setting('PORTAL_BACKUP_OLD_HOURS', '30');
  const stop = await keep();
  await expect
    .poll(() => said, { timeout: 20_000 })
    .toEqual([expect.stringMatching(/^Backup: .*portal-\w+\.backup, \d+ rows/)]);
  await stop();
  const state = await readBackupState(database.home);
  expect(state).toMatchObject({
    lastGood: { why: 'schedule', isEncrypted: true, withSlides: true },
    schedule: { place: `${path.join(scratch, 'backups')}${path.sep}`, at: '03:15', keep: '7d 4w 12m' },
    oldAfterHours: 30,
  });
  expect(readFileSync(state.lastGood!.place).subarray(0, 8).toString('latin1')).toBe('HPSEAL01');
  expect(backupHealth(state, new Date())).toBe('good');
});

it('one that fails is said and noted with its reason', async () => {
  setting('PORTAL_BACKUP', path.join(scratch, 'others'));
  setting('PORTAL_BACKUP_KEY', path.join(scratch, 'no-such-key'));
  rmSync(path.join(database.home, 'backups.json'), { force: true });
  const stop = await keep();
  await expect
    .poll(() => said, { timeout: 20_000 })
    .toEqual([expect.stringMatching(/none was made\. The key .* cannot be read \(ENOENT\)/)]);
  await stop();
  const state = await readBackupState(database.home);
  expect(state.lastFailure?.reason).toMatch(/no-such-key cannot be read/);
  expect(backupHealth(state, new Date())).toBe('failed');
});

it.each([
  ['PORTAL_BACKUP_AT', '25:00', /PORTAL_BACKUP_AT \(25:00\) is not a time of day: set one such as 02:30/],
  ['PORTAL_BACKUP_KEEP', 'forever', /PORTAL_BACKUP_KEEP: "forever" is not a rule .* such as 7d 4w 12m/],
  ['PORTAL_BACKUP_OLD_HOURS', 'two', /PORTAL_BACKUP_OLD_HOURS \(two\) is not a number of hours/],
  ['PORTAL_BACKUP_SLIDES', 'no', /PORTAL_BACKUP_SLIDES \(no\) is neither 0 nor 1/],
])('the setting %s=%s is refused with what is expected', async (name, value, sentence) => {
  setting('PORTAL_BACKUP', path.join(scratch, 'backups'));
  setting(name, value);
  await expect(keep()).rejects.toThrow(sentence);
});
