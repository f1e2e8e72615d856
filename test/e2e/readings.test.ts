import { type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser, portal, signInThroughForm, trySignIn } from './portal.fixture.ts';

const study = 'HAIC-DEMO';
let browser: OpenedBrowser;
let patient: string;

/** Asks as somebody who has no session of all files. */
async function askAs(email: string, query: string, variables: object = {}): Promise<Record<string, unknown>> {
  const [cookie = ''] = (await trySignIn(email)).headers.getSetCookie()[0]?.split(';') ?? [];
  const answer = await fetch(`${portal().baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await answer.json()) as { data: Record<string, unknown>; errors?: object[] };
  expect(errors).toEqual([]);
  return data;
}

async function openAs(email: string): Promise<Page> {
  const { page } = await browser.open(null);
  await signInThroughForm(page, email, portal().password);
  await page.goto(`/studies/${study}/readings`);
  return page;
}

/** The button of the case of this file, by the days of its images. */
const ofCase = (page: Page) =>
  page
    .getByRole('row')
    .filter({ hasText: '−5, 60, 120' })
    .getByRole('button', { name: /^Open case/ });

/** A patient of their own, with images before the first HAIC and on days 60 and 120. */
beforeAll(async () => {
  browser = await openBrowser();
  const added = await ask<{ createPatient: { id: string } }>(
    'staff.nfh@demo.local',
    `mutation { createPatient(study: "${study}", centre: "NFH", code: "E2E-READ", demographics: { ageYears: 60, sex: "male" }) { id } }`,
  );
  expect(added.errors).toEqual([]);
  patient = added.data!.createPatient.id;
  const image = (n: number, on: string) =>
    `v${n}: saveTumourAssessment(patientId: "${patient}", values: { visitNumber: ${n}, assessedOn: "${on}", sumViableDiameterMm: 80 }) { id }`;
  const { errors } = await ask(
    'staff.nfh@demo.local',
    `mutation { t: saveTreatment(patientId: "${patient}", values: { arm: "HTI", startedOn: "2022-01-06" }) { id }
      ${image(0, '2022-01-01')} ${image(1, '2022-03-07')} ${image(2, '2022-05-06')} }`,
  );
  expect(errors).toEqual([]);
}, 60_000);
afterAll(() => browser?.close());

it('two readers differ, an adjudicator decides, and the patient shows what was accepted', async () => {
  const { blindMembers } = (await ask<{ blindMembers: { userId: string; name: string }[] }>('admin@demo.local', `{ blindMembers(study: "${study}") { userId name } }`)).data!; // prettier-ignore
  const [one, two, third] = ['Demo reader 1', 'Demo reader 2', 'Demo adjudicator'].map((wanted) => blindMembers.find(({ name }) => name === wanted)!.userId); // prettier-ignore
  const assigned = await ask(
    'admin@demo.local',
    `mutation { assignReadings(study: "${study}", patients: [{ patientId: "${patient}" }], firstReader: "${one}", secondReader: "${two}", adjudicator: "${third}") }`,
  );
  expect(assigned.data).toEqual({ assignReadings: 1 });

  // The first reader types, by keyboard alone once the first cell has the focus.
  const reader = await openAs('reader1@demo.local');
  await ofCase(reader).click();
  await reader.getByLabel('T1 on day −5').fill('80');
  for (const mm of ['40', '30']) {
    await reader.keyboard.press('Enter');
    await reader.keyboard.type(mm);
  }
  await reader.getByText('Best response: PR on day 60.').waitFor();
  expect(
    await reader
      .getByRole('main')
      .getByText(/E2E-READ|NFH/)
      .allTextContents(),
  ).toEqual([]);
  await reader.getByRole('button', { name: 'Hand in' }).click();
  await reader.getByRole('button', { name: 'Hand in now' }).click();
  await reader.getByText('Handed in and fixed.', { exact: false }).waitFor();

  // The second one finds progression.
  const { readingTasks } = await askAs('reader2@demo.local', `{ readingTasks(study: "${study}", right: "readBlind") { id version days } }`); // prettier-ignore
  const { id, version } = (readingTasks as { id: string; version: number; days: number[] }[]).find(({ days }) => days[0] === -5)!; // prettier-ignore
  await askAs('reader2@demo.local', `mutation ($reading: ReadingInput!) { saveReading(id: "${id}", version: ${version}, reading: $reading, isSubmitted: true) { state } }`, {
    reading: { lesions: [{ id: 'T1', role: 'target', organ: 'liver', diametersMm: [80, 90, 100] }], newLesion: [false, false, true] },
  }); // prettier-ignore

  const adjudicator = await openAs('adjudicator@demo.local');
  await ofCase(adjudicator).click();
  await adjudicator.getByText('Best response: SD on day 60. Progression on day 120.').waitFor();
  const chosen = adjudicator.getByRole('region', { name: /^Reading [AB]$/ }).filter({ hasText: 'Best response: PR' });
  await chosen.getByRole('button', { name: /^Choose/ }).click();
  await chosen.getByRole('button', { name: /now$/ }).click();
  await chosen.getByText('accepted').waitFor();

  const { page } = await browser.open('staff.nfh@demo.local');
  await page.goto(`/studies/${study}/patients/${patient}?form=tumourAssessment`);
  await page.getByText('Two readers differed, decided by an adjudicator', { exact: false }).waitFor();
  await page.getByText('day 60: PR · day 120: PR · best response: PR').waitFor();
  const { data } = await ask('staff.nfh@demo.local', `{ patient(id: "${patient}") { tumourAssessments { visitNumber readerResponse } } }`); // prettier-ignore
  expect(data).toMatchObject({
    patient: {
      tumourAssessments: [
        { visitNumber: 0, readerResponse: null },
        { visitNumber: 1, readerResponse: 'PR' },
        { visitNumber: 2, readerResponse: 'PR' },
      ],
    },
  });
}, 120_000);
