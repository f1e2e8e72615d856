import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;
const study = '/studies/HAIC-DEMO';
const staff = 'staff.nfh@demo.local';

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open(staff, { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

/** Counts that are neither bounds nor multiples of five. */
const exactOnes = (counts: readonly { readonly n: number; readonly atMost: boolean }[]) =>
  counts.filter(({ n, atMost }) => !atMost && n % 5 !== 0);

describe('members of one centre', () => {
  it('see distributions and recruitment of the whole study, marked, beside their own patients', async () => {
    await page.goto(`${study}/cohort`);
    await page.getByText('Whole study (protected)').click();
    await page.waitForURL((url) => url.searchParams.get('of') === 'study');
    await page.getByText('Numbers of all centres, protected', { exact: true }).waitFor();
    const age = page.getByRole('group', { name: 'Distribution of Age' });
    await age.getByText('your centre, exactly').waitFor();
    await page.getByRole('group', { name: 'Distribution of Recruitment' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const { data } = await ask<{ cohortSummary: { histograms: { bins: { n: number; atMost: boolean }[] }[] } }>(
      staff,
      '{ cohortSummary(study: "HAIC-DEMO", scope: STUDY) { histograms { bins { n atMost } } } }',
    );
    const bins = data!.cohortSummary.histograms.flatMap((one) => one.bins);
    expect(bins.length).toBeGreaterThan(30);
    expect(exactOnes(bins)).toEqual([]);
  });

  it('see Table 1 of the whole study with their own patients in a column, and save it as what it is', async () => {
    await page.goto(`${study}/tables?of=study`);
    const table = page.getByRole('table', { name: /Table 1.*all centres, protected/ });
    await table.getByRole('columnheader', { name: /^Your centre, exactly/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Download' }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CSV/ }).first().click(),
    ]);
    expect(file.suggestedFilename()).toBe('HAIC-DEMO-table-1-arm-all-centres-protected.csv');
    expect(readFileSync(await file.path(), 'utf8')).toContain('≤');
    // The patients would be needed for a script.
    await page.getByRole('button', { name: 'Download' }).first().click();
    await expect.poll(() => page.getByRole('menuitem', { name: /script/ }).count()).toBe(0);
  });

  it('see responses by arm with a p between its limits, and adverse events of the whole study', async () => {
    await page.goto(`${study}/tables?of=study&table=response`);
    const table = page.getByRole('table', { name: /Best response.*all centres, protected/ });
    // An estimate with its limits, whichever classes are of few.
    await table.getByRole('row', { name: /^ORR.*\d+ \(\d+\.\d; \d+\.\d–\d+\.\d\)/ }).waitFor();
    await page.goto(`${study}/safety?of=study`);
    await page.getByRole('figure', { name: /all centres, protected/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  it('see models of their own centre alone, which are named so, with why and whom to ask', async () => {
    await page.goto(`${study}/tables?of=study&table=model`);
    const frame = page.locator('[data-frame=table]');
    await frame.getByText(/all patients \(of NFH\)/).waitFor();
    const note = page.getByRole('note').filter({ hasText: 'Of all centres there is none' });
    await note.getByRole('link', { name: 'Who may do what' }).waitFor();
    // Nothing beside exact numbers is of all centres, and no choice says that the table were.
    const { data } = await ask<{ cohortSummary: { n: number } }>(staff, '{ cohortSummary(study: "HAIC-DEMO") { n } }');
    await page.getByText(`n = ${data!.cohortSummary.n}`, { exact: true }).waitFor();
    expect(await page.getByText('Whole study (protected)').count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('see the progress of the whole study beside that of their own centre', async () => {
    await page.goto(`${study}/progress`);
    const table = page.getByRole('table', { name: 'The whole study beside your centre' });
    await table.getByRole('row', { name: /^Patients analysed \d+ ≈ \d+$/ }).waitFor();
    await table.getByRole('row', { name: /^Forms with a record \d+\.\d % \d+ %$/ }).waitFor();
    await page.getByRole('table', { name: 'Events of all centres against the plan (protected)' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});
