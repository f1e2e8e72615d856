import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser, portal, signIn } from './portal.fixture.ts';

const staff = 'staff.nfh@demo.local';
let browser: OpenedBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function importRows(csv: string) {
  const form = new FormData();
  form.set('file', new Blob([csv]), 'outcomes.csv');
  const answer = await fetch(`${portal().baseUrl}/api/imports/HAIC-DEMO?dryRun=false`, {
    method: 'POST',
    headers: { cookie: await signIn(staff) },
    body: form,
  });
  return (await answer.json()) as { committed: boolean; warningsTotal: number };
}

const patientOf = async (code: string) => {
  const { data } = await ask<{ patients: { rows: { id: string }[] } }>(
    staff,
    'query ($code: String) { patients(study: "HAIC-DEMO", cohort: { code: $code }) { rows { id } } }',
    { code },
  );
  return data!.patients.rows[0]!.id;
};

describe('a survival page chosen by best response', () => {
  const address = '/studies/HAIC-DEMO/survival?f=arm:HTI;bestResponse:CR,PR';

  it('states why there is no curve, and the condition can be removed by keyboard', async () => {
    const { page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } });
    await page.goto(address);
    const alert = page.locator('main').getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/chosen by best response[\s\S]*lived long enough/);
    expect(await page.getByRole('figure').count()).toBe(0);
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await alert.getByRole('button', { name: 'Remove the condition on best response (mRECIST)' }).press('Enter');
    await page.getByRole('figure', { name: /overall survival/i }).waitFor();
    expect(new URL(page.url()).searchParams.get('f')).toBe('arm:HTI');
  });

  it('says so in Chinese', async () => {
    const { page, context } = await browser.open('investigator@demo.local', { locale: 'zh-CN' });
    await context.addCookies([{ name: 'locale', value: 'zh', url: portal().baseUrl }]);
    await page.goto(address);
    const alert = page.locator('main').getByRole('alert');
    await alert.getByRole('button', { name: /移除条件：最佳疗效/ }).waitFor();
    expect(await alert.innerText()).toContain('存活至可评估之时');
  });
});

// Without an arm: other files count the arms' patients.
describe('a patient', () => {
  it('without follow-up has no survival time, and the page states why', async () => {
    await importRows('patient_code,centre,age_years,sex\nOUT-1,NFH,60,male\n');
    await importRows('patient_code,centre,started_on\nOUT-1,NFH,2022-01-11\n');
    const { page } = await browser.open(staff);
    await page.goto(`/studies/HAIC-DEMO/patients/${await patientOf('OUT-1')}`);
    const facts = page.locator('main header');
    await expect.poll(() => facts.innerText()).toMatch(/Overall survival\s*—\s*no follow-up yet/);
    expect(await facts.innerText()).not.toMatch(/alive|died/);
  });

  it('with two deaths raises warnings at import, on the page of the patient, and in the analysis', async () => {
    await importRows('patient_code,centre,age_years,sex\nOUT-2,NFH,60,male\n');
    await importRows('patient_code,centre,started_on\nOUT-2,NFH,2022-01-11\n');
    const contacts = 'OUT-2,NFH,2022-05-11,dead\nOUT-2,NFH,2022-09-08,dead\n';
    const report = await importRows(`patient_code,centre,contact_on,vital_status\n${contacts}`);
    expect(report).toMatchObject({ committed: true, warningsTotal: 1 });
    const { page } = await browser.open(staff);
    await page.goto(`/studies/HAIC-DEMO/patients/${await patientOf('OUT-2')}`);
    const note = page.getByRole('note').filter({ hasText: 'contradict each other' });
    await note.waitFor();
    expect(await note.innerText()).toMatch(/Dead on two different days[\s\S]*2022-09-08[\s\S]*2022-05-11/);
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await note.getByRole('link', { name: 'Open Follow-up' }).click();
    await page.waitForURL(/form=followUp/);
    await page.goto('/studies/HAIC-DEMO/cohort');
    await note.waitFor();
    await page.goto('/studies/HAIC-DEMO/survival');
    await note.waitFor();
    expect(await note.innerText()).toMatch(/\d+ dead on two different days \(the earlier counts\)/);
  });
});

describe('the cohort page', () => {
  it('shows the worst adverse events as published: 159 of 281 and 52 of 97 with any', async () => {
    const { page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } });
    await page.goto('/studies/HAIC-DEMO/cohort');
    const table = page.getByRole('table', { name: 'Worst adverse event by arm' });
    await table.waitFor();
    const words = await table.innerText();
    expect(words).toMatch(/56\.6 %[^\n]*159\/281/);
    expect(words).toMatch(/53\.6 %[^\n]*52\/97/);
  });
});
