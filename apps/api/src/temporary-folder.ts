import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './db/postgres-process.ts';

/** `purpose.<process id>.<random>`: the process that made it is the one that removes it. */
const folderName = /^[a-z-]+\.(\d+)\.\w+$/;

/**
 * Where all temporary files of a PORTAL_HOME are stored. Uploads may name patients: it stays on the portal's own
 * disk, closed to other accounts, and not in the system's folder, where a crash would leave it for good.
 */
function placeOf(home: string): string {
  const place = path.join(home, 'tmp');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return place;
}

/** Makes a folder of this process below PORTAL_HOME/tmp, mode 0700. Whoever makes it removes it; a crash leaves it to the next sweep. */
export function temporaryFolder(home: string, purpose: string): Promise<string> {
  return mkdtemp(path.join(placeOf(home), `${purpose}.${process.pid}.`));
}

/** Gives `work` a temporary folder and removes it afterwards, whatever the outcome. */
export async function withTemporaryFolder<Result>(
  home: string,
  purpose: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await temporaryFolder(home, purpose);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes what processes that have ended left behind; each start of the portal and of its API does so. A current
 * process may have the number of one that ended, as after a container started over: of this process itself nothing is
 * here yet, and what another one seems to own waits for a later start.
 *
 * @returns how many folders were left.
 */
export function sweepTemporaryFolders(home: string): number {
  const place = placeOf(home);
  const left = readdirSync(place).filter((name) => {
    const pid = Number(folderName.exec(name)?.[1]);
    return Number.isNaN(pid) || pid === process.pid || !isAlive(pid);
  });
  for (const name of left) rmSync(path.join(place, name), { recursive: true, force: true });
  return left.length;
}
