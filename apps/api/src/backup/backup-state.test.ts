import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupHealth, type BackupState, type MadeBackup, noteBackup, readBackupState } from './backup-state.ts';

const good: MadeBackup = {
  at: '2026-11-30T02:30:00.000Z',
  place: '/backups/portal-20261130T023000Z.backup',
  bytes: 1_000,
  digest: 'a'.repeat(64),
  withSlides: true,
  isEncrypted: true,
  seconds: 3.5,
  why: 'schedule',
};
const failure = (at: string) => ({ at, reason: 'the disk is full' });
const of = (change: Partial<BackupState>): BackupState => ({
  lastGood: null,
  lastFailure: null,
  schedule: null,
  oldAfterHours: 48,
  ...change,
});

describe('what is known of backups', () => {
  it('is nothing in a home without them, and nothing where the file is damaged', async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'backup-state-'));
    expect(await readBackupState(home)).toEqual(of({}));
    writeFileSync(path.join(home, 'backups.json'), '{"lastGood": 3');
    expect(await readBackupState(home)).toEqual(of({}));
  });

  it('keeps what a later note does not change, in a file for its owner alone', async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'backup-state-'));
    await noteBackup(home, { lastGood: good, oldAfterHours: 12 });
    await noteBackup(home, { lastFailure: failure('2026-12-01T02:30:00.000Z') });
    expect(await readBackupState(home)).toEqual(
      of({ lastGood: good, lastFailure: failure('2026-12-01T02:30:00.000Z'), oldAfterHours: 12 }),
    );
    expect(statSync(path.join(home, 'backups.json')).mode & 0o777).toBe(0o600);
  });
});

it.each([
  ['none', of({}), '2026-11-30T03:00:00Z'],
  ['failed', of({ lastFailure: failure('2026-11-30T02:30:00.000Z') }), '2026-11-30T03:00:00Z'],
  ['good', of({ lastGood: good }), '2026-12-02T02:30:00Z'],
  ['old', of({ lastGood: good }), '2026-12-02T02:30:01Z'],
  ['old', of({ lastGood: good, oldAfterHours: 1 }), '2026-11-30T03:31:00Z'],
  ['failed', of({ lastGood: good, lastFailure: failure('2026-12-01T02:30:00.000Z') }), '2026-12-01T03:00:00Z'],
  ['good', of({ lastGood: good, lastFailure: failure('2026-11-29T02:30:00.000Z') }), '2026-11-30T03:00:00Z'],
] as const)('backups are %s', (health, state, now) => {
  expect(backupHealth(state, new Date(now))).toBe(health);
});
