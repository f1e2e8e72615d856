import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../apps/api/src/tables/read-workbook.ts';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { countPresses, fromHome, pressedAtMost } from './presses.fixture.ts';

/** What investigators and statisticians come for, from the first page on and within the presses that it may take. */

let browser: OpenedBrowser;
let page: Page;

const screen = { viewport: { width: 1366, height: 768 }, permissions: ['clipboard-read', 'clipboard-write'] };

beforeAll(async () => {
  browser = await openBrowser();
  const opened = await browser.open('investigator@demo.local', screen);
  ({ page } = opened);
  await countPresses(opened.context);
});
afterAll(() => browser?.close());

const open = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const figure = (name: RegExp) => page.getByRole('figure', { name });
const saved = async (press: () => Promise<void>) => {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
};
const dialog = () => page.getByRole('dialog', { name: 'Download figure' });

describe('an investigator', () => {
  it('has the response rate by BCLC stage within HTI as a figure in PDF: five clicks', async () => {
    await fromHome(page);
    await open('Tables');
    await page.getByLabel('Which table').getByText('Response', { exact: true }).click();
    const rates = figure(/^Response rates by/);
    await rates.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: /^Figure/ }).click();
    const { bytes } = await saved(() => dialog().getByRole('button', { name: 'Download PDF' }).click());
    const { text } = await readPdf(bytes);
    expect(text).toContain('HTI');
    expect(text).toContain('BCLC stage within HTI');
    await pressedAtMost(page, { clicks: 5, keys: 0 });
  });

  it('has overall survival of both arms within stage C as a link for a colleague: four clicks', async () => {
    await fromHome(page);
    await open('Cohort');
    await page
      .getByRole('list', { name: 'BCLC stage', exact: true })
      .getByRole('button', { name: /^C Advanced/ })
      .click();
    await page.getByRole('link', { name: 'Survival of this selection' }).click();
    await figure(/^Overall survival by treatment arm/)
      .getByRole('button', { name: 'Copy link' })
      .click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await pressedAtMost(page, { clicks: 4, keys: 0 });

    const { page: colleague } = await browser.open('admin@demo.local', screen);
    await colleague.goto(link);
    // Other files add patients: the colleague sees as many as whoever sent the link.
    const count = (of: Page) =>
      of
        .getByText(/^n = \d+$/)
        .first()
        .innerText();
    expect(await count(colleague)).toBe(await count(page));
    await colleague.getByRole('figure', { name: /^Overall survival by treatment arm/ }).waitFor();
  });

  it('has Table 1 of the two cohorts saved last as a workbook: five clicks', async () => {
    const names = ['stage B', 'stage C'].map((stage) => `${stage} ${Date.now()}`);
    for (const [i, stage] of ['B', 'C'].entries()) {
      const { errors } = await ask(
        'investigator@demo.local',
        `mutation ($cohort: SavedCohortInput!) { saveCohort(study: "HAIC-DEMO", kind: RULE, cohort: $cohort) { id } }`,
        { cohort: { name: names[i], description: '', selection: { bclcStages: [stage] } } },
      );
      expect(errors).toEqual([]);
    }
    await fromHome(page);
    await open('Compare');
    await page.getByRole('table', { name: /^Table 1/ }).waitFor();
    await page.getByRole('button', { name: 'Download' }).first().click();
    const { bytes } = await saved(() => page.getByRole('menuitem', { name: /Excel/ }).click());
    const texts = JSON.stringify(await readWorkbook(bytes));
    for (const name of names) expect(texts).toContain(name);
    await pressedAtMost(page, { clicks: 5, keys: 0 });
  });
});

describe('a statistician', () => {
  it('has progression-free survival with events and censored as a TIFF of one column: six clicks, four keys', async () => {
    await fromHome(page);
    await page.evaluate(() => localStorage.removeItem('figure-choice'));
    await open('Survival');
    await page.getByRole('group', { name: 'What is drawn' }).getByText('PFS', { exact: true }).click();
    const shown = figure(/^Progression-free survival/);
    await shown.waitFor();
    await page.getByRole('switch', { name: 'Events and censored' }).click();
    await shown.getByText('Censored', { exact: true }).first().waitFor();
    // Every six months up to the end of follow-up.
    const ticks = await shown
      .locator('[data-tick]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-tick')));
    expect([...new Set(ticks)].slice(0, 4)).toEqual(['0', '6', '12', '18']);
    await shown.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: /^Figure/ }).click();
    await dialog().getByText('TIFF, 600 dpi', { exact: true }).click();
    // From the chosen kind to the width, two narrower, and the form is sent.
    for (const key of ['Tab', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    const { bytes } = await saved(() => page.keyboard.press('Enter'));
    const { format, width, density } = await sharp(bytes).metadata();
    expect({ format, width, density }).toEqual({ format: 'tiff', width: 2008, density: 600 });
    await pressedAtMost(page, { clicks: 6, keys: 4 });
    await page.evaluate(() => localStorage.removeItem('figure-choice'));
  });

  it('has the adjusted hazard ratio, the test of proportional hazards and the forest: five clicks', async () => {
    await fromHome(page);
    await open('Survival');
    await page.getByText('Adjusted', { exact: true }).click();
    await page.getByRole('row', { name: /^HTI.* 0\.38 \(/ }).waitFor();
    await page.getByRole('button', { name: /^Covariates/ }).click();
    await page.getByRole('checkbox', { name: 'Sex' }).click();
    await page.getByRole('rowheader', { name: 'Sex' }).first().waitFor();
    await page
      .getByRole('region', { name: 'Proportional hazards' })
      .getByRole('row', { name: /^All together/ })
      .waitFor();
    await page.getByText('Subgroups', { exact: true }).click();
    await figure(/in subgroups$/).waitFor();
    await pressedAtMost(page, { clicks: 5, keys: 0 });
  });
});

describe('the data and the script', () => {
  it('of the hazard ratio leave in one archive: three clicks', async () => {
    await fromHome(page);
    await open('Survival');
    await figure(/^Overall survival by treatment arm/)
      .getByRole('button', { name: 'The same numbers in R' })
      .click();
    const { name, bytes } = await saved(() => page.getByRole('menuitem', { name: /in one archive$/ }).click());
    await pressedAtMost(page, { clicks: 3, keys: 0 });
    expect(name).toMatch(/\.zip$/);
    const files = unzipSync(bytes);
    const [script, data] = ['.R', '.csv'].map((end) => {
      const [found] = Object.entries(files).filter(([file]) => file.endsWith(end));
      return { file: found![0], text: strFromU8(found![1]) };
    });
    // The script reads the file that it came with, and has the ratio of the page among what it compares.
    expect(script!.text).toContain(data!.file);
    expect(script!.text).toMatch(/0\.38\d{4,}/);
    expect(data!.text.split('\r\n').filter((row) => /(^|,)(HAIC|HTI)(,|$)/.test(row))).toHaveLength(378);
  });
});

describe('an address', () => {
  const places = [
    '/survival?ep=PFS&by=bclcStage&ci=LOG_LOG&xmax=36&counts=true&f=arm:HTI',
    '/survival?show=subgroups&rows=sex,ageYears',
    '/safety',
  ];
  it.each(places)('gives two readers the same file of its figure, byte for byte: %s', async (place) => {
    const files = [];
    for (const reader of ['investigator@demo.local', 'admin@demo.local'] as const) {
      const opened = await browser.open(reader, { viewport: screen.viewport });
      await opened.page.goto(`/studies/HAIC-DEMO${place}`);
      const first = opened.page.getByRole('figure').first();
      await first.locator('svg').first().waitFor();
      await first.getByRole('button', { name: 'Download' }).click();
      await opened.page.getByRole('menuitem', { name: /^Figure/ }).click();
      const choose = opened.page.getByRole('dialog', { name: 'Download figure' });
      await choose.getByText('SVG', { exact: true }).click();
      const [file] = await Promise.all([
        opened.page.waitForEvent('download'),
        choose.getByRole('button', { name: 'Download SVG' }).click(),
      ]);
      files.push(readFileSync(await file.path(), 'utf8'));
      await opened.context.close();
    }
    expect(files[0]!.length).toBeGreaterThan(5_000);
    expect(files[1]).toBe(files[0]);
  });
});
