import { describe, expect, it } from 'vitest';
import { ask, portal, signIn } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
interface Baseline {
  id: string;
  version: number;
  tumourSizeMm: number | null;
}

async function newPatient(code: string): Promise<string> {
  const { data, errors } = await ask<{ createPatient: { id: string } }>(
    staff,
    `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
    { code },
  );
  expect(errors).toEqual([]);
  return data!.createPatient.id;
}

const save = (patientId: string, given: { id?: string; version?: number; reason?: string; values: object }) =>
  ask<{ saveBaseline: Baseline }>(
    staff,
    `mutation ($patientId: ID!, $id: ID, $version: Int, $values: BaselineInput!, $reason: String) {
       saveBaseline(patientId: $patientId, id: $id, version: $version, values: $values, reason: $reason) { id version tumourSizeMm }
     }`,
    { patientId, ...given },
  );

describe('records', () => {
  it('are added, corrected with a reason, and every change is in the trail', async () => {
    const patient = await newPatient('E2E-1');
    const added = await save(patient, { values: { tumourSizeMm: 85, bclcStage: 'C' } });
    const { id, version } = added.data!.saveBaseline;
    expect(version).toBe(1);
    const corrected = await save(patient, {
      id,
      version,
      reason: 'misread',
      values: { tumourSizeMm: 58, bclcStage: 'C' },
    });
    expect(corrected.data!.saveBaseline).toMatchObject({ version: 2, tumourSizeMm: 58 });
    const { data } = await ask<{ auditEntries: object[] }>(
      staff,
      `{ auditEntries(study: "HAIC-DEMO", patientId: "${patient}") { by action form reason changes { field oldValue newValue } } }`,
    );
    expect(data!.auditEntries[0]).toEqual({
      by: 'Demo staff, NFH',
      action: 'correct',
      form: 'baseline',
      reason: 'misread',
      changes: [{ field: 'tumourSizeMm', oldValue: '85', newValue: '58' }],
    });
    expect(data!.auditEntries).toHaveLength(4);
  });

  it('a stale version is a conflict that carries what is stored, and loses nothing', async () => {
    const patient = await newPatient('E2E-2');
    const { id, version } = (await save(patient, { values: { tumourSizeMm: 85 } })).data!.saveBaseline;
    const answers = await Promise.all(
      [61, 62, 63, 64].map((tumourSizeMm) => save(patient, { id, version, reason: 'race', values: { tumourSizeMm } })),
    );
    const won = answers.filter(({ errors }) => errors.length === 0);
    const lost = answers.filter(({ errors }) => errors[0]?.extensions?.code === 'CONFLICT');
    expect([won.length, lost.length]).toEqual([1, 3]);
    const stored = won[0]!.data!.saveBaseline.tumourSizeMm;
    for (const { errors } of lost) {
      expect(errors[0]!.extensions).toMatchObject({ current: { version: 2, values: { tumourSizeMm: stored } } });
    }
  });

  it('a second first record is a conflict too', async () => {
    const patient = await newPatient('E2E-3');
    const answers = await Promise.all([1, 2, 3].map(() => save(patient, { values: { tumourSizeMm: 85 } })));
    const codes = answers.map(({ errors }) => errors[0]?.extensions?.code ?? 'saved');
    expect(codes.toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'saved']);
  });

  it('faulty fields are named with what is expected, and nothing is kept', async () => {
    const patient = await newPatient('E2E-4');
    const { errors } = await save(patient, { values: { tumourSizeMm: 850, bclcStage: 'E' } });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        { field: 'tumourSizeMm', problem: 'outOfRange', expected: { en: 'a number from 0 to 400 mm' } },
        { field: 'bclcStage', problem: 'notInList', expected: { en: 'one of 0, A, B, C, D' } },
      ],
    });
    const { data } = await ask(staff, `{ patient(id: "${patient}") { baseline { id } } }`);
    expect(data).toEqual({ patient: { baseline: null } });
  });

  it('a correction without a reason is refused, and so is a code that is taken', async () => {
    const patient = await newPatient('E2E-5');
    const { id, version } = (await save(patient, { values: { tumourSizeMm: 85 } })).data!.saveBaseline;
    const { errors } = await save(patient, { id, version, values: { tumourSizeMm: 86 } });
    expect(errors[0]?.message).toBe('a correction needs a reason');
    const again = await ask(
      staff,
      `mutation { createPatient(study: "HAIC-DEMO", centre: "NFH", code: "E2E-5", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    expect(again.errors[0]?.extensions?.code).toBe('CONFLICT');
  });
});

describe('import over HTTP', () => {
  const upload = async (as: typeof staff | null, csv: string, { dryRun = true, map = '' } = {}) => {
    const form = new FormData();
    form.set('file', new Blob([csv]), 'new.csv');
    if (map) form.set('map', new Blob([map]), 'map.json');
    const answer = await fetch(`${portal().baseUrl}/api/imports/HAIC-DEMO${dryRun ? '' : '?dryRun=false'}`, {
      method: 'POST',
      headers: as === null ? {} : { cookie: await signIn(as) },
      body: form,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const csv = 'patient_code,centre,age_years,sex\nE2E-6,NFH,60,male\n';

  it('is dry unless asked otherwise', async () => {
    expect(await upload(staff, csv)).toMatchObject({
      status: 200,
      body: { dryRun: true, committed: false, rows: { new: 1 } },
    });
    expect(await upload(staff, csv)).toMatchObject({ body: { rows: { new: 1 } } });
    expect(await upload(staff, csv, { dryRun: false })).toMatchObject({ body: { committed: true, rows: { new: 1 } } });
    expect(await upload(staff, csv, { dryRun: false })).toMatchObject({ body: { committed: true, rows: { same: 1 } } });
  });

  it('is refused when signed out, names the refused cell, and reports what is wrong with a file', async () => {
    expect(await upload(null, csv)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await upload(staff, csv.replace('60', '600'))).toMatchObject({
      status: 200,
      body: { problems: [{ row: 2, column: 'age_years', value: '600', rule: 'outOfRange' }] },
    });
    expect(await upload(staff, 'x')).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } });
    expect(await upload(staff, csv, { map: '{' })).toMatchObject({ status: 400 });
  });
});
