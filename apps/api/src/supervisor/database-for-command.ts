import { runningOwnerUrl, startEmbeddedPostgres } from '../db/embedded.ts';
import { type DatabaseUrls, databaseUrls } from './prepare-database.ts';
import { checkDatabase, prepareHome, type Settings } from '../settings.ts';
import { lockHolder, lockHome } from './portal-lock.ts';
import { upgradeDatabase } from './upgrade-database.ts';

/**
 * Gives a command the portal's database: that of the running portal, otherwise one started for this command alone and
 * stopped after it.
 */
export async function withDatabase<Result>(
  settings: Settings,
  work: (urls: DatabaseUrls) => Promise<Result>,
): Promise<Result> {
  return withOwnDatabase(settings, async ({ ownerUrl, isInUse }) =>
    work(isInUse ? databaseUrls(ownerUrl, settings.home) : await upgradeDatabase(ownerUrl, settings, sayAside)),
  );
}

/** The same as it is, of whatever version: for what must not change it. */
export async function withDatabaseAsItIs<Result>(
  settings: Settings,
  work: (ownerUrl: string) => Promise<Result>,
): Promise<Result> {
  return withOwnDatabase(settings, ({ ownerUrl }) => work(ownerUrl));
}

interface Opened {
  readonly ownerUrl: string;
  /** Whether it is that of a running portal, which has brought it up to date. */
  readonly isInUse: boolean;
}

async function withOwnDatabase<Result>(
  { home, databaseUrl }: Settings,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  prepareHome(home);
  if (databaseUrl !== null) {
    await checkDatabase(databaseUrl);
    return work({ ownerUrl: databaseUrl, isInUse: false });
  }
  const beside = lockHolder(home) === null ? null : runningOwnerUrl(home);
  if (beside !== null) return work({ ownerUrl: beside, isInUse: true });
  const lock = lockHome(home);
  try {
    const postgres = await startEmbeddedPostgres(home);
    try {
      return await work({ ownerUrl: postgres.ownerUrl, isInUse: false });
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

/** Standard output belongs to the command. */
function sayAside(line: string): void {
  process.stderr.write(`${line}\n`);
}
