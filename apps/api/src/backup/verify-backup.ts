import path from 'node:path';
import { type ListedFile, nameOfFile } from './archive-format.ts';
import { BackupError } from './backup-error.ts';
import { BackupFolder, isFolderOfBackups } from './backup-folder.ts';
import { type BackupKey } from './backup-key.ts';
import { KeptFiles } from './kept-files.ts';
import { type ReadArchive, readArchive } from './read-archive.ts';

/**
 * The archive that a place names: itself, or the newest of a folder.
 * @throws BackupError where the folder has none.
 */
export async function archiveAt(place: string): Promise<string> {
  if (!isFolderOfBackups(place)) return path.resolve(place);
  const [newest] = await new BackupFolder(path.resolve(place), null).archives();
  if (!newest) throw new BackupError(`${place} has no backup.`);
  return newest.file;
}

/**
 * Reads a backup from end to end, with the files that are kept beside it, and compares everything with its manifest.
 *
 * @param isRead - which of the files beside it are read again; of the others, their size is compared.
 * @throws BackupError naming the first thing that is not as it was written.
 */
export async function verifyBackup(
  file: string,
  key: BackupKey | null,
  isRead: (sha256: string) => boolean = () => true,
): Promise<ReadArchive> {
  const read = await readArchive(file, key);
  const held = heldOf(read.manifest.files);
  if (read.opening.filesAre === 'inside') {
    const inside = new Set(read.manifest.entries.map(({ name }) => name));
    for (const { path: place, sha256 } of held) {
      if (!inside.has(nameOfFile(sha256))) throw new BackupError(`${place} is missing from the archive.`);
    }
    for (const { name, sha256 } of read.manifest.entries) {
      if (name.startsWith('files/') && name !== nameOfFile(sha256)) {
        throw new BackupError(`${name} of the archive is not what its name says.`);
      }
    }
    return read;
  }
  const beside = new KeptFiles(path.dirname(file), key);
  for (const { path: place, sha256, bytes } of held) {
    if (isRead(sha256)) for await (const _ of beside.read(sha256));
    else if (!(await beside.has(sha256, bytes)))
      throw new BackupError(`${place} is missing from the backup, or was cut off.`);
  }
  return read;
}

/** Those that the backup has, each content once. */
export function heldOf(files: readonly ListedFile[]): ListedFile[] {
  return [...new Map(files.filter(({ isHeld }) => isHeld).map((file) => [file.sha256, file])).values()];
}
