import { runningOwnerUrl, startEmbeddedPostgres } from '../db/embedded.ts';
import { type DatabaseUrls, databaseUrls, prepareDatabase } from './prepare-database.ts';
import { checkDatabase, prepareHome, type Settings } from '../settings.ts';
import { lockHolder, lockHome } from './portal-lock.ts';

/**
 * Gives a command the portal's database: that of the running portal, otherwise one started for this command alone and
 * stopped after it.
 */
export async function withDatabase<Result>(
  { home, databaseUrl }: Settings,
  work: (urls: DatabaseUrls) => Promise<Result>,
): Promise<Result> {
  prepareHome(home);
  if (databaseUrl !== null) {
    await checkDatabase(databaseUrl);
    return work(await prepareDatabase({ ownerUrl: databaseUrl, home }));
  }
  const beside = lockHolder(home) === null ? null : runningOwnerUrl(home);
  if (beside !== null) return work(databaseUrls(beside, home));
  const lock = lockHome(home);
  try {
    const postgres = await startEmbeddedPostgres(home);
    try {
      return await work(await prepareDatabase({ ownerUrl: postgres.ownerUrl, home }));
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}
