import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Below PORTAL_HOME, everything that is of patients or opens the way to them. PostgreSQL keeps its own folder. */
const ownFolders = ['slides', 'models', 'bags', 'uploads', 'log', 'tmp', 'audit-heads'];

/** From now on files written by this process and its children are closed to other accounts by default. */
export function writePrivately(): void {
  process.umask(0o077);
}

/**
 * Closes what earlier versions left open: folders 0700, files 0600 below PORTAL_HOME. Links are left alone, as they lead to
 * places that somebody chose; so is what another account owns.
 *
 * @returns how many were open.
 */
export function closeToOthers(home: string): number {
  if (process.platform === 'win32') return 0;
  return ownFolders.reduce((open, name) => open + close(path.join(home, name)), 0);
}

function close(place: string): number {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found || found.isSymbolicLink() || found.uid !== process.getuid?.()) return 0;
  const isFolder = found.isDirectory();
  const wanted = isFolder ? 0o700 : 0o600;
  const isOpen = (found.mode & 0o077) !== 0;
  if (isOpen) chmodSync(place, wanted);
  const inside = isFolder ? readdirSync(place) : [];
  return inside.reduce((open, name) => open + close(path.join(place, name)), Number(isOpen));
}
