import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A secret of this portal, made at first use and kept in PORTAL_HOME/secrets.json, readable by its owner alone.
 *
 * @param name - for example 'app-role'; the same name gives the same secret.
 */
export function secretOf(home: string, name: string): string {
  const path = join(home, 'secrets.json');
  mkdirSync(home, { recursive: true });
  const kept: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const known = kept[name];
  if (known) return known;
  const made = randomBytes(24).toString('base64url');
  // Written to a temporary file and renamed: a crash in between leaves the old file intact.
  writeFileSync(`${path}.new`, JSON.stringify({ ...kept, [name]: made }, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  chmodSync(path, 0o600);
  return made;
}
