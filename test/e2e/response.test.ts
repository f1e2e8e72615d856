import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

describe('response patient by patient', () => {
  it('has both plots, a table of confirmed responses, and opens a patient from a bar by keys', async () => {
    await page.goto('/studies/HAIC-DEMO/response');
    const plot = page.getByRole('application', { name: /^Best change of target lesions/ });
    await plot.waitFor();
    await page.getByRole('application', { name: /^Change of target lesions over time/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const [orr] = await page.getByRole('row', { name: /^ORR/ }).all();
    const rates = (await orr!.locator('td').allInnerTexts()).map((cell) => Number(cell.split(' ')[0]));
    // Published, unconfirmed: 21 of HAIC, 153 of HTI; a confirmation never adds one.
    expect([rates[0], rates[2]]).toEqual([21, 153]);
    expect(rates[1]).toBeLessThanOrEqual(21);
    expect(rates[3]).toBeLessThanOrEqual(153);
    await plot.focus();
    await page.keyboard.press('End');
    const said = page.locator('[aria-live=polite]').filter({ hasText: /best response (CR|PR|SD)$/ });
    const [code] = (await said.first().innerText()).split(':');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/patients\//);
    await page.getByRole('heading', { name: code! }).waitFor();
  });

  it('keeps table and groups in the address, and names what no study has', async () => {
    await page.goto('/studies/HAIC-DEMO/response?waterfall=table&by=moon&days=0');
    await page.getByRole('note').filter({ hasText: 'Left out: moon, 0.' }).waitFor();
    await page.getByRole('columnheader', { name: 'Best change, %' }).waitFor();
    await page.goto('/studies/HAIC-DEMO/response?f=ageYears:110-');
    await page.getByText('Nothing to draw').waitFor();
  });
});
