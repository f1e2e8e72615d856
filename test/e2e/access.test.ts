import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { accounts, ask, type Email } from './portal.fixture.ts';

const saves = [
  'Demographics',
  'Eligibility',
  'Baseline',
  'Treatment',
  'TumourAssessment',
  'AdverseEvent',
  'FollowUp',
  'Slide',
  'ImportedScore',
  'HaicCycle',
  'SystemicCourse',
  'LabResult',
  'LaterTreatment',
];
/** Valid values for each form, so that only the foreign patient can be the reason for a refusal. */
const soundValues: Record<string, Record<string, unknown>> = {
  Demographics: { ageYears: 60, sex: 'male' },
  Eligibility: {},
  Baseline: { tumourSizeMm: 80 },
  Treatment: { arm: 'HTI' },
  TumourAssessment: { visitNumber: 9, assessedDay: 900 },
  AdverseEvent: { term: 'Fever', grade: '1' },
  FollowUp: { contactDay: 900, vitalStatus: 'alive' },
  Slide: { barcode: 'X-1' },
  ImportedScore: { modelName: 'X', score: 0.5 },
  HaicCycle: { cycleNumber: 9, givenOn: '2023-01-09' },
  SystemicCourse: { drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2023-01-09' },
  LabResult: { test: 'ALB', takenOn: '2023-01-09', value: 40, unit: 'g/L' },
  LaterTreatment: { therapy: 'tace', therapyOn: '2023-01-09' },
};

/**
 * Operations that take a patient or a slide, over a real portal. Every operation, each of its ids and every role are
 * walked in apps/api/src/compose/isolation, which fails for a new one that it does not reach.
 */
const byId: Record<string, (id: { patient: string; slide: string }) => { query: string; variables?: object }> = {
  patient: ({ patient }) => ({ query: `{ patient(id: "${patient}") { id code baseline { tumourSizeMm } } }` }),
  slide: ({ slide }) => ({ query: `{ slide(id: "${slide}") { id patientCode } }` }),
  runInference: ({ slide }) => ({
    query: `mutation { runInference(slideId: "${slide}", modelId: "haim", provider: cpu) { id } }`,
  }),
  stateMicronsPerPixel: ({ slide }) => ({
    query: `mutation { stateMicronsPerPixel(slideId: "${slide}", value: 0.25) { id } }`,
  }),
  saveRoi: ({ slide }) => ({
    query: `mutation { saveRoi(slideId: "${slide}", roi: { name: "x",
      regions: [{ outline: { x: [0, 9, 9], y: [0, 0, 9] } }] }) { id } }`,
  }),
  ...Object.fromEntries(
    saves.map((form) => [
      `save${form}`,
      ({ patient }: { patient: string }) => ({
        query: `mutation ($values: ${form}Input!) { save${form}(patientId: "${patient}", values: $values) { id } }`,
        variables: { values: soundValues[form] },
      }),
    ]),
  ),
};

interface Page {
  patients: { rows: { id: string; code: string; centre: string }[] };
  slides: { id: string; centre: string }[];
}
const everything = `{ patients(study: "HAIC-DEMO", first: 100) { rows { id code centre } } slides(study: "HAIC-DEMO", withFile: false) { id centre } }`;

let fahsyu: { patient: string; slide: string };

beforeAll(async () => {
  const { data } = await ask<Page>('staff.fahsyu@demo.local', everything);
  fahsyu = { patient: data!.patients.rows[0]!.id, slide: data!.slides[0]!.id };
});

describe('rows of another centre', () => {
  it.each(Object.keys(byId))('%s answers for a foreign id exactly as for an absent one', async (name) => {
    const operation = byId[name]!;
    const answer = async (ids: { patient: string; slide: string }) => {
      const { query, variables = {} } = operation(ids);
      const { status, data, errors } = await ask('staff.nfh@demo.local', query, { ...variables });
      const said = errors.map(({ message, extensions }) => [message, extensions?.code]);
      return JSON.stringify({ status, data, said }).replaceAll(ids.patient, 'ID').replaceAll(ids.slide, 'ID');
    };
    const foreign = await answer(fahsyu);
    expect(foreign).toContain('NOT_FOUND');
    expect(foreign).toBe(await answer({ patient: randomUUID(), slide: randomUUID() }));
  });

  it('an audit list of a foreign patient is empty, like that of an absent one', async () => {
    const entries = async (patient: string) =>
      (await ask('staff.nfh@demo.local', `{ auditEntries(study: "HAIC-DEMO", patientId: "${patient}") { id } }`)).data;
    expect(await entries(fahsyu.patient)).toEqual({ auditEntries: [] });
    expect(await entries(randomUUID())).toEqual({ auditEntries: [] });
  });

  it('an invalid id is not found either, and reveals nothing of the database', async () => {
    const { errors } = await ask('staff.nfh@demo.local', '{ patient(id: "1 or 1=1") { id } }');
    expect(errors[0]).toMatchObject({ message: 'not found', extensions: { code: 'NOT_FOUND' } });
  });

  it.each(accounts)('$email sees patients, slides and counts of $centres alone', async ({ email, centres }) => {
    const { data } = await ask<Page>(email, everything);
    const seen = new Set([...data!.patients.rows, ...data!.slides].map(({ centre }) => centre));
    expect([...seen].toSorted()).toEqual(centres.toSorted());
    const { data: summary } = await ask<{ cohortSummary: { n: number } }>(
      email,
      '{ cohortSummary(study: "HAIC-DEMO") { n } }',
    );
    // The cohort's file has 176 and 202 patients for the two centres.
    const expected = { NFH: 176, FAHSYU: 202 };
    expect(summary!.cohortSummary.n).toBeGreaterThanOrEqual(centres.reduce((sum, centre) => sum + expected[centre], 0));
    expect(summary!.cohortSummary.n).toBeLessThan(centres.reduce((sum, centre) => sum + expected[centre], 0) + 10);
  });

  it.each<Email>(['investigator@demo.local'])('%s may read but not write', async (email) => {
    const { query, variables = {} } = byId['saveAdverseEvent']!(fahsyu);
    const { errors } = await ask(email, query, { ...variables });
    expect(errors[0]?.extensions?.code).toBe('FORBIDDEN');
    const created = await ask(
      email,
      `mutation { createPatient(study: "HAIC-DEMO", centre: "NFH", code: "NO-1", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    expect(created.errors[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('staff may not add a patient to another centre', async () => {
    const { errors } = await ask(
      'staff.nfh@demo.local',
      `mutation { createPatient(study: "HAIC-DEMO", centre: "FAHSYU", code: "NO-2", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    expect(errors[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it.each(['study', 'patients', 'cohortSummary', 'slides', 'scoreSources', 'auditEntries'])(
    '%s of a study that is not theirs is not found',
    async (name) => {
      const argument = name === 'study' ? 'code' : 'study';
      const inner =
        name === 'study'
          ? '{ code }'
          : name === 'patients'
            ? '{ total }'
            : name === 'cohortSummary'
              ? '{ n }'
              : '{ id }';
      const { errors } = await ask('staff.nfh@demo.local', `{ ${name}(${argument}: "OTHER") ${inner} }`);
      expect(errors[0]).toMatchObject({ message: 'study not found', extensions: { code: 'NOT_FOUND' } });
    },
  );
});
