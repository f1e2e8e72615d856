import { readFileSync } from 'node:fs';
import { newClient } from '../db/connections.ts';
import { join } from 'node:path';
import { withPapers } from './with-papers.ts';
import { importFile } from '../modules/imports/import-file.ts';
import { declareStudy, studyDeclaration } from '../modules/studies/declare-study.ts';
import { loadScreeningLog } from './load-screening-log.ts';

const folder = join(import.meta.dirname, '../../../../data/demo-cohort');

interface Urls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

interface DemoFile {
  readonly name: string;
  /** The table in whose trail the import shows; each file is the first to fill its own. */
  readonly table: string;
  /** null: the file has the portal's own headings. */
  readonly map: string | null;
}

const cohortFiles: readonly DemoFile[] = [
  { name: 'patients', table: 'demographics', map: 'patients.map.json' },
  { name: 'lesions', table: 'tumour_assessment', map: 'lesions.map.json' },
];
const courseFiles: readonly DemoFile[] = [
  { name: 'cycles', table: 'haic_cycle', map: null },
  { name: 'courses', table: 'systemic_course', map: null },
  { name: 'labs', table: 'lab_result', map: null },
  { name: 'later', table: 'later_treatment', map: null },
  { name: 'eligibility', table: 'eligibility', map: null },
];

const screeningTable = 'screening';
const paperTable = 'paper';

const declared = () => studyDeclaration.parse(JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')));

/**
 * Declares the synthetic study and imports its patients and their images by the path every file takes. People's later
 * corrections are kept: an existing study is left alone, and a start that was interrupted continues.
 *
 * @returns whether anything was loaded.
 */
export async function loadDemonstration(urls: Urls): Promise<boolean> {
  const declaration = declared();
  const loaded = await loadedTables(urls.ownerUrl, declaration.code);
  const missing = cohortFiles.filter(({ table }) => !loaded.has(table));
  if (missing.length === 0) return false;
  await declareStudy(urls.ownerUrl, declaration);
  for (const file of missing) {
    const problem = await importDemoFile(urls, declaration.code, file);
    if (problem !== null) throw new Error(`${file.name}.csv of the demonstration was refused: ${problem}`);
  }
  return true;
}

/**
 * Imports what the patients of the demonstration were given, what was measured and what was answered about eligibility:
 * cycles, courses, laboratory results, later treatments, the form Eligibility and the screening log, each where the study
 * never had such a record. A file that no longer fits what people changed meanwhile is left out.
 *
 * @returns the names of the files that were imported.
 */
export async function loadDemoCourses(urls: Urls): Promise<readonly string[]> {
  const { code } = declared();
  const loaded = await loadedTables(urls.ownerUrl, code);
  const imported: string[] = [];
  for (const file of courseFiles.filter(({ table }) => !loaded.has(table))) {
    if ((await importDemoFile(urls, code, file)) === null) imported.push(file.name);
  }
  if (!loaded.has(screeningTable) && (await loadScreeningLog(urls.appUrl, code, join(folder, 'screening.csv'))))
    imported.push('screening');
  return imported;
}

/**
 * Keeps what the publication that the demonstration follows claims, where the study never had a paper.
 *
 * @returns whether it was added.
 */
export async function loadDemoPaper({ ownerUrl }: Urls): Promise<boolean> {
  const { code } = declared();
  if ((await loadedTables(ownerUrl, code)).has(paperTable)) return false;
  const file = readFileSync(join(folder, 'lin-haim.claims.json'), 'utf8');
  return (await withPapers(ownerUrl, code, (ctx, papers) => papers.set(ctx, code, 0, file))) !== null;
}

/** @returns null, or the first problem for which nothing was stored. */
async function importDemoFile({ appUrl }: Urls, study: string, { name, map }: DemoFile): Promise<string | null> {
  const { committed, problems } = await importFile({
    appUrl,
    study,
    file: join(folder, `${name}.csv`),
    map: map === null ? null : join(folder, map),
    dryRun: false,
  });
  return committed ? null : JSON.stringify(problems[0]);
}

/** The tables of which the trail of the study has entries. */
async function loadedTables(ownerUrl: string, study: string): Promise<ReadonlySet<string>> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ form: string }>(
      `select t.form from portal.study s cross join unnest($2::text[]) t (form)
       where s.code = $1 and exists (
         select from portal.audit_entry a left join portal.centre c on c.id = a.centre_id
         where coalesce(a.study_id, c.study_id) = s.id and a.form = t.form)`,
      [study, [...[...cohortFiles, ...courseFiles].map(({ table }) => table), screeningTable, paperTable]],
    );
    return new Set(rows.map(({ form }) => form));
  } finally {
    await client.end();
  }
}
