import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { openBrowser, type OpenedBrowser } from './portal.fixture.ts';
import { allDrawnSlides } from './slides.fixture.ts';

let browser: OpenedBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const paperFile = path.join(import.meta.dirname, '../../data/demo-cohort/lin-haim.claims.json');
const own = 'a-paper-of-one-claim';

const cellsOf = async (page: Page, claim: string): Promise<string[]> => {
  const row = page.getByRole('row').filter({ has: page.getByText(claim, { exact: true }) });
  await row.waitFor();
  return row.locator('th, td').allInnerTexts();
};

describe('the claims of the paper', () => {
  it('are one click from a study, each beside the number of the records and the reason of a difference', async () => {
    const { page } = await browser.open('investigator@demo.local');
    await page.goto('/studies/HAIC-DEMO');
    await page.getByRole('navigation').getByRole('link', { name: 'Claims' }).click();
    // Printed: 264 of 281; on record: 265.
    const disease = await cellsOf(page, 'dcr-hti');
    expect(disease.slice(1, 3)).toEqual([expect.stringContaining('93.95'), expect.stringContaining('94.31')]);
    expect(disease[3]).toMatch(/differs[\s\S]*one patient/);
    expect((await cellsOf(page, 'accuracy-internal'))[3]).toMatch(/^not attainable/);
    // Printed: 70 to 30.
    expect((await cellsOf(page, 'split-training'))[3]).toMatch(/differs[\s\S]*147 of 194 \(75\.8 %\)/);
    expect((await cellsOf(page, 'dcr-total'))[3]).toMatch(/one patient/);
  });

  it('are filtered by their verdict, in the address', async () => {
    const { page } = await browser.open('investigator@demo.local');
    await page.goto('/studies/HAIC-DEMO/claims');
    const tile = page.getByRole('group', { name: 'Claims by verdict' }).getByRole('button', { name: /not attainable/ });
    await tile.click();
    await page.waitForURL(/verdict=NOT_ATTAINABLE/);
    const n = Number((await tile.innerText()).match(/\d+/)?.[0]);
    expect(n).toBeGreaterThan(0);
    await expect.poll(() => page.locator('table').getByText('not attainable', { exact: true }).count()).toBe(n);
    await expect.poll(() => page.locator('table').getByText('match', { exact: true }).count()).toBe(0);
  });

  it('of a file with faults are refused as a whole, each fault with its place; a whole one is stored and removed', async () => {
    const { page } = await browser.open('admin@demo.local');
    await page.goto('/studies/HAIC-DEMO/claims');
    await cellsOf(page, 'dcr-hti');
    const choose = async (content: object) => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Add or replace from a file' }).click(),
      ]);
      await chooser.setFiles({
        name: 'paper.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(content)),
      });
    };
    const shipped = JSON.parse(readFileSync(paperFile, 'utf8')) as { claims: { name: string }[] };
    const claim = shipped.claims.find(({ name }) => name === 'dcr-hti');
    const paper = { ...shipped, name: own, claims: [claim] };
    await choose({ ...paper, claims: [claim, claim] });
    await page.getByText(/The file was refused/).waitFor();
    await expect
      .poll(() => page.getByRole('alert').locator('code').allInnerTexts())
      .toEqual([expect.stringContaining('claims')]);

    await choose(paper);
    await page.waitForURL(new RegExp(`paper=${own}`));
    expect((await cellsOf(page, 'dcr-hti'))[3]).toMatch(/differs/);
    await page.getByRole('button', { name: 'Remove the paper' }).click();
    await page.getByRole('button', { name: `Press again to remove ${own}` }).click();
    await cellsOf(page, 'accuracy-internal');
  });

  it('are closed to who reads one centre, with the reason', async () => {
    const { page } = await browser.open('staff.nfh@demo.local');
    await page.goto('/studies/HAIC-DEMO/claims');
    await page.getByText(/The claims are of all centres of the study/).waitFor();
    await expect.poll(() => page.locator('table').count()).toBe(0);
  });
});

describe('what a manuscript reports', () => {
  it('has a model card that says which class is positive, and guidelines with what is still to be written', async () => {
    const { page } = await browser.open('investigator@demo.local');
    await page.goto('/studies/HAIC-DEMO/reporting');
    const main = page.locator('main');
    await page.getByRole('table').first().waitFor();
    await expect.poll(() => main.innerText()).toMatch(/Positive is SD\/PD/);
    await expect.poll(() => main.innerText()).toMatch(/not reported/);
    // The published scores: 15 of 20 and 22 of 27 are called as they are, so five of each are not.
    expect(await main.innerText()).toMatch(
      /10 of 47 wrong[^.]*5 of 27 CR\/PR called SD\/PD, 5 of 20 SD\/PD called CR\/PR/,
    );
    await expect.poll(() => main.innerText()).toMatch(/Calibration\s+slope \d\.\d\d \(/);
    await expect
      .poll(() => main.innerText())
      .toMatch(/Sex: Female [01]\.\d\d \(.*n = 7\), Male [01]\.\d\d \(.*n = 40\)/);
    await page
      .getByLabel('Card or guideline')
      .getByText(/^TRIPOD/)
      .click();
    await page.waitForURL(/list=/);
    await page.getByRole('table').getByText('filled', { exact: true }).first().waitFor();
    await page.getByRole('switch', { name: 'Only what is still to be written' }).click();
    await expect.poll(() => page.getByRole('table').getByText('filled', { exact: true }).count()).toBe(0);
    await expect
      .poll(() => page.getByRole('table').getByText('to be written', { exact: true }).count())
      .toBeGreaterThan(0);
  });

  it('has what only authors know, once they write it, and what does not apply', async () => {
    const { page } = await browser.open('statistician@demo.local', { viewport: { width: 1366, height: 768 } });
    await page.goto('/studies/HAIC-DEMO/reporting?list=stard');
    const row = page.getByRole('row').filter({ has: page.getByText('Funding', { exact: true }) });
    await row.getByText('to be written').waitFor();
    await row.getByRole('button', { name: 'Answer 30' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'STARD 2015, item 30' });
    await dialog.getByLabel('Text', { exact: true }).fill('Supported by nobody: the cohort is synthetic.');
    await dialog.getByLabel('Place in the manuscript').fill('12');
    await page.keyboard.press('Enter');
    await row.getByText('written', { exact: true }).waitFor();
    await expect.poll(() => row.innerText()).toMatch(/Supported by nobody[^]*12/);
    // Whoever may not write sees it, without the button; taken back, it is to be written again.
    const pathologist = await browser.open('pathologist@demo.local');
    await pathologist.page.goto('/studies/HAIC-DEMO/reporting?list=stard');
    await pathologist.page.getByText('Supported by nobody').waitFor();
    await expect.poll(() => pathologist.page.getByRole('button', { name: /^(Answer|Change) / }).count()).toBe(0);
    await row.getByRole('button', { name: 'Change 30' }).click();
    await dialog.getByRole('button', { name: 'Take answer back' }).click();
    await row.getByText('to be written').waitFor();
  });

  it('is one PDF, with claims, card and guidelines', { timeout: 540_000 }, async () => {
    // A report is refused while the data change, as they do until the slides of the demonstration are drawn.
    await allDrawnSlides('investigator@demo.local');
    const { page } = await browser.open('investigator@demo.local');
    await page.goto('/studies/HAIC-DEMO/reporting');
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download', { timeout: 110_000 }),
      page.getByRole('dialog').getByRole('button', { name: 'Make the report' }).click(),
    ]);
    const { text } = await readPdf(readFileSync(await file.path()));
    for (const part of ['93.95', 'TRIPOD', 'STROBE', 'SD/PD']) expect(text).toContain(part);
  });
});
