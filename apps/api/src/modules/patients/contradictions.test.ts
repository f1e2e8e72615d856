import { Client } from 'pg';
import { type FormName, forms, type Row } from '@haim/schema';
import { Readable } from 'node:stream';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForgetDerivedResponses1764000000013 } from '../../../../../migrations/1764000000013-forget-derived-responses.ts';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { SubjectStore } from '../../columns/index.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { StudyDb } from '../../db/study-db.ts';
import { SurvivalService } from '../analyses/survival.service.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { PatientService } from './patient.service.ts';
import { RecordService } from './record.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let made = 0;
const study = 'CONTRA';
let operator: Asker;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Contradictions',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'C1', name: 'One' }],
  });
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  db = new StudyDb(pool);
  operator = (await operatorOf(pool, study, 'test'))!;
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const ctx = () => ({ asker: operator, requestId: '' });
const patientsOf = () => new PatientService(db, new StudyService(db), new RecordService(db));

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
  const file = () => Readable.from([Buffer.from([`patient_code,centre,${headings}`, ...rows].join('\n'))]);
  return new ImportService(db).run(operator, { study, fileName: 'x.csv', file, map: null, dryRun });
}
const imported = async (headings: string, rows: readonly string[]) => {
  const report = await run(headings, rows);
  expect(report).toMatchObject({ committed: true, problems: [] });
  return report.warnings.map(({ row, column, value, rule, expected }) => [row, column, value, rule, expected.en]);
};
const CONTACT = 'contact_on,vital_status';
const IMAGE = 'assessed_on,visit_number,sum_viable_diameter_mm';

const refused = async (saving: Promise<unknown>) => {
  const error = await saving.then(
    () => null,
    (cause: unknown) =>
      cause as { extensions: { code: string; issues: { field: string; expected: { en: string; zh: string } }[] } },
  );
  expect(error?.extensions.code).toBe('BAD_USER_INPUT');
  expect(error!.extensions.issues.every(({ expected }) => expected.zh !== '')).toBe(true);
  return error!.extensions.issues.map(({ field, expected }) => [field, expected.en]);
};
const death = 'Follow-up, Last known alive, or death 2022-05-11';

describe('a form', () => {
  it('refuses a second death, naming the first', async () => {
    const { contact } = await aPatient();
    await contact('2022-05-11', 'dead');
    expect(await refused(contact('2022-09-08', 'dead'))).toEqual([
      ['contactOn', `the day of the death that is on record (${death}); if that is wrong, correct it first`],
    ]);
    await expect(contact('2022-03-01', 'alive')).resolves.toBeDefined();
  });

  it('refuses life after death from either side', async () => {
    const one = await aPatient();
    await one.contact('2022-05-11', 'dead');
    expect(await refused(one.contact('2022-09-08', 'alive'))).toEqual([
      ['contactOn', `no later than the death that is on record (${death})`],
    ]);
    const other = await aPatient();
    await other.contact('2022-09-08', 'alive');
    expect(await refused(other.contact('2022-05-11', 'dead'))).toEqual([
      ['contactOn', 'no earlier than what is on record after it (Follow-up, Last known alive, or death 2022-09-08)'],
    ]);
  });

  it.each<[FormName, Row, string]>([
    ['tumourAssessment', { assessedOn: '2022-05-12', visitNumber: 1 }, 'assessedOn'],
    ['tumourAssessment', { assessedDay: 121, visitNumber: 1 }, 'assessedDay'],
    ['adverseEvent', { term: 'Fever', grade: '1', startedOn: '2022-05-12' }, 'startedOn'],
    ['adverseEvent', { term: 'Fever', grade: '1', startedOn: '2022-05-01', resolvedOn: '2022-06-01' }, 'resolvedOn'],
  ])('refuses after a death on day 120: %s %o', async (form, values, field) => {
    const { contact, save } = await aPatient();
    await contact('2022-05-11', 'dead');
    expect(await refused(save(form, values))).toEqual([
      [field, `no later than the death that is on record (${death})`],
    ]);
  });

  it('accepts what falls on the day of death, and a slide of tissue taken after it', async () => {
    const { contact, save } = await aPatient();
    await contact('2022-05-11', 'dead');
    await save('tumourAssessment', { assessedDay: 120, visitNumber: 1 });
    await save('adverseEvent', { term: 'Liver failure', grade: '5', startedOn: '2022-05-11' });
    await save('slide', { barcode: 'S', takenOn: '2022-05-12' });
  });

  it('refuses a death before the treatment, and a treatment after the death', async () => {
    const one = await aPatient();
    expect(await refused(one.contact('2021-05-11', 'dead'))).toEqual([
      ['contactOn', 'no earlier than what is on record after it (Treatment, First HAIC (time zero) 2022-01-11)'],
    ]);
    const other = await aPatient({ startedOn: null });
    await other.contact('2021-05-11', 'dead');
    const fields = (await refused(other.save('treatment', { startedOn: '2022-01-11', endedOn: '2022-02-11' }))).map(
      ([f]) => f,
    );
    expect(fields.toSorted()).toEqual(['endedOn', 'startedOn']);
  });

  it('refuses a first HAIC that moves a study day beyond a dated death', async () => {
    const { contact, save } = await aPatient({ startedOn: null });
    await contact('2022-05-11', 'dead');
    await save('tumourAssessment', { assessedDay: 100, visitNumber: 1 });
    expect(await refused(save('treatment', { startedOn: '2022-03-01' }))).toEqual([
      [
        'startedOn',
        `a first HAIC by which Tumour assessment, Study day of the image day 100 is not after the death (${death})`,
      ],
    ]);
    await save('treatment', { startedOn: '2022-01-11' });
  });

  it.each<[FormName, Row, string]>([
    ['tumourAssessment', { assessedOn: '2022-03-12', visitNumber: 1 }, 'visitNumber'],
    ['followUp', { contactOn: '2022-03-12', vitalStatus: 'alive' }, 'contactOn'],
    ['followUp', { contactDay: 60, vitalStatus: 'alive' }, 'contactDay'],
    ['slide', { barcode: 'S-1' }, 'barcode'],
    ['importedScore', { modelName: 'HAIM', score: 0.5 }, 'modelName'],
  ])('refuses a repeated key: %s %o', async (form, values, field) => {
    const { save } = await aPatient();
    const first = await save(form, values);
    expect((await refused(save(form, values))).map(([name]) => name)).toEqual([field]);
    // A correction is not a duplicate of itself.
    await save(form, values, first);
  });

  it('names the image that already has the visit number', async () => {
    const { save } = await aPatient();
    await save('tumourAssessment', { assessedOn: '2022-03-12', visitNumber: 1 });
    expect(await refused(save('tumourAssessment', { assessedOn: '2022-05-11', visitNumber: 1 }))).toEqual([
      [
        'visitNumber',
        'a value that no other record of the patient has: the tumour assessment of 2022-03-12 has the same Visit (0 is baseline)',
      ],
    ]);
  });

  it('accepts two events of one name whose start is unknown', async () => {
    const { save } = await aPatient();
    await save('adverseEvent', { term: 'Fever', grade: '1' });
    await save('adverseEvent', { term: 'Fever', grade: '2' });
  });

  it('accepts one of two simultaneous contradicting saves', async () => {
    const { contact } = await aPatient();
    const saved = await Promise.allSettled([
      contact('2022-05-11', 'dead'),
      contact('2022-09-08', 'alive'),
      contact('2022-07-01', 'dead'),
    ]);
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('waits for another writer of the patient, but not indefinitely', async () => {
    const { id, contact } = await aPatient();
    const [saved] = await db.write(operator, null, async (tx) => {
      await tx.rows('select from portal.patient where id = $1 for no key update', [id]);
      return Promise.allSettled([contact('2022-05-11', 'dead')]);
    });
    expect(saved).toMatchObject({ status: 'rejected', reason: { extensions: { code: 'CONFLICT' } } });
    await contact('2022-05-11', 'dead');
  });

  it('waits at its commit for another writer of the rows of the study, but not indefinitely', async () => {
    const { contact } = await aPatient();
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    // As a committing import does.
    await owner.query('begin');
    await owner.query('select from portal.study_version for update');
    const [saved] = await Promise.allSettled([contact('2022-05-11', 'dead')]);
    await owner.query('rollback');
    await owner.end();
    expect(saved).toMatchObject({
      status: 'rejected',
      reason: { extensions: { code: 'CONFLICT' }, message: expect.stringContaining('save again in a moment') },
    });
    await contact('2022-05-11', 'dead');
  });

  it('lets stored pairs be corrected one record at a time', async () => {
    const { id, code, save } = await aPatient();
    await run(CONTACT, [`${code},C1,2022-05-11,dead`, `${code},C1,2022-09-08,dead`, `${code},C1,2022-10-08,alive`]);
    const { followUps, contradictions } = await patientsOf().one(ctx(), id, new Set(['followUps', 'contradictions']));
    expect(contradictions.map(({ rule }) => rule).toSorted()).toEqual([
      'aliveAfterDeath',
      'aliveAfterDeath',
      'twoDeaths',
    ]);
    const stored = followUps as (StoredRow & Row)[];
    const at = (date: string) => stored.find((one) => one['contactOn'] === date)!;
    await save('followUp', { contactOn: '2022-09-08', vitalStatus: 'alive' }, at('2022-09-08'));
    await save('followUp', { contactOn: '2022-05-11', vitalStatus: 'alive' }, at('2022-05-11'));
    expect((await patientsOf().one(ctx(), id, new Set(['contradictions']))).contradictions).toEqual([]);
  });
});

describe('an import', () => {
  it('warns of two deaths within the file, at the line of the later', async () => {
    const { code } = await aPatient();
    expect(await imported(CONTACT, [`${code},C1,2022-09-08,dead`, `${code},C1,2022-05-11,dead`])).toEqual([
      [
        2,
        'contact_on',
        '2022-09-08',
        'twoDeaths',
        `the day of the death that is on record (${death}); if that is wrong, correct it first; line 3`,
      ],
    ]);
  });

  it('warns of contradictions with an earlier import, even where the new record is the earlier one', async () => {
    const { code } = await aPatient();
    expect(await imported(CONTACT, [`${code},C1,2022-05-11,dead`])).toEqual([]);
    expect((await imported(CONTACT, [`${code},C1,2022-09-08,alive`])).map(([, , , rule]) => rule)).toEqual([
      'aliveAfterDeath',
    ]);
    const other = await aPatient();
    await imported(IMAGE, [`${other.code},C1,2022-06-01,1,50`]);
    expect(await imported(CONTACT, [`${other.code},C1,2022-05-11,dead`])).toEqual([
      [
        2,
        'contact_on',
        '2022-05-11',
        'afterDeath',
        'no earlier than what is on record after it (Tumour assessment, Date of the image 2022-06-01)',
      ],
    ]);
  });

  it('warns of a corrected date of death that leaves the first in place, in a dry run too', async () => {
    const { code } = await aPatient();
    await imported(CONTACT, [`${code},C1,2022-05-11,dead`]);
    const dry = await run(CONTACT, [`${code},C1,2023-05-11,dead`], true);
    expect(dry).toMatchObject({ committed: false, warningsTotal: 1, warnings: [{ row: 2, rule: 'twoDeaths' }] });
    expect((await imported(CONTACT, [`${code},C1,2023-05-11,dead`])).length).toBe(1);
  });

  it('compares dates with study days', async () => {
    const { code } = await aPatient();
    await imported('contact_day,vital_status', [`${code},C1,120,dead`]);
    expect((await imported(CONTACT, [`${code},C1,2022-05-11,alive`])).length).toBe(0);
    expect((await imported(CONTACT, [`${code},C1,2022-05-12,alive`])).map(([, , , rule]) => rule)).toEqual([
      'aliveAfterDeath',
    ]);
  });

  it('is silent about pairs that it did not touch', async () => {
    const { code } = await aPatient();
    await imported(CONTACT, [`${code},C1,2022-05-11,dead`, `${code},C1,2022-09-08,alive`]);
    expect(await imported(CONTACT, [`${code},C1,2022-02-08,alive`])).toEqual([]);
  });

  it('refuses a row that could mean either of two stored records', async () => {
    const { id, code, save } = await aPatient();
    await save('tumourAssessment', { assessedOn: '2022-03-12', visitNumber: 1 });
    await double(id);
    const report = await run(IMAGE, [`${code},C1,2022-03-12,1,50`]);
    expect(report).toMatchObject({
      committed: false,
      problems: [{ row: 2, column: 'visit_number', value: '1', rule: 'repeatedRecord' }],
    });
  });
});

/** A second image of each visit, as earlier versions accepted them. */
const double = (patientId: string) =>
  db.write(operator, null, (tx) =>
    tx.rows(
      `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, assessed_on, visit_number)
       select patient_id, centre_id, 'before', assessed_on + 7, visit_number from portal.tumour_assessment where patient_id = $1`,
      [patientId],
    ),
  );

describe('an analysis', () => {
  const warnings = async () => {
    const found = await new SurvivalService(new SubjectStore(db), new StudyService(db)).analyse(ctx(), {
      study,
      endpoint: 'OS',
      groupBy: null,
      cohort: { code: 'ANALYSED' },
      confType: 'log',
    });
    return { said: found.contradictions.map(({ reason, n }) => [reason, n]), words: found.contradictionWarnings };
  };

  it('reports how many of its patients have contradictions, and nothing where none has', async () => {
    const rows = (...given: string[]) => given.map((row) => `ANALYSED-${row}`);
    await imported('arm,started_on', rows('1,C1,HTI,2022-01-11', '2,C1,HTI,2022-01-11', '3,C1,HTI,2022-01-11'));
    await imported(CONTACT, rows('1,C1,2022-05-11,dead', '2,C1,2022-05-11,dead', '3,C1,2022-05-11,alive'));
    expect(await warnings()).toEqual({ said: [], words: [] });
    await run(CONTACT, rows('1,C1,2022-09-08,dead', '1,C1,2022-10-08,dead', '2,C1,2022-09-08,alive'));
    await run(IMAGE, rows('2,C1,2022-06-11,1,50'));
    expect(await warnings()).toEqual({
      said: [
        ['twoDeaths', 1],
        ['aliveAfterDeath', 1],
        ['afterDeath', 1],
      ],
      words: [
        'patients with contradictory outcomes: 1 dead on two different days (the earlier counts); ' +
          '1 alive after their death (the death counts); ' +
          '1 with an image, adverse event, treatment or enrolment after their death (the death counts)',
      ],
    });
  });
});

describe('the migration that clears derived responses', () => {
  it('clears those that the old order may have got wrong, keeps the rest, and removes no duplicate', async () => {
    const images = async (...rows: string[]) => {
      const patient = await aPatient();
      await imported(
        IMAGE,
        rows.map((row) => `${patient.code},C1,${row}`),
      );
      return patient;
    };
    const sound = await images('2022-01-11,0,100', '2022-03-12,1,60');
    const disordered = await images('2022-01-11,0,100', '2022-03-12,2,60', '2022-05-12,1,60');
    const unbased = await images('2022-03-12,1,60');
    const doubled = await images('2022-01-11,0,100', '2022-03-12,1,60');
    await double(doubled.id);
    const owner = openDataSource(database.ownerUrl, 1);
    await owner.initialize();
    try {
      await owner.transaction(({ queryRunner }) => new ForgetDerivedResponses1764000000013().up(queryRunner!));
    } finally {
      await owner.destroy();
    }
    const rulesOf = ({ id }: { id: string }) =>
      db.read(operator, (tx) =>
        tx.rows<{ rule: string | null }>(
          'select derived_rule as rule from portal.tumour_assessment where patient_id = $1 order by assessed_on',
          [id],
        ),
      );
    expect((await rulesOf(sound)).map(({ rule }) => rule)).toEqual(['baselineVisit', 'shrinkageBelowBaseline']);
    expect((await rulesOf(disordered)).map(({ rule }) => rule)).toEqual([null, null, null]);
    expect((await rulesOf(unbased)).map(({ rule }) => rule)).toEqual([null]);
    expect((await rulesOf(doubled)).map(({ rule }) => rule)).toEqual([null, null, null, null]);
    const forced = await pool.query(
      `select relname from pg_class where relname in ('tumour_assessment', 'treatment') and not relforcerowsecurity`,
    );
    expect(forced).toEqual([]);
  });
});
