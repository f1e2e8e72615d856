import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
const admin = 'admin@demo.local';
const study = 'HAIC-DEMO';
const code = `TWICE-${Date.now() % 1e6}`;
let browser: OpenedBrowser;
let patient: string;

const setRule = (version: number, forms: string) =>
  ask<{ setDoubleEntryRule: { version: number } }>(
    admin,
    `mutation { setDoubleEntryRule(study: "${study}", version: ${version}, forms: ${forms}, sharePercent: 100) { version } }`,
  );

beforeAll(async () => {
  browser = await openBrowser();
  const added = await ask<{ createPatient: { id: string } }>(
    staff,
    `mutation { createPatient(study: "${study}", centre: "NFH", code: "${code}", demographics: { ageYears: 60, sex: "male" }) { id } }`,
  );
  patient = added.data!.createPatient.id;
  const { errors } = await ask(
    staff,
    `mutation { saveBaseline(patientId: "${patient}", values: { tumourSizeMm: 81, cirrhosis: true }) { id } }`,
  );
  expect(errors).toEqual([]);
});
afterAll(() => browser?.close());

it('a form is entered a second time without a sight of the first, and a difference is resolved by keyboard', async () => {
  const { data: rule } = await ask<{ doubleEntryRule: { version: number } }>(admin, `{ doubleEntryRule(study: "${study}") { version } }`); // prettier-ignore
  const set = await setRule(rule!.doubleEntryRule.version, '["baseline"]');
  expect(set.errors).toEqual([]);

  const { page: clerk } = await browser.open('second@demo.local');
  await clerk.goto(`/studies/${study}/double-entry`);
  await clerk.getByRole('button', { name: `Enter Baseline of ${code}` }).press('Enter');
  await clerk.getByRole('heading', { name: `Baseline of ${code}` }).waitFor();
  await clerk.getByRole('textbox', { name: 'Largest tumour diameter' }).fill('88');
  await clerk.getByRole('radiogroup', { name: 'Liver cirrhosis' }).getByRole('radio').first().press('y');
  expect(
    await clerk
      .getByRole('main')
      .getByText(/\b81\b/)
      .count(),
  ).toBe(0);
  await clerk.keyboard.press('Control+Enter');
  await clerk.getByRole('heading', { name: 'To enter a second time' }).waitFor();

  const { page } = await browser.open(admin);
  await page.goto(`/studies/${study}/double-entry`);
  await page.getByRole('button', { name: `Open Baseline of ${code}` }).press('Enter');
  await page.getByText('1 field to decide.').waitFor();
  // The first field that differs has the focus.
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await page.keyboard.type('118');
  await page.keyboard.press('Enter');
  await page.keyboard.type('118 mm in the report');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`The differences of ${code} are resolved`).waitFor();
  const { data } = await ask(staff, `{ patient(id: "${patient}") { baseline { tumourSizeMm version } } }`);
  expect(data).toEqual({ patient: { baseline: { tumourSizeMm: 118, version: 2 } } });
  expect((await setRule(set.data!.setDoubleEntryRule.version, '[]')).errors).toEqual([]);
}, 120_000);
