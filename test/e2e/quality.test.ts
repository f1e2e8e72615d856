import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
const code = `DOUBT-${Date.now()}`;
let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('admin@demo.local'));
  const made = await ask<{ createPatient: { id: string } }>(
    staff,
    `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
    { code },
  );
  const { errors } = await ask(staff, 'mutation ($id: ID!) { saveBaseline(patientId: $id, values: { tumourSizeMm: 41 }) { id } }', { id: made.data!.createPatient.id }); // prettier-ignore
  expect(errors).toEqual([]);
});
afterAll(() => browser?.close());

describe('a rule', () => {
  it('finds a doubtful value, leads to its field, and is content with a reason', async () => {
    const field = page.locator('[data-field=tumourSizeMm]');
    await page.goto('/studies/HAIC-DEMO/quality?rule=softCheck&centre=NFH');
    const row = page.getByRole('row', { name: new RegExp(code) });
    const run = async () => {
      await page.getByRole('button', { name: 'Run now' }).click();
      await page.getByRole('button', { name: 'Cancel the run' }).waitFor({ state: 'detached' });
    };
    await run();
    await row.getByText('against 50–250 mm').waitFor();
    await row.getByRole('link', { name: code }).click();
    await page.locator('[data-field=tumourSizeMm] input:focus').waitFor();
    await field.getByRole('checkbox', { name: 'It is right' }).check();
    await field.getByRole('textbox', { name: 'Why it is right' }).fill('Measured twice');
    await page.getByRole('button', { name: 'Save correction' }).click();
    await field.getByRole('img', { name: /Measured twice/ }).waitFor();
    await page.goto('/studies/HAIC-DEMO/quality?rule=softCheck&centre=NFH');
    await row.waitFor();
    await run();
    await row.waitFor({ state: 'detached' });
  });
});

describe('one question to many', () => {
  it('shows what it reaches, is asked of all, and is answered for all together', async () => {
    const codes = [1, 2].map((n) => `MANY-${Date.now()}-${n}`);
    for (const each of codes) {
      await ask(
        staff,
        `mutation ($code: String!) { createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
        { code: each },
      );
    }
    await page.goto('/studies/HAIC-DEMO/queries');
    await page.getByRole('link', { name: 'Ask many' }).press('Enter');
    await page.getByText('Codes', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Codes of patients' }).fill(`${codes.join('\n')}\nNOBODY-1`);
    const question = `Please add the baseline. ${codes[0]}`;
    await page.getByRole('textbox', { name: 'Question' }).fill(question);
    await page.getByRole('button', { name: 'See whom it reaches' }).click();
    await page.getByText('1 code was not found where you may ask: NOBODY-1').waitFor();
    await page.getByRole('button', { name: 'Ask about 2 records' }).click();
    await page.waitForURL(/queries\?form=baseline/);

    const { page: clerk } = await browser.open(staff);
    await clerk.goto('/studies/HAIC-DEMO/queries?form=baseline');
    for (const each of codes) {
      await clerk.getByRole('checkbox', { name: new RegExp(`^Choose ${each}, `) }).press(' ');
    }
    await clerk.getByRole('button', { name: 'Answer (2)' }).press('Enter');
    await clerk.getByRole('textbox', { name: 'Message' }).fill('The files have been asked for.');
    await clerk.getByRole('textbox', { name: 'Message' }).press('Control+Enter');
    await clerk.getByText('2 queries answered').waitFor();
    for (const each of codes) {
      await clerk
        .getByRole('row', { name: new RegExp(each) })
        .getByText('Answered')
        .first()
        .waitFor();
    }
  });
});
