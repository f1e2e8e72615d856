import { type CohortFilter, type ExportFormat, readCohort } from '@haim/schema';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { wire } from '../compose/wire.ts';
import { isId } from '../context/id.ts';
import { operatorName } from '../context/operator.ts';
import { openDataSource } from '../db/data-source.ts';
import type { WrittenFile } from '../modules/exports/index.ts';
import { SnapshotService } from '../modules/snapshots/index.ts';
import { operatorOf, StudyService } from '../modules/studies/index.ts';
import { StudyDb } from '../db/study-db.ts';
import { type Settings, SettingsError } from '../settings.ts';
import { withDatabase } from '../supervisor/database-for-command.ts';
import { cohortIn } from './drawing-for-command.ts';
import { givenPath } from './given-path.ts';

export interface CommandedExport {
  readonly study: string;
  readonly format: ExportFormat;
  readonly out: string;
  readonly language: 'en' | 'zh';
  readonly cohort?: string;
  readonly snapshot?: string;
  readonly identified?: boolean;
  readonly reason?: string;
}

/**
 * Exports as the operator of the machine, who may do in the study what its administrator may. The folder appears whole,
 * or not at all.
 *
 * @throws SettingsError for a study, cohort or snapshot that does not exist, or a folder that has something in it.
 */
export async function exportedInto(
  settings: Settings,
  given: CommandedExport,
): Promise<{ folder: string; files: readonly WrittenFile[] }> {
  const cohort = given.cohort === undefined ? null : readCohort(await cohortIn(given.cohort)).filter;
  const place = givenPath(given.out);
  const there = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new SettingsError(`--out: ${given.out} is not a folder (${error.code ?? error.message}).`);
  });
  if (there !== null && there.length > 0) {
    throw new SettingsError(`--out: ${given.out} has files in it; name a folder that is empty or not there.`);
  }
  const partial = `${place}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  try {
    const files = await withDatabase(settings, ({ ownerUrl }) => write(settings, ownerUrl, given, cohort, partial));
    if (there !== null) await rmdir(place);
    await rename(partial, place);
    return { folder: given.out, files };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function write(
  settings: Settings,
  ownerUrl: string,
  given: CommandedExport,
  cohort: CohortFilter | null,
  folder: string,
): Promise<readonly WrittenFile[]> {
  // One reads, and one records that it may.
  const dataSource = openDataSource(ownerUrl, 3);
  await dataSource.initialize();
  try {
    const operator = await operatorOf(dataSource, given.study, 'export');
    if (!operator) throw new SettingsError(`no study has the code ${given.study}: \`portal study list\` lists them.`);
    const ctx = { asker: { ...operator, name: operatorName('portal export') }, requestId: '' };
    const { exports } = wire({
      dataSource,
      appUrl: ownerUrl,
      home: settings.home,
      auditHeads: settings.auditHeads,
      onTrouble: () => undefined,
    });
    const { format, language, identified = false, reason = null } = given;
    const snapshot = given.snapshot === undefined ? null : await snapshotId(ctx, dataSource, given);
    const asked = { format, language, cohort, snapshot, isIdentified: identified, reason };
    const leaving = new AbortController();
    const stop = () => leaving.abort(new SettingsError('export: cancelled; nothing was kept.'));
    process.once('SIGINT', stop);
    try {
      const onStep = ({ done, of, name }: { done: number; of: number; name: string }) => {
        if (process.stderr.isTTY && name !== '') process.stderr.write(`${done + 1} of ${of}: ${name}\n`);
      };
      return (await exports.make(ctx, given.study, asked, { folder, onStep, signal: leaving.signal })).files;
    } finally {
      process.off('SIGINT', stop);
    }
  } finally {
    await dataSource.destroy();
  }
}

async function snapshotId(
  ctx: Parameters<SnapshotService['list']>[0],
  dataSource: ReturnType<typeof openDataSource>,
  { study, snapshot = '' }: CommandedExport,
): Promise<string> {
  const db = new StudyDb(dataSource);
  const all = await new SnapshotService(db, new StudyService(db)).list(ctx, study);
  const found = all.find(({ id, name }) => name === snapshot || (isId(snapshot) && id === snapshot));
  if (found) return found.id;
  throw new SettingsError(
    `--snapshot: ${study} has no snapshot called ${snapshot}: \`portal snapshot list --study ${study}\` lists them.`,
  );
}
