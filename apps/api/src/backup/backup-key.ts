import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { BackupError } from './backup-error.ts';

const KEY_BYTES = 32;
const written = /^haim-portal-backup-key ([A-Za-z0-9_-]{43})\s*$/;

/** A key by which backups are encrypted. */
export interface BackupKey {
  /** Eight bytes by which an archive says which key it was sealed with; they reveal nothing of it. */
  readonly id: Buffer;
  /** A key of one archive or file. */
  readonly forSalt: (salt: Buffer) => Buffer;
  /** The name under which a file of this hash is kept: without the key nobody can tell whether a known slide is there. */
  readonly nameOf: (sha256: string) => string;
}

function keyOf(secret: Buffer): BackupKey {
  const derive = (salt: Buffer, purpose: string) => Buffer.from(hkdfSync('sha256', secret, salt, purpose, KEY_BYTES));
  const none = Buffer.alloc(0);
  const naming = derive(none, 'haim-portal-backup names');
  return {
    id: derive(none, 'haim-portal-backup id').subarray(0, 8),
    forSalt: (salt) => derive(salt, 'haim-portal-backup content'),
    nameOf: (sha256) => createHash('sha256').update(naming).update(sha256).digest('hex'),
  };
}

/**
 * Reads a key that `writeBackupKey` wrote.
 * @throws BackupError naming the file.
 */
export async function readBackupKey(file: string): Promise<BackupKey> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BackupError(`The key ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  });
  const [, secret] = written.exec(text) ?? [];
  if (secret === undefined) {
    throw new BackupError(`${file} is not a key of backups: bin/portal backup key FILE makes one.`);
  }
  return keyOf(Buffer.from(secret, 'base64url'));
}

/**
 * Makes a new key, readable by its owner alone.
 * @throws BackupError where the file is there: without the old key its backups could not be read any more.
 */
export async function writeBackupKey(file: string): Promise<void> {
  const text = `haim-portal-backup-key ${randomBytes(KEY_BYTES).toString('base64url')}\n`;
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new BackupError(
      code === 'EEXIST'
        ? `${file} is there already, and is left as it is: name another file.`
        : `The key ${file} cannot be written (${code}).`,
      { cause },
    );
  });
  await chmod(file, 0o600);
}
