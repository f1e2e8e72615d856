import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput } from '../../context/portal-error.ts';
import { type Encoding, fileAt, type FileBytes, isTableFile } from '../../tables/index.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { operatorOf } from '../studies/index.ts';
import { readImportMap } from './import-map.ts';
import { type ImportReport } from './import-report.ts';
import { ImportService } from './import.service.ts';

/** Imports a file of this machine as its operator: the same path as an upload, with the same rules and audit. */
export async function importFile({
  appUrl,
  study,
  file,
  map,
  dryRun,
  encoding = null,
  blankEmpty = false,
}: {
  appUrl: string;
  study: string;
  /** A file, or a folder of which every file that may be a table is read. */
  file: string;
  map: string | null;
  dryRun: boolean;
  encoding?: Encoding | null;
  blankEmpty?: boolean;
}): Promise<ImportReport> {
  const mapping = map === null ? null : readImportMap(await readFile(map, 'utf8'));
  const dataSource = openDataSource(appUrl, 2);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'import');
    if (!asker) throw badInput(`no study has the code ${study}`);
    return await new ImportService(new StudyDb(dataSource)).run(asker, {
      study,
      file: await filesAt(file),
      encoding,
      map: mapping,
      dryRun,
      blankEmpty,
    });
  } finally {
    await dataSource.destroy();
  }
}

async function filesAt(path: string): Promise<readonly FileBytes[]> {
  if (!(await stat(path)).isDirectory()) return [await fileAt(path)];
  const names = (await readdir(path)).filter(isTableFile).toSorted();
  if (names.length === 0) throw badInput(`${path}: the folder has no table`);
  return Promise.all(names.map((name) => fileAt(join(path, name))));
}
