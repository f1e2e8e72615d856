import { readFileSync } from 'node:fs';
import { type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { readWorkbook } from '../../apps/api/src/tables/read-workbook.ts';
import { ask, type OpenedBrowser, openBrowser, portal, signInThroughForm } from './portal.fixture.ts';
import { countPresses, fromHome, pressedAtMost } from './presses.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

describe('the tables of the publication', () => {
  const cells = async (row: RegExp) => {
    const found = page.getByRole('row', { name: row }).first();
    await found.waitFor();
    return found.locator('th, td').allInnerTexts();
  };
  const fileOf = async (item: string) => {
    await page.getByRole('button', { name: 'Download' }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };

  it('are two clicks from the first page: the response rates with both p', async () => {
    await page.goto('/studies/HAIC-DEMO');
    await page.getByRole('navigation').getByRole('link', { name: 'Tables' }).click();
    await page.getByLabel('Which table').getByText('Response', { exact: true }).click();
    // Published: 21 of 97 and 153 of 281; p by R's chisq.test and fisher.test.
    await expect
      .poll(() => cells(/^ORR/))
      .toEqual([
        expect.stringContaining('ORR'),
        '21 (21.6; 14.6–30.8)',
        '153 (54.4; 48.6–60.2)',
        '174 (46.0; 41.1–51.1)',
        '< 0.001 (2.3e-8)',
        '< 0.001 (1.7e-8)',
        '32.8 (21.9–41.9)',
      ]);
  });

  it('have what was published beside it, one patient apart in the disease control of HTI', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?table=response');
    expect((await cells(/^ORR, HTI/)).slice(1)).toEqual(['153/281 (54.45 %)', '153/281 (54.45 %)', 'matches']);
    expect((await cells(/^DCR, HTI/)).slice(1)).toEqual([
      '264/281 (93.95 %)',
      '265/281 (94.31 %)',
      'differs by 1 patient',
    ]);
    await page.goto('/studies/HAIC-DEMO/tables?table=response&f=bclcStage:C');
    await page.getByRole('row', { name: /^ORR/ }).first().waitFor();
    await expect.poll(() => page.getByRole('row', { name: /^DCR, HTI/ }).count()).toBe(0);
  });

  it('have BCLC within HTI with its p, and the same in a workbook', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?table=response');
    const stratum = page.getByRole('group', { name: /^Response by BCLC/ });
    await stratum.getByRole('rowheader', { name: 'HTI' }).waitFor();
    await expect
      .poll(() => stratum.getByRole('row', { name: /^HTI/ }).innerText())
      .toMatch(/281\s+0\.\d{3}\s+0\.\d{3}/);
    const { name, bytes } = await fileOf('Excel, as printed and in full precision');
    expect(name).toBe('HAIC-DEMO-response-arm.xlsx');
    const [printed, numbers] = readWorkbook(bytes);
    expect(printed?.rows[0]?.cells[0]).toBe('Best response by treatment arm');
    const orr = printed?.rows.find(({ cells: [first] }) => first?.startsWith('ORR'));
    expect(orr?.cells).toContain('153 (54.4; 48.6–60.2)');
    expect(printed?.rows.at(-2)?.cells[0]).toMatch(/^Endpoint rule: /);
    expect(Number(numbers?.rows[3]?.cells[16]) / 2.297e-8).toBeCloseTo(1, 3);
  });

  it('keep rows and rule in the address, and offer the script with the data that it reads', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?rule=MEDIAN&rows=ageYears,bclcStage');
    expect((await cells(/^Age, /))[0]).toBe('Age, years, median (quartiles)');
    await expect.poll(() => page.getByRole('rowheader', { name: /, n \(%\)$/ }).count()).toBe(1);
    const script = (await fileOf('R script that repeats every number')).bytes.toString('utf8');
    expect(script).toMatch(/^# Table 1\. Baseline characteristics by treatment arm\n/);
    expect(script).toContain('# HAIC-DEMO, data version ');
    expect(script).toContain('wilcox.test(s[[1]], s[[2]]');
    const data = await fileOf('CSV of the patients’ values that the script reads');
    expect(script).toContain(`"${data.name}"`);
    const lines = data.bytes.toString('utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFFarm,ageYears,bclcStage');
    // Those of the demonstration, and whoever the tests before have added: as many as the table says.
    const { data: asked } = await ask<{ tableOne: { n: number; ungrouped: number } }>(
      'investigator@demo.local',
      '{ tableOne(study: "HAIC-DEMO", groupBy: "arm", variables: ["ageYears", "bclcStage"]) { n ungrouped } }',
    );
    expect(asked!.tableOne.n).toBeGreaterThanOrEqual(378);
    expect(lines).toHaveLength(asked!.tableOne.n + asked!.tableOne.ungrouped + 1);
  });

  it('say which names of an address the study does not have, and which selection has nobody', async () => {
    await page.goto('/studies/HAIC-DEMO/tables?by=moon&rows=ageYears,phase');
    await page.getByRole('note').filter({ hasText: 'Left out: moon, phase.' }).waitFor();
    await page.getByRole('button', { name: 'Remove from the address' }).click();
    await page.waitForURL((url) => !url.search.includes('moon') && !url.search.includes('phase'));
    await page.goto('/studies/HAIC-DEMO/tables?f=ageYears:110-&table=model');
    await page.getByText('No model can be fitted').waitFor();
  });
});

describe('what a publication needs, by the mouse from the sign-in on', () => {
  let reader: Page;
  let context: BrowserContext;

  beforeAll(async () => {
    ({ page: reader, context } = await browser.open(null, { viewport: { width: 1366, height: 768 } }));
    await countPresses(context);
    await signInThroughForm(reader, 'investigator@demo.local', portal().password);
  });

  const begin = () => fromHome(reader);
  const open = (place: string) =>
    reader.getByRole('navigation').getByRole('link', { name: place, exact: true }).click();
  const counted = async () => (await pressedAtMost(reader, { clicks: 5, keys: 0 })).clicks;

  it('is Table 1 with p', async () => {
    await begin();
    await open('Tables');
    const table = reader.getByRole('table', { name: /^Table 1/ });
    const row = table.getByRole('row', { name: /^Age, / });
    await row.waitFor();
    await expect.poll(() => table.getByRole('columnheader', { name: /^p/ }).count()).toBe(1);
    await expect.poll(() => row.innerText()).toMatch(/0\.\d{3}|< 0\.001/);
    expect(await counted()).toBe(1);
  });

  it('is the response rate by BCLC stage within HTI with its p', async () => {
    await begin();
    await open('Tables');
    await reader.getByLabel('Which table').getByText('Response', { exact: true }).click();
    const stratum = reader.getByRole('group', { name: /^Response by BCLC/ });
    await stratum.getByRole('rowheader', { name: 'HTI' }).waitFor();
    await expect
      .poll(() => stratum.getByRole('row', { name: /^HTI/ }).innerText())
      .toMatch(/281\s+0\.\d{3}\s+0\.\d{3}/);
    expect(await counted()).toBe(2);
  });

  it('is the curve of overall survival as a PDF of 180 mm', async () => {
    await begin();
    await open('Survival');
    await reader.locator('figure [data-tick]').first().waitFor();
    await reader.getByRole('button', { name: 'Download' }).first().click();
    await reader.getByRole('menuitem', { name: /^Figure/ }).click();
    const dialog = reader.getByRole('dialog', { name: 'Download figure' });
    const [file] = await Promise.all([
      reader.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download PDF' }).click(),
    ]);
    const { size } = await readPdf(readFileSync(await file.path()));
    expect(size[0]).toBeCloseTo((180 / 25.4) * 72, 1);
    expect(await counted()).toBe(4);
  });

  it('is Table 2 with its tests', async () => {
    await begin();
    await open('Tables');
    await reader.getByText('Table 2: models of response', { exact: true }).click();
    const table = reader.getByRole('table', { name: /^Table 2/ });
    await table.getByRole('row').nth(3).waitFor();
    await expect.poll(() => table.innerText()).toMatch(/0\.\d{3}|< 0\.001/);
    expect(await counted()).toBe(2);
  });
});
