import { readFileSync } from 'node:fs';
import { newClient } from '../db/connections.ts';
import { join } from 'node:path';
import { importFile } from '../modules/imports/import-file.ts';
import { declareStudy, studyDeclaration } from '../modules/studies/declare-study.ts';

const folder = join(import.meta.dirname, '../../../../data/demo-cohort');

/**
 * Declares the synthetic study and imports its patients by the path every file takes. People's later corrections are
 * kept: an existing study is left alone.
 *
 * @returns whether anything was loaded.
 */
export async function loadDemonstration({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<boolean> {
  const declaration = studyDeclaration.parse(JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')));
  if (await isLoaded(ownerUrl, declaration.code)) return false;
  await declareStudy(ownerUrl, declaration);
  for (const name of ['patients', 'lesions']) {
    const { committed, problems } = await importFile({
      appUrl,
      study: declaration.code,
      csv: join(folder, `${name}.csv`),
      map: join(folder, `${name}.map.json`),
      dryRun: false,
    });
    if (!committed) throw new Error(`${name}.csv of the demonstration was refused: ${JSON.stringify(problems[0])}`);
  }
  return true;
}

/** Whether both files are imported: a start interrupted between them continues with the second. */
async function isLoaded(ownerUrl: string, study: string): Promise<boolean> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select 1 from portal.study s where s.code = $1 and exists (
         select 1 from portal.audit_entry a join portal.centre c on c.id = a.centre_id
         where c.study_id = s.id and a.form = 'tumour_assessment')`,
      [study],
    );
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
