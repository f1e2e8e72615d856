import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../apps/api/src/tables/read-workbook.ts';
import { axeFaults } from './axe.fixture.ts';
import { type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } }));
});
afterAll(() => browser?.close());

const study = '/studies/HAIC-DEMO';
/** The name of a cohort is unique in its study, and a portal may be tested twice. */
const name = `Stage C ${Date.now()}`;

async function saved(press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync((await file.path())!) };
}

describe('a selection', () => {
  it('is saved under a name and opened from the list, alone and beside other conditions', async () => {
    await page.goto(`${study}/cohort?f=bclcStage:C`);
    const count = page.locator('[aria-live=polite]').first();
    await count.getByText(/n = \d+/).waitFor();
    const n = (await count.innerText()).replace(/\s+of.*/s, '').trim();
    await page.getByRole('button', { name: 'Save cohort' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save cohort' });
    await dialog.getByRole('button', { name: 'Save cohort' }).click();
    await dialog.getByText(/Expected: a name of 1 to 80 characters/).waitFor();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('radio', { name: 'Keep the rule' }).check();
    await dialog.getByRole('button', { name: 'Save cohort' }).click();
    await dialog.waitFor({ state: 'hidden' });

    await page.goto(`${study}/cohorts`);
    const row = page.getByRole('row').filter({ hasText: name });
    // Further columns are in a row of their own below it.
    await page.getByText('no change').filter({ visible: true }).first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await row.getByRole('link', { name, exact: true }).click();
    await page.waitForURL(/cohort\?f=cohort_\d+:true/);
    await expect.poll(async () => (await count.innerText()).replace(/\s+of.*/s, '').trim()).toBe(n);
    await page.getByText(`Cohort “${name}”: Yes`).waitFor();
  });

  it('is compared with everybody, without a test until it is chosen to whom patients of both belong', async () => {
    const number = /cohort_(\d+)/.exec(page.url())![1]!;
    await page.goto(`${study}/compare?a=${number}&b=all`);
    await page.getByText('The groups are described and not compared', { exact: false }).waitFor();
    await page.getByRole('table').first().waitFor();
    await expect.poll(() => page.getByRole('columnheader', { name: 'SMD' }).count()).toBe(0);
    await page.getByText('Keep in A', { exact: true }).click();
    await page.getByRole('columnheader', { name: 'SMD' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Download' }).first().click();
    const { name: file, bytes } = await saved(() => page.getByRole('menuitem', { name: /Excel/ }).click());
    expect(file).toBe('HAIC-DEMO-table-1-cohorts.xlsx');
    const texts = JSON.stringify(await readWorkbook(bytes));
    expect(texts).toContain(name);
    await page.getByText('Survival', { exact: true }).last().click();
    await page.getByText('Hazard ratio', { exact: false }).first().waitFor();
  });

  it('that was removed is named where a link still asks for it', async () => {
    await page.goto(`${study}/cohort?cohort=987654`);
    await page
      .getByText(/a cohort that the study keeps/)
      .first()
      .waitFor();
  });
});

describe('the list of patients', () => {
  it('is scrolled to its end, sorted, and keeps its columns and their order', async () => {
    await page.goto(`${study}/cohort`);
    const list = page.getByRole('table', { name: 'Patients' });
    await list.getByRole('link').first().waitFor();
    const rows = Number(await list.getAttribute('aria-rowcount'));
    const frame = page.getByRole('group', { name: 'Patients' });
    await frame.evaluate((one) => one.scrollTo(0, one.scrollHeight));
    await list.locator(`tr[aria-rowindex="${rows}"]`).waitFor({ timeout: 1000 });
    await page.getByRole('button', { name: 'Columns' }).click();
    const order = page.getByRole('list', { name: 'Order of columns' });
    const second = (await order.getByRole('listitem').nth(1).innerText()).trim();
    await page.getByRole('button', { name: `Move ${second} one place earlier` }).press('Enter');
    await expect.poll(async () => (await order.getByRole('listitem').first().innerText()).trim()).toBe(second);
    await page.keyboard.press('Escape');
    await page.goto(`${study}/cohort`);
    await list.getByRole('link').first().waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await expect.poll(async () => (await order.getByRole('listitem').first().innerText()).trim()).toBe(second);
    await page.getByRole('button', { name: 'Usual columns' }).press('Enter');
    await page.keyboard.press('Escape');
    await list.locator('tbody tr').first().getByRole('cell').first().click();
    await page.waitForURL(/patients\//);
  });
});
