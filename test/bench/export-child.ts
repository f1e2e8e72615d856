import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SubjectStore } from '../../apps/api/src/columns/index.ts';
import { openDataSource } from '../../apps/api/src/db/data-source.ts';
import { StudyDb } from '../../apps/api/src/db/study-db.ts';
import { ExportService } from '../../apps/api/src/modules/exports/index.ts';
import { operatorOf, StudyService } from '../../apps/api/src/modules/studies/index.ts';
import { type ExportFormat } from '../../packages/schema/src/index.ts';

export interface AskedOfChild {
  readonly ownerUrl: string;
  readonly study: string;
  readonly format: ExportFormat;
}

export interface Exported {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly megabytes: number;
}

/** Exports a study as `portal export` does, in a process that does nothing else, and sends what that took. */
process.once('message', (asked: AskedOfChild) => {
  void exported(asked).then((took) => {
    process.send?.(took);
    process.disconnect();
  });
});

async function exported({ ownerUrl, study, format }: AskedOfChild): Promise<Exported> {
  const folder = await mkdtemp(path.join(tmpdir(), 'portal-bench-'));
  const dataSource = openDataSource(ownerUrl, 3);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'export');
    if (!asker) throw new Error(`there is no study ${study}`);
    const db = new StudyDb(dataSource);
    const exports = new ExportService(db, new SubjectStore(db), new StudyService(db), () => 'a secret of the bench');
    const [began, before] = [performance.now(), process.cpuUsage()];
    const asked = { format, language: 'en', cohort: null, snapshot: null, isIdentified: false, reason: null } as const;
    const signal = new AbortController().signal;
    await exports.make({ asker, requestId: '' }, study, asked, { folder, onStep: () => undefined, signal });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const { maxRSS } = process.resourceUsage();
    let bytes = 0;
    for (const name of await readdir(folder)) bytes += (await stat(path.join(folder, name))).size;
    return { seconds, cpuSeconds: (user + system) / 1e6, peakMb: maxRSS / 1024, megabytes: bytes / 2 ** 20 };
  } finally {
    await dataSource.destroy();
    await rm(folder, { recursive: true });
  }
}
