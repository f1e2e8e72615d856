import { Client } from 'pg';
import { type FormName, type Row } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { StudyService } from '../studies/study.service.ts';
import { IMAGE, openStudyOfRecords } from './study-of-records.fixture.ts';

const study = 'CONTRA';
let opened: Awaited<ReturnType<typeof openStudyOfRecords>>;
beforeAll(async () => {
  opened = await openStudyOfRecords(study);
});
afterAll(() => opened?.close());

const CONTACT = 'contact_on,vital_status';

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
    const { contact } = await opened.aPatient();
    await contact('2022-05-11', 'dead');
    expect(await refused(contact('2022-09-08', 'dead'))).toEqual([
      ['contactOn', `the day of the death that is on record (${death}); if that is wrong, correct it first`],
    ]);
    await expect(contact('2022-03-01', 'alive')).resolves.toBeDefined();
  });

  it('refuses life after death from either side', async () => {
    const one = await opened.aPatient();
    await one.contact('2022-05-11', 'dead');
    expect(await refused(one.contact('2022-09-08', 'alive'))).toEqual([
      ['contactOn', `no later than the death that is on record (${death})`],
    ]);
    const other = await opened.aPatient();
    await other.contact('2022-09-08', 'alive');
    expect(await refused(other.contact('2022-05-11', 'dead'))).toEqual([
      ['contactOn', 'no earlier than what is on record after it (Follow-up, Last known alive, or death 2022-09-08)'],
    ]);
  });

  it('compares a date of which the day is not known where all days that it may be agree', async () => {
    const { contact, save } = await opened.aPatient();
    await contact('2022-05-11', 'dead');
    const event = (startedOn: string) => save('adverseEvent', { term: 'Fever', grade: '1', startedOn });
    await expect(event('2022-05')).resolves.toBeDefined();
    await expect(event('2022')).resolves.toBeDefined();
    // Of May there may be two.
    await expect(event('2022-05')).resolves.toBeDefined();
    expect(await refused(event('2022-06'))).toEqual([
      ['startedOn', `no later than the death that is on record (${death})`],
    ]);
    expect(await refused(save('laterTreatment', { therapy: 'tace', therapyOn: '2023' }))).toEqual([
      ['therapyOn', `no later than the death that is on record (${death})`],
    ]);
    const other = await opened.aPatient();
    await other.save('systemicCourse', { drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2022-06' });
    expect(await refused(other.contact('2022-05-11', 'dead'))).toEqual([
      ['contactOn', 'no earlier than what is on record after it (TKI or ICI course, First dose 2022-06-??)'],
    ]);
  });

  it.each<[FormName, Row, string]>([
    ['tumourAssessment', { assessedOn: '2022-05-12', visitNumber: 1 }, 'assessedOn'],
    ['tumourAssessment', { assessedDay: 121, visitNumber: 1 }, 'assessedDay'],
    ['adverseEvent', { term: 'Fever', grade: '1', startedOn: '2022-05-12' }, 'startedOn'],
    ['adverseEvent', { term: 'Fever', grade: '1', startedOn: '2022-05-01', resolvedOn: '2022-06-01' }, 'resolvedOn'],
  ])('refuses after a death on day 120: %s %o', async (form, values, field) => {
    const { contact, save } = await opened.aPatient();
    await contact('2022-05-11', 'dead');
    expect(await refused(save(form, values))).toEqual([
      [field, `no later than the death that is on record (${death})`],
    ]);
  });

  it('accepts what falls on the day of death, and a slide of tissue taken after it', async () => {
    const { contact, save } = await opened.aPatient();
    await contact('2022-05-11', 'dead');
    await save('tumourAssessment', { assessedDay: 120, visitNumber: 1 });
    await save('adverseEvent', { term: 'Liver failure', grade: '5', startedOn: '2022-05-11' });
    await save('slide', { barcode: 'S', takenOn: '2022-05-12' });
  });

  it('refuses a death before the treatment, and a treatment after the death', async () => {
    const one = await opened.aPatient();
    expect(await refused(one.contact('2021-05-11', 'dead'))).toEqual([
      ['contactOn', 'no earlier than what is on record after it (Treatment, First HAIC (time zero) 2022-01-11)'],
    ]);
    const other = await opened.aPatient({ startedOn: null });
    await other.contact('2021-05-11', 'dead');
    const fields = (await refused(other.save('treatment', { startedOn: '2022-01-11', endedOn: '2022-02-11' }))).map(
      ([f]) => f,
    );
    expect(fields.toSorted()).toEqual(['endedOn', 'startedOn']);
  });

  it('refuses a first HAIC that moves a study day beyond a dated death', async () => {
    const { contact, save } = await opened.aPatient({ startedOn: null });
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
    const { save } = await opened.aPatient();
    const first = await save(form, values);
    expect((await refused(save(form, values))).map(([name]) => name)).toEqual([field]);
    // A correction is not a duplicate of itself.
    await save(form, values, first);
  });

  it('names the image that already has the visit number', async () => {
    const { save } = await opened.aPatient();
    await save('tumourAssessment', { assessedOn: '2022-03-12', visitNumber: 1 });
    expect(await refused(save('tumourAssessment', { assessedOn: '2022-05-11', visitNumber: 1 }))).toEqual([
      [
        'visitNumber',
        'a value that no other record of the patient has: the tumour assessment of 2022-03-12 has the same Visit (0 is baseline)',
      ],
    ]);
  });

  it('accepts two events of one name whose start is unknown', async () => {
    const { save } = await opened.aPatient();
    await save('adverseEvent', { term: 'Fever', grade: '1' });
    await save('adverseEvent', { term: 'Fever', grade: '2' });
  });

  it('accepts one of two simultaneous contradicting saves', async () => {
    const { contact } = await opened.aPatient();
    const saved = await Promise.allSettled([
      contact('2022-05-11', 'dead'),
      contact('2022-09-08', 'alive'),
      contact('2022-07-01', 'dead'),
    ]);
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('waits for another writer of the patient, but not indefinitely', async () => {
    const { id, contact } = await opened.aPatient();
    const [saved] = await opened.db.write(opened.operator, null, async (tx) => {
      await tx.rows('select from portal.patient where id = $1 for no key update', [id]);
      return Promise.allSettled([contact('2022-05-11', 'dead')]);
    });
    expect(saved).toMatchObject({ status: 'rejected', reason: { extensions: { code: 'CONFLICT' } } });
    await contact('2022-05-11', 'dead');
  });

  it('waits at its commit for another writer of the rows of the study, but not indefinitely', async () => {
    const { contact } = await opened.aPatient();
    const owner = new Client({ connectionString: opened.database.ownerUrl });
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
    const { id, code, save } = await opened.aPatient();
    await opened.run(CONTACT, [
      `${code},C1,2022-05-11,dead`,
      `${code},C1,2022-09-08,dead`,
      `${code},C1,2022-10-08,alive`,
    ]);
    const contacts = ['followUps', new Set(['id', 'version', 'contactOn'])] as const;
    const pairs = ['contradictions', new Set<string>()] as const;
    const { followUps, contradictions } = await opened.patientsOf().one(opened.ctx(), id, new Map([contacts, pairs]));
    expect(contradictions.map(({ rule }) => rule).toSorted()).toEqual([
      'aliveAfterDeath',
      'aliveAfterDeath',
      'twoDeaths',
    ]);
    const stored = followUps as (StoredRow & Row)[];
    const at = (date: string) => stored.find((one) => one['contactOn'] === date)!;
    await save('followUp', { contactOn: '2022-09-08', vitalStatus: 'alive' }, at('2022-09-08'));
    await save('followUp', { contactOn: '2022-05-11', vitalStatus: 'alive' }, at('2022-05-11'));
    expect((await opened.patientsOf().one(opened.ctx(), id, new Map([pairs]))).contradictions).toEqual([]);
  });
});

describe('an import', () => {
  it('warns of two deaths within the file, at the line of the later', async () => {
    const { code } = await opened.aPatient();
    expect(await opened.imported(CONTACT, [`${code},C1,2022-09-08,dead`, `${code},C1,2022-05-11,dead`])).toEqual([
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
    const { code } = await opened.aPatient();
    expect(await opened.imported(CONTACT, [`${code},C1,2022-05-11,dead`])).toEqual([]);
    expect((await opened.imported(CONTACT, [`${code},C1,2022-09-08,alive`])).map(([, , , rule]) => rule)).toEqual([
      'aliveAfterDeath',
    ]);
    const other = await opened.aPatient();
    await opened.imported(IMAGE, [`${other.code},C1,2022-06-01,1,50`]);
    expect(await opened.imported(CONTACT, [`${other.code},C1,2022-05-11,dead`])).toEqual([
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
    const { code } = await opened.aPatient();
    await opened.imported(CONTACT, [`${code},C1,2022-05-11,dead`]);
    const dry = await opened.run(CONTACT, [`${code},C1,2023-05-11,dead`], true);
    expect(dry).toMatchObject({ committed: false, warningsTotal: 1, warnings: [{ row: 2, rule: 'twoDeaths' }] });
    expect((await opened.imported(CONTACT, [`${code},C1,2023-05-11,dead`])).length).toBe(1);
  });

  it('compares dates with study days', async () => {
    const { code } = await opened.aPatient();
    await opened.imported('contact_day,vital_status', [`${code},C1,120,dead`]);
    expect((await opened.imported(CONTACT, [`${code},C1,2022-05-11,alive`])).length).toBe(0);
    expect((await opened.imported(CONTACT, [`${code},C1,2022-05-12,alive`])).map(([, , , rule]) => rule)).toEqual([
      'aliveAfterDeath',
    ]);
  });

  it('is silent about pairs that it did not touch', async () => {
    const { code } = await opened.aPatient();
    await opened.imported(CONTACT, [`${code},C1,2022-05-11,dead`, `${code},C1,2022-09-08,alive`]);
    expect(await opened.imported(CONTACT, [`${code},C1,2022-02-08,alive`])).toEqual([]);
  });

  it('refuses a row that could mean either of two stored records', async () => {
    const { id, code, save } = await opened.aPatient();
    await save('tumourAssessment', { assessedOn: '2022-03-12', visitNumber: 1 });
    await opened.double(id);
    const report = await opened.run(IMAGE, [`${code},C1,2022-03-12,1,50`]);
    expect(report).toMatchObject({
      committed: false,
      problems: [{ row: 2, column: 'visit_number', value: '1', rule: 'repeatedRecord' }],
    });
  });
});

describe('an analysis', () => {
  const warnings = async () => {
    const found = await new SurvivalService(
      new SubjectStore(opened.db),
      new StudyService(opened.db),
      new StudyAnswers(opened.db, new SubjectStore(opened.db)),
    ).analyse(opened.ctx(), {
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
    await opened.imported('arm,started_on', rows('1,C1,HTI,2022-01-11', '2,C1,HTI,2022-01-11', '3,C1,HTI,2022-01-11'));
    await opened.imported(CONTACT, rows('1,C1,2022-05-11,dead', '2,C1,2022-05-11,dead', '3,C1,2022-05-11,alive'));
    expect(await warnings()).toEqual({ said: [], words: [] });
    await opened.run(CONTACT, rows('1,C1,2022-09-08,dead', '1,C1,2022-10-08,dead', '2,C1,2022-09-08,alive'));
    await opened.run(IMAGE, rows('2,C1,2022-06-11,1,50'));
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
