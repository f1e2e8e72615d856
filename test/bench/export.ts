import { Client } from 'pg';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { type ExportFormat } from '../../packages/schema/src/index.ts';
import { runApart } from './apart.ts';
// `import type`: an import of a type alone would still run the module, which waits for a message.
import type { AskedOfChild, Exported } from './export-child.ts';

export interface ExportBenchRow extends Exported {
  readonly format: ExportFormat;
  readonly rows: number;
}

const STUDY = 'BENCH';
const formats = ['csv', 'sav', 'xlsx', 'dta', 'xpt'] as const;

/** A drawn study with rows in each of the 13 forms, as every format that has a file for each table, or one for all. */
export async function benchExport(patients: number, only: string): Promise<ExportBenchRow[]> {
  const database = await openDatabaseForTests();
  try {
    await seedStudy(database.ownerUrl, { study: STUDY, patients, seed: 1 });
    const records = await drawOtherForms(database.ownerUrl);
    const rows: ExportBenchRow[] = [];
    for (const format of formats) {
      if (only !== '' && !only.split(',').includes(format)) continue;
      rows.push({
        ...(await runApart<AskedOfChild, Exported>('export-child.ts', {
          ownerUrl: database.ownerUrl,
          study: STUDY,
          format,
        })),
        format,
        rows: records,
      });
    }
    return rows;
  } finally {
    await database.close();
  }
}

/** The forms of which `seedStudy` draws no records: per patient five cycles, two courses, ten results and one of each other. */
export async function drawOtherForms(ownerUrl: string): Promise<number> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const of = (table: string, columns: string, values: string, several = 1) =>
      `insert into portal.${table} (patient_id, centre_id, updated_by, ${columns})
       select p.id, p.centre_id, 'drawn', ${values} from portal.patient p cross join generate_series(1, ${several}) k`;
    await owner.query(
      [
        'begin',
        // Around the triggers, as `seedStudy`: none of these is read by the analysis row here.
        'set local session_replication_role = replica',
        of('eligibility', 'missing', `'{}'`),
        of('haic_cycle', 'cycle_number, given_on', `k, date '2019-01-01' + 21 * k`, 5),
        of(
          'systemic_course',
          'drug_class, drug, course_started_on',
          `(array['tki', 'ici'])[k], (array['lenvatinib', 'camrelizumab'])[k], '2019-02-01'`,
          2,
        ),
        of('lab_result', 'test, taken_on, value, unit', `'AFP', date '2019-01-01' + k, 12.5 * k, 'ng/mL'`, 10),
        of('later_treatment', 'therapy, therapy_on', `'resection', '2020-03'`),
        of('slide', 'barcode, stain, evaluation_set', `'S-' || p.code, 'H&E', 'training'`),
        of('imported_score', 'model_name, score', `'a model', 0.25`),
        'commit',
      ].join(';'),
    );
    const tables = [
      'demographics',
      'eligibility',
      'baseline',
      'treatment',
      'haic_cycle',
      'systemic_course',
      'tumour_assessment',
      'lab_result',
      'adverse_event',
      'later_treatment',
      'follow_up',
      'slide',
      'imported_score',
      'subject',
    ];
    await owner.query(`vacuum analyze`);
    const { rows } = await owner.query<{ n: number }>(
      `select (${tables.map((table) => `(select count(*) from portal.${table})`).join(' + ')})::int as n`,
    );
    return rows[0]?.n ?? 0;
  } finally {
    await owner.end();
  }
}
