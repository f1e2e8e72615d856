import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
const admin = 'admin@demo.local';
const study = 'HAIC-DEMO';
const code = `LIST-${Date.now() % 1e6}`;
let browser: OpenedBrowser;
let patient: string;

const setRule = (version: number, forms: string) =>
  ask<{ setDoubleEntryRule: { version: number } }>(
    admin,
    `mutation { setDoubleEntryRule(study: "${study}", version: ${version}, forms: ${forms}, sharePercent: 100) { version } }`,
  );
const saveCycle = async (values: string) => {
  const { errors } = await ask(staff, `mutation { saveHaicCycle(patientId: "${patient}", values: ${values}) { id } }`);
  expect(errors).toEqual([]);
};

beforeAll(async () => {
  browser = await openBrowser();
  const added = await ask<{ createPatient: { id: string } }>(
    staff,
    `mutation { createPatient(study: "${study}", centre: "NFH", code: "${code}", demographics: { ageYears: 60, sex: "male" }) { id } }`,
  );
  patient = added.data!.createPatient.id;
  await saveCycle('{ cycleNumber: 1, givenOn: "2024-01-03", doseChange: "none" }');
  await saveCycle('{ cycleNumber: 2, givenOn: "2024-01-24", doseChange: "none" }');
});
afterAll(() => browser?.close());

it('a list is entered a second time by keyboard, and what differs of it is decided in one place', async () => {
  const { data: rule } = await ask<{ doubleEntryRule: { version: number } }>(admin, `{ doubleEntryRule(study: "${study}") { version } }`); // prettier-ignore
  const set = await setRule(rule!.doubleEntryRule.version, '["haicCycle"]');
  expect(set.errors).toEqual([]);

  const { page: clerk } = await browser.open('second@demo.local');
  await clerk.goto(`/studies/${study}/double-entry`);
  await clerk.getByRole('button', { name: `Enter HAIC cycle of ${code}` }).press('Enter');
  await clerk.getByRole('heading', { name: `HAIC cycle of ${code}` }).waitFor();
  await clerk.getByText('No record yet').waitFor();
  // The first cycle with another day, and a third that the first person has not entered; the second is missed.
  for (const [number, day] of [
    ['1', '20240105'],
    ['3', '20240214'],
  ] as const) {
    await clerk.getByRole('textbox', { name: 'Number of the cycle' }).fill(number);
    await clerk.getByRole('textbox', { name: 'Given on' }).fill(day);
    await clerk.getByRole('radiogroup', { name: 'Dose' }).getByRole('radio').first().press('1');
    await clerk.keyboard.press('Control+Enter');
    await clerk.getByRole('button', { name: `Change Number of the cycle: ${number}` }).waitFor();
  }
  // What was typed outlives a reload.
  await clerk.reload();
  await clerk.getByRole('button', { name: 'Change Number of the cycle: 3' }).waitFor();
  // A cycle that is in the list already is refused at its field.
  await clerk.getByRole('textbox', { name: 'Number of the cycle' }).fill('3');
  await clerk.getByRole('textbox', { name: 'Given on' }).fill('20240301');
  await clerk.keyboard.press('Control+Enter');
  await clerk
    .getByText(/that no other record of the list has/)
    .first()
    .waitFor();
  await clerk.getByRole('textbox', { name: 'Number of the cycle' }).fill('');
  await clerk.getByRole('textbox', { name: 'Given on' }).fill('');
  await expect.poll(() => clerk.getByRole('main').getByText('2024-01-24').count()).toBe(0);
  await clerk.getByRole('button', { name: 'Hand in 2 records' }).press('Enter');
  await clerk.getByRole('dialog').getByRole('button', { name: 'Hand in 2 records' }).press('Enter');
  await clerk.getByRole('heading', { name: 'To enter a second time' }).waitFor();

  const { page } = await browser.open(admin);
  await page.goto(`/studies/${study}/double-entry`);
  await page.getByRole('button', { name: `Open HAIC cycle of ${code}` }).press('Enter');
  await page.getByRole('heading', { name: '3 records differ' }).waitFor();
  const record = (name: string) => page.getByRole('region', { name });
  await record('Number of the cycle: 1').getByRole('radio').first().press('2');
  await record('Number of the cycle: 2').getByRole('radio').first().press('1');
  await record('Number of the cycle: 3').getByRole('radio').first().press('1');
  await page.getByText('3 of 3 decided').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('ward notes');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Every record of this list agrees or is decided.').waitFor();
  const { data } = await ask<{ patient: { haicCycles: { cycleNumber: number; givenOn: string }[] } }>(staff, `{ patient(id: "${patient}") { haicCycles { cycleNumber givenOn } } }`); // prettier-ignore
  expect(data!.patient.haicCycles.map(({ cycleNumber, givenOn }) => `${cycleNumber} ${givenOn}`).toSorted()).toEqual([
    '1 2024-01-05',
    '2 2024-01-24',
    '3 2024-02-14',
  ]);
  expect((await setRule(set.data!.setDoubleEntryRule.version, '[]')).errors).toEqual([]);
}, 180_000);
