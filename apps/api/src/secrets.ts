import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const fileOf = (home: string): string => path.join(home, 'secrets.json');

function readSecrets(home: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${fileOf(home)} cannot be read; without it the database of this portal cannot be opened.`, {
      cause: error,
    });
  }
}

/** 256 bits, safe in a URL and in a shell. */
const randomSecret = (): string => randomBytes(32).toString('base64url');

/** A secret kept earlier under `name`, or null. */
export function keptSecret(home: string, name: string): string | null {
  return readSecrets(home)[name] ?? null;
}

/**
 * The secret kept under `name` in PORTAL_HOME/secrets.json (mode 600), made and written on first use.
 * Written by a rename, so a crash leaves the old file or the new one.
 */
export function keepSecret(home: string, name: string, make: () => string = randomSecret): string {
  const secrets = readSecrets(home);
  const kept = secrets[name];
  if (kept !== undefined) return kept;
  const made = make();
  const draft = `${fileOf(home)}.${process.pid}`;
  mkdirSync(home, { recursive: true });
  writeFileSync(draft, JSON.stringify({ ...secrets, [name]: made }, null, 2) + '\n', { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, fileOf(home));
  return made;
}
