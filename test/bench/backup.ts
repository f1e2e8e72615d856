import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { runApart } from './apart.ts';
// `import type`: an import of a type alone would still run the module, which waits for a message.
import type { AskedOfChild, Backup } from './backup-child.ts';
import { drawOtherForms } from './export.ts';

export interface BackupBenchRow extends Backup {
  readonly name: string;
  readonly megabytes: number;
}

/** A drawn study with rows in each of the 13 forms: backed up, read back and restored into a portal of its own. */
export async function benchBackup(patients: number): Promise<BackupBenchRow[]> {
  const database = await openDatabaseForTests();
  const { home, ownerUrl } = database;
  const file = path.join(home, 'bench.backup');
  const into = path.join(path.dirname(home), 'restored');
  try {
    await seedStudy(ownerUrl, { study: 'BENCH', patients, seed: 1 });
    await drawOtherForms(ownerUrl);
    const rows: BackupBenchRow[] = [];
    for (const [name, asked] of [
      ['made, and read back', { what: 'make', ownerUrl, home, file }],
      ['verified', { what: 'verify', file }],
      ['restored', { what: 'restore', file, into }],
    ] satisfies [string, AskedOfChild][]) {
      const took = await runApart<AskedOfChild, Backup>('backup-child.ts', asked);
      if (took.rows !== (rows[0]?.rows ?? took.rows))
        throw new Error(`${name}: ${took.rows} rows, not ${rows[0]?.rows}`);
      rows.push({ ...took, name, megabytes: statSync(file).size / 2 ** 20 });
    }
    return rows;
  } finally {
    await database.close();
    rmSync(into, { recursive: true, force: true });
  }
}
