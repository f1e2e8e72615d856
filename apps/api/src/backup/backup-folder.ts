import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { takeLock } from '../process-lock.ts';
import { BackupError } from './backup-error.ts';
import { type BackupKey } from './backup-key.ts';
import { only } from './dump-rows.ts';
import { KeptFiles } from './kept-files.ts';
import { type Retention, superfluous } from './retention.ts';
import { writeWhole } from './whole-file.ts';

const archiveName = /^portal-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;

/** Whether backups of this place go into a folder: one that is there, or a name that ends like one. */
export function isFolderOfBackups(place: string): boolean {
  return place.endsWith(path.sep) || place.endsWith('/') || (existsSync(place) && statSync(place).isDirectory());
}

export interface KeptArchive {
  readonly file: string;
  readonly at: Date;
}

/**
 * A folder of backups of one portal: an archive for each, named after its moment, beside it the list of the files that it
 * needs, and below `files` these files, each once.
 */
export class BackupFolder {
  readonly files: KeptFiles;

  constructor(
    readonly folder: string,
    key: BackupKey | null,
  ) {
    this.files = new KeptFiles(folder, key);
  }

  /**
   * Takes the folder for one backup or removal at a time.
   * @param portalId - by which a folder knows its portal: removing what nothing needs must not meet another's backups.
   * @throws BackupError where it is another portal's, or in use.
   */
  lock(portalId: string): { release: () => void } {
    try {
      if (!existsSync(this.folder)) {
        mkdirSync(this.folder, { recursive: true });
        chmodSync(this.folder, 0o700);
      }
      const marker = path.join(this.folder, 'portal-id');
      if (!existsSync(marker)) writeFileSync(marker, `${portalId}\n`, { mode: 0o600, flag: 'wx' });
      if (readFileSync(marker, 'utf8').trim() !== portalId) {
        throw new BackupError(`${this.folder} has the backups of another portal: name a folder for this one.`);
      }
      const lock = takeLock(
        path.join(this.folder, 'backup.lock'),
        (pid) => new BackupError(`${this.folder} is in use by the backup with process id ${pid}: wait for it.`),
      );
      // What one that was killed has left.
      for (const name of readdirSync(this.folder)) {
        if (/\.(unread|part)$/.test(name)) rmSync(path.join(this.folder, name), { force: true });
      }
      return lock;
    } catch (cause) {
      if (cause instanceof BackupError) throw cause;
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw new BackupError(`${this.folder} cannot be written (${code}): name a place that this account may write.`, {
        cause,
      });
    }
  }

  /** Where the archive of this moment goes. */
  placeOf(at: Date): string {
    const stamp = at.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    return path.join(this.folder, `portal-${stamp}.backup`);
  }

  /** The archives, newest first. */
  async archives(): Promise<KeptArchive[]> {
    const found = (await readdir(this.folder).catch(() => [])).flatMap((name) => {
      const parts = archiveName.exec(name);
      if (!parts) return [];
      const [, year, month, day, hour, minute, second] = parts.map(Number);
      const at = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second));
      return [{ file: path.join(this.folder, name), at }];
    });
    return found.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  }

  /** Written before the archive: an archive is never without its list. */
  async listFiles(archive: string, hashes: readonly string[]): Promise<void> {
    const names = hashes.map((hash) => `${this.files.nameOf(hash)}\n`);
    await writeWhole(listOf(archive), only(Buffer.from(names.join(''))));
  }

  /**
   * Removes what the rule does not keep, then the files that no backup needs any more. Cut off anywhere, every archive that is
   * left is whole.
   */
  async thin(rule: Retention): Promise<{ archives: number; files: number }> {
    const archives = await this.archives();
    const gone = superfluous(
      archives.map(({ at }) => at),
      rule,
    );
    for (const { file, at } of archives) {
      if (!gone.includes(at)) continue;
      await rm(file, { force: true });
      await rm(listOf(file), { force: true });
    }
    return { archives: gone.length, files: await this.removeUnneeded() };
  }

  private async removeUnneeded(): Promise<number> {
    const needed = new Set<string>();
    for (const { file } of await this.archives()) {
      const list = await readFile(listOf(file), 'utf8').catch(() => null);
      // Without its list nobody knows what an archive needs.
      if (list === null) return 0;
      for (const name of list.split('\n')) if (name !== '') needed.add(name);
    }
    return this.files.removeAllBut(needed);
  }
}

const listOf = (archive: string): string => archive.replace(/\.backup$/, '.files');
