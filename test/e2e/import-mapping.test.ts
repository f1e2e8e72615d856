import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loaded } from './loaded.fixture.ts';
import { openBrowser, type OpenedBrowser } from './portal.fixture.ts';

/* Cohorts that never saw the portal, written by pyreadstat and openpyxl (apps/api/src/tables/reference/write_tables.py) or by hand. */

/** Under a name that does not read like the key of a message, which no page may show. */
const file = (name: string) => ({
  name: name.replace('cohort', 'elsewhere').replace(/^.*\//, ''),
  mimeType: 'application/octet-stream',
  buffer: readFileSync(join(import.meta.dirname, '../../apps/api/src/tables/reference/files', name)),
});

let browser: OpenedBrowser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser?.close());

const begin = async (page: Page, ...names: string[]) => {
  await page.goto('/studies/HAIC-DEMO/import');
  // A file that is chosen before the page runs is lost.
  await loaded(page);
  await page.locator('main input[type=file]').first().setInputFiles(names.map(file));
  await page.getByRole('button', { name: /^(Check the file|检查文件)$/ }).click();
  await page.getByRole('table').first().waitFor();
};

describe('a cohort of another program', () => {
  it.each(['cohort.sav', 'cohort.dta'])('%s is joined with fields and checked without fault', async (name) => {
    const { page, context } = await browser.open('staff.nfh@demo.local');
    await begin(page, name);
    const main = page.locator('main');
    await main.getByText('1 → Male, 2 → Female').waitFor();
    // The length in months and the centimetres are read from the labels; the rest is left out.
    await main.getByText('8 of 9 columns joined', { exact: false }).waitFor();
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: 'Check with these fields' }).click();
    await main.getByText('Every row is sound').waitFor();
    await page.getByRole('button', { name: 'Import 6 rows' }).waitFor();
    await context.close();
  });

  it('of REDCap comes with its dictionary, and its repeated visits are a table of their own', async () => {
    const { page, context } = await browser.open('staff.nfh@demo.local');
    await begin(page, 'redcap/dictionary.csv', 'redcap/raw.csv');
    const main = page.locator('main');
    await main.getByText('Columns of enrolment+treatment').waitFor();
    await main.getByText('Columns of visit', { exact: true }).waitFor();
    await main.getByText('1 → Male, 2 → Female').waitFor();
    await context.close();
  });

  it('with visits beside each other is read as a record of each', async () => {
    const { page, context } = await browser.open('staff.nfh@demo.local');
    await begin(page, 'visits.csv');
    const main = page.locator('main');
    await main.getByText('visit 1, visit 2, visit 3', { exact: false }).waitFor();
    await page.getByLabel('Field for the columns size').selectOption({ label: 'Sum of viable target diameters' });
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: 'Read them as records' }).click();
    await page.getByRole('button', { name: 'Check with these fields' }).click();
    await main.getByText('Every row is sound').waitFor();
    const row = main.getByRole('row', { name: /^Tumour assessment/ });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['6', '0', '0']);
    await context.close();
  });

  it('in Chinese is imported once the order of its dates is said, and the next file begins with what was said', async () => {
    const { page, context } = await browser.open('staff.nfh@demo.local', { locale: 'zh-CN', colorScheme: 'dark' });
    await begin(page, 'cohort.xlsx');
    const check = page.getByRole('button', { name: '按此对应检查' });
    await expect.poll(() => check.isDisabled()).toBe(true);
    await page.getByText('日在前', { exact: true }).click();
    await check.click();
    await page.getByRole('button', { name: '导入 3 行' }).click();
    await page.getByText('已导入 3 行').waitFor();
    await begin(page, 'cohort.xlsx');
    await page.getByText('与上次导入相同列的文件一致', { exact: false }).waitFor();
    await check.click();
    await page.getByText('所有行均已有记录').waitFor();
    await context.close();
  });
});
