import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { type importFile } from '../../apps/api/src/modules/imports/import-file.ts';
import { declareStudy } from '../../apps/api/src/modules/studies/declare-study.ts';
import { runApart } from './apart.ts';
import { ARMS, CENTRES, centreCode, drawnMap, writeDrawnFile } from './drawn-file.ts';
// `import type`: an import of a type alone would still run the module, which waits for a message.
import type { Import } from './import-child.ts';
import { postgresCpuSeconds } from './postgres-cpu.ts';

export interface ImportBenchRow extends Import {
  readonly name: string;
  readonly patients: number;
  readonly postgresCpuSeconds: number;
}

const STUDY = 'BENCH';

/** Files of drawn patients with four records each, imported into an empty study, again, and with corrections. */
export async function benchImport(patients: number): Promise<ImportBenchRow[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-bench-'));
  const database = await openDatabaseForTests();
  try {
    await declareStudy(database.ownerUrl, {
      code: STUDY,
      name: `${patients} drawn patients`,
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: ARMS.map((code) => ({ code, label: code })),
      centres: Array.from({ length: CENTRES }, (_, i) => ({ code: centreCode(i), name: `Centre ${i + 1}` })),
    });
    const map = path.join(folder, 'map.json');
    writeFileSync(map, JSON.stringify(drawnMap));
    const rows: ImportBenchRow[] = [];
    for (const [name, edition, fate] of [
      ['new patients with four records each', 0, 'new'],
      ['the same file again', 0, 'same'],
      ['one record of each patient corrected', 1, 'changed'],
    ] as const) {
      const file = path.join(folder, `${edition}.csv`);
      await writeDrawnFile(file, patients, edition);
      const before = postgresCpuSeconds(database.home);
      const took = await runApart<Parameters<typeof importFile>[0], Import>('import-child.ts', {
        appUrl: database.appUrl,
        study: STUDY,
        file,
        map,
        dryRun: false,
      });
      if (!took.committed || took.rows[fate] !== patients) throw new Error(`${name}: ${JSON.stringify(took)}`);
      rows.push({ ...took, name, patients, postgresCpuSeconds: postgresCpuSeconds(database.home) - before });
    }
    return rows;
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
