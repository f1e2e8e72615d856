import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BackupFolder } from './backup-folder.ts';
import { readRetention } from './retention.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'backup-folder-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const rule = readRetention('2d');
let number = 0;

/** A folder with an archive of each of three days; `all` is in each of them, every other file in one. */
async function threeDays() {
  number += 1;
  const folder = new BackupFolder(path.join(scratch, String(number)), null);
  folder.lock('one').release();
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const day of ['28', '29', '30']) {
    const archive = folder.placeOf(new Date(`2026-11-${day}T02:30:00.250Z`));
    for (const text of ['all', day]) {
      const source = path.join(scratch, text);
      writeFileSync(source, text);
      if (!(await folder.files.has(hashOf(text), text.length))) await folder.files.keep(source, hashOf(text));
    }
    await folder.listFiles(archive, ['all', day].map(hashOf));
    writeFileSync(archive, '');
  }
  const kept = () =>
    ['all', '28', '29', '30'].filter((text) =>
      existsSync(path.join(folder.folder, 'files', hashOf(text).slice(0, 2), hashOf(text))),
    );
  return { folder, kept };
}

describe('a folder of backups', () => {
  it('lists its archives by their names, newest first', async () => {
    const { folder } = await threeDays();
    expect((await folder.archives()).map(({ at }) => at.toISOString())).toEqual([
      '2026-11-30T02:30:00.000Z',
      '2026-11-29T02:30:00.000Z',
      '2026-11-28T02:30:00.000Z',
    ]);
  });

  it('loses what the rule does not keep, with the files that nothing needs any more', async () => {
    const { folder, kept } = await threeDays();
    expect(kept()).toEqual(['all', '28', '29', '30']);
    expect(await folder.thin(rule)).toEqual({ archives: 1, files: 1 });
    expect(kept()).toEqual(['all', '29', '30']);
    expect(readdirSync(folder.folder).filter((name) => name.startsWith('portal-2'))).toHaveLength(4);
    expect(await folder.thin(rule)).toEqual({ archives: 0, files: 0 });
  });

  it('keeps every file where it does not know what an archive needs', async () => {
    const { folder, kept } = await threeDays();
    const [, second] = await folder.archives();
    rmSync(second!.file.replace(/backup$/, 'files'));
    expect(await folder.thin(rule)).toEqual({ archives: 1, files: 0 });
    expect(kept()).toEqual(['all', '28', '29', '30']);
  });

  it('is of one portal, and of one backup at a time', async () => {
    const { folder } = await threeDays();
    expect(() => folder.lock('another')).toThrow('has the backups of another portal');
    const held = folder.lock('one');
    expect(() => folder.lock('one')).toThrow(`is in use by the backup with process id ${process.pid}`);
    held.release();
    // What a backup that was killed has left is removed by the next.
    writeFileSync(path.join(folder.folder, 'portal-20261130T030000Z.backup.unread'), 'half');
    folder.lock('one').release();
    expect(readdirSync(folder.folder).filter((name) => name.endsWith('.unread'))).toEqual([]);
  });

  it('that cannot be written is refused by its name', () => {
    const file = path.join(scratch, 'a-file');
    writeFileSync(file, '');
    expect(() => new BackupFolder(path.join(file, 'below'), null).lock('one')).toThrow(
      /a-file\/below cannot be written \(ENOTDIR\)/,
    );
  });
});
