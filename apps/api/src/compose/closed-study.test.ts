import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { change, close, idOf, openStudiesFixture, reopen, type StudiesFixture } from './studies.fixture.ts';

let at: StudiesFixture['at'];
let made: StudiesFixture['made'];
let settingsOf: StudiesFixture['settingsOf'];
let addPatient: StudiesFixture['addPatient'];
let asApplication: StudiesFixture['asApplication'];

beforeAll(async () => {
  ({ at, made, settingsOf, addPatient, asApplication } = await openStudiesFixture());
}, 120_000);
afterAll(() => at?.close());

describe('a form that a study does not use', () => {
  it('is neither entered nor imported, and the database adds none either', async () => {
    const { code, cookie } = await made('FEWER', { unusedForms: ['baseline'] });
    const id = idOf(await addPatient(cookie, code, 'P1'));
    const saved = await at.ask(cookie, `mutation { saveBaseline(patientId: "${id}", values: {}) { id } }`);
    expect(saved).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^this study does not use the form baseline/),
    });
    const csv = 'patient_code,centre,ecog_ps\nP1,N,1\n';
    const imported = await importOf(cookie, code, csv);
    expect([imported.status, imported.body['message']]).toEqual([
      400,
      expect.stringMatching(/^study FEWER does not use the form baseline: leave its columns out/),
    ]);
    await expect(
      asApplication(
        code,
        `insert into portal.baseline (patient_id, centre_id, updated_by)
        select id, centre_id, 'x' from portal.patient where id = '${id}'`,
      ),
    ).rejects.toThrow('row-level security');
    expect((await at.ask(cookie, `{ study(code: "${code}") { unusedForms } }`)).data).toEqual({
      study: { unusedForms: ['baseline'] },
    });
  });
});

const importOf = async (cookie: string, code: string, csv: string) => {
  const body = new FormData();
  body.append('file', new Blob([csv]), 'rows.csv');
  const answer = await fetch(`${at.base}/api/imports/${code}`, { method: 'POST', headers: { cookie }, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe('a closed study', () => {
  let cookie: string;
  let patient: string;
  let slide: string;
  const code = 'CLOSED';

  beforeAll(async () => {
    ({ cookie } = await made(code));
    patient = idOf(await addPatient(cookie, code, 'P1'));
    const added = await at.ask(
      cookie,
      `mutation { saveSlide(patientId: "${patient}", values: { barcode: "S1", evaluationSet: "training" }) { id } }`,
    );
    expect(added.message).toBeNull();
    slide = (added.data!['saveSlide'] as { id: string }).id;
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true);
      insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, microns_per_pixel,
        vendor, synthetic, updated_by)
      select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 100, 100, null, 'generic-tiff', true, 'test'
      from portal.slide where id = '${slide}'; commit`);
    const { version } = await settingsOf(cookie, code);
    expect(await at.ask(cookie, close, { study: code, version, reason: ' ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const closed = await at.ask(cookie, close, { study: code, version, reason: 'The database is locked' });
    expect(closed.data).toMatchObject({ closeStudy: { version: version + 1, closedAt: expect.stringMatching(/^20/) } });
  });

  it('refuses whatever would change it, and says that it is closed', async () => {
    const { version, settings } = await settingsOf(cookie, code);
    const operations: Record<string, [string, object?]> = {
      createPatient: [
        `mutation { createPatient(study: "${code}", centre: "N", code: "P2", demographics: { ageYears: 60, sex: "male" }) { id } }`,
      ],
      saveBaseline: [`mutation { saveBaseline(patientId: "${patient}", values: {}) { id } }`],
      stateMicronsPerPixel: [`mutation { stateMicronsPerPixel(slideId: "${slide}", value: 0.25) { id } }`],
      saveRoi: [`mutation { saveRoi(slideId: "${slide}", roi: { name: "x", regions: [] }) { id } }`],
      runInference: [`mutation { runInference(slideId: "${slide}", modelId: "haim") { id } }`],
      startTraining: [`mutation { startTraining(study: "${code}", input: { modelId: "haim", seed: 1 }) { id } }`],
      changeStudy: [change, { study: code, version, settings }],
    };
    for (const [name, [query, variables]] of Object.entries(operations)) {
      const answer = await at.ask(cookie, query, variables);
      expect([answer.code, answer.message], name).toEqual([
        'STUDY_CLOSED',
        'study CLOSED is closed: it is read and exported, and nothing is added or changed',
      ]);
    }
    expect(await importOf(cookie, code, 'patient_code,centre,age_years,sex\nP3,N,60,male\n')).toMatchObject({
      status: 409,
      body: { code: 'STUDY_CLOSED', study: code },
    });
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const metadata = { study: code, centre: 'N', patient: 'P1', barcode: 'S2', set: 'training', filename: 'a.tiff' };
    const upload = await fetch(`${at.base}/api/uploads`, {
      method: 'POST',
      headers: {
        cookie,
        'tus-resumable': '1.0.0',
        'upload-length': '10',
        'upload-metadata': Object.entries(metadata)
          .map(([name, text]) => `${name} ${encode(text)}`)
          .join(','),
      },
    });
    expect([upload.status, await upload.text()]).toEqual([409, expect.stringContaining('STUDY_CLOSED')]);
  });

  it('is not written by a request either that was let in before', async () => {
    for (const sql of [
      `insert into portal.patient (centre_id, code, updated_by) select centre_id, 'P9', 'x' from portal.patient where id = '${patient}'`,
      `insert into portal.baseline (patient_id, centre_id, updated_by) select id, centre_id, 'x' from portal.patient where id = '${patient}'`,
      `insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, priority, requested_by, updated_by)
       select id, centre_id, patient_id, 'x', 'cpu', 0, 'x', 'x' from portal.slide where id = '${slide}'`,
      `insert into portal.roi (slide_id, centre_id, patient_id, name, source, regions_sha256, created_by, updated_by)
       select id, centre_id, patient_id, 'x', 'drawn', repeat('0', 64), 'x', 'x' from portal.slide where id = '${slide}'`,
    ]) {
      await expect(asApplication(code, sql), sql).rejects.toThrow('row-level security');
    }
    const corrected = `with c as (update portal.demographics set age_years = 61 where patient_id = '${patient}' returning id) select id from c`;
    expect(await asApplication(code, corrected)).toEqual([]);
    await expect(asApplication(code, `update portal.study set name = 'x' where code = '${code}'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(
      asApplication(
        code,
        `select portal.change_study(id, version, '{}', 'x') from portal.study where code = '${code}'`,
      ),
    ).rejects.toThrow('the study is closed');
    const declared = { code, name: 'x', synthetic: true, monthDays: 30, timeZero: 'x', arms: [], cutoffOn: null };
    await expect(
      declareStudy(at.database.ownerUrl, { ...declared, centres: [{ code: 'N', name: 'N' }] }),
    ).rejects.toThrow('study CLOSED is closed');
    const { version } = await settingsOf(cookie, code);
    expect(await at.ask(cookie, close, { study: code, version, reason: 'again' })).toMatchObject({
      code: 'STUDY_CLOSED',
    });
  });

  it('is read and exported, and its people are managed', async () => {
    const read = await at.ask(cookie, `{ study(code: "${code}") { closedAt patientCount writableCentres } }`);
    expect(read.data).toEqual({
      study: { closedAt: expect.stringMatching(/^20/), patientCount: 1, writableCentres: [] },
    });
    expect((await at.ask(cookie, `{ patient(id: "${patient}") { code writable } }`)).data).toEqual({
      patient: { code: 'P1', writable: false },
    });
    const audit = await fetch(`${at.base}/api/studies/${code}/audit.csv`, { headers: { cookie } });
    expect([audit.status, await audit.text()]).toEqual([200, expect.stringContaining('The database is locked')]);
    const people = await at.ask(cookie, `{ people(study: "${code}") { members { name } } }`);
    expect(people.data).toEqual({ people: { members: [{ name: 'closed' }] } });
  });

  it('is written again once it is open', async () => {
    const { version } = await settingsOf(cookie, code);
    const opened = await at.ask(cookie, reopen, { study: code, version, reason: 'A late follow-up' });
    expect(opened.data).toMatchObject({ reopenStudy: { closedAt: null } });
    idOf(await addPatient(cookie, code, 'P4'));
  });
});
