import { describe, expect, it } from 'vitest';
import { type BackupState, type MadeBackup } from '../backup/backup-state.ts';
import { isDue, lastDue } from './backup-schedule.ts';

const at = { hour: 2, minute: 30 };
/** By the clock of the machine that runs the test, wherever it is. */
const clock = (day: number, hour: number, minute: number): Date => new Date(2026, 10, day, hour, minute);
const state = (good: Date | null, failure: Date | null = null): BackupState => ({
  lastGood: good && ({ at: good.toISOString() } as MadeBackup),
  lastFailure: failure && { at: failure.toISOString(), reason: 'the disk is full' },
  schedule: null,
  oldAfterHours: 48,
});

it('the last due moment is of today once its time has come, otherwise of yesterday', () => {
  expect(lastDue(clock(30, 2, 30), at)).toEqual(clock(30, 2, 30));
  expect(lastDue(clock(30, 2, 29), at)).toEqual(clock(29, 2, 30));
  expect(lastDue(clock(1, 1, 0), at)).toEqual(new Date(2026, 9, 31, 2, 30));
});

describe('a backup is due', () => {
  it.each([
    ['in a portal that has none', clock(30, 12, 0), state(null), true],
    ['at its time', clock(30, 2, 30), state(clock(29, 2, 30)), true],
    ['later, where the portal was off at its time', clock(30, 9, 0), state(clock(29, 2, 30)), true],
    ['not before its time', clock(30, 2, 29), state(clock(29, 2, 30)), false],
    ['not again after one that somebody asked for since', clock(30, 9, 0), state(clock(30, 8, 0)), false],
    ['not at once after one that failed', clock(30, 3, 29), state(clock(29, 2, 30), clock(30, 2, 30)), false],
    ['an hour after one that failed', clock(30, 3, 30), state(clock(29, 2, 30), clock(30, 2, 30)), true],
    ['not where one failed and the next was good', clock(30, 9, 0), state(clock(30, 3, 30), clock(30, 2, 30)), false],
  ])('%s: %s', (_title, now, known, due) => {
    expect(isDue(now, at, known)).toBe(due);
  });
});
