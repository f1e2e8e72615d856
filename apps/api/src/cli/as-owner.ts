import type { Client } from 'pg';
import { readSettings } from '../settings.ts';

/** Gives `work` one connection of the database's owner, whether the portal is running or not. */
export async function asOwner(work: (client: Client) => Promise<void>): Promise<void> {
  const { withDatabase } = await import('../supervisor/database-for-command.ts');
  const { newClient } = await import('../db/connections.ts');
  await withDatabase(readSettings(), async ({ ownerUrl }) => {
    const client = newClient({ connectionString: ownerUrl });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  });
}
