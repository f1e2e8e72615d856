import { type FormName, forms, type Row } from '@haim/schema';
import { expect } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { PatientService } from './patient.service.ts';
import { RecordService } from './record.service.ts';

export const IMAGE = 'assessed_on,visit_number,sum_viable_diameter_mm';

/** A study of one centre in a database of its own, with the means to make patients, save and import. */
export async function openStudyOfRecords(study: string) {
  const database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Records of one centre',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'C1', name: 'One' }],
  });
  const pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  const db = new StudyDb(pool);
  const operator = (await operatorOf(pool, study, 'test'))!;
  const ctx = () => ({ asker: operator, requestId: '' });
  const patientsOf = () => new PatientService(db, new StudyService(db), new RecordService(db));
  let made = 0;

  /** A new patient, with the means to save and import its records. */
  async function aPatient({ startedOn = '2022-01-11' as string | null } = {}) {
    const code = `P-${(made += 1)}`;
    const id = await patientsOf().create(ctx(), {
      study,
      centre: 'C1',
      code,
      demographics: { ageYears: 60, sex: 'male' },
    });
    const save = (name: FormName, values: Row, corrected: { id: string; version: number } | null = null) =>
      new RecordService(db).save(
        ctx(),
        forms.find((form) => form.name === name)!,
        {
          patientId: id,
          id: corrected?.id ?? null,
          version: corrected?.version ?? null,
          values,
          reason: corrected ? 'read again' : null,
        },
      );
    if (startedOn !== null) await save('treatment', { arm: 'HTI', startedOn });
    const contact = (contactOn: string, vitalStatus: 'alive' | 'dead') => save('followUp', { contactOn, vitalStatus });
    return { id, code, save, contact };
  }

  async function run(headings: string, rows: readonly string[], dryRun = false) {
    const file = fileOf('x.csv', [`patient_code,centre,${headings}`, ...rows].join('\n'));
    return new ImportService(db).run(operator, { study, file, map: null, dryRun });
  }
  const imported = async (headings: string, rows: readonly string[]) => {
    const report = await run(headings, rows);
    expect(report).toMatchObject({ committed: true, problems: [] });
    return report.warnings.map(({ row, column, value, rule, expected }) => [row, column, value, rule, expected.en]);
  };

  /** A second image of each visit, as earlier versions accepted them. */
  const double = (patientId: string) =>
    db.write(operator, null, (tx) =>
      tx.rows(
        `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, assessed_on, visit_number)
         select patient_id, centre_id, 'before', assessed_on + 7, visit_number from portal.tumour_assessment where patient_id = $1`,
        [patientId],
      ),
    );

  const close = async (): Promise<void> => {
    await pool.destroy();
    await database.close();
  };
  return { database, pool, db, operator, ctx, patientsOf, aPatient, run, imported, double, close };
}
