import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPdf } from '../../apps/web/src/charts/read-pdf.fixture.ts';
import { axeFaults } from './axe.fixture.ts';
import { onRequest } from './on-request.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());
beforeEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }));

const survival = '/studies/HAIC-DEMO/survival';

describe('the survival figure', () => {
  it('shows the numbers at risk without scrolling on a small screen, two conditions included', async () => {
    await page.goto(`${survival}?f=bclcStage:C;portalVeinThrombus:true`);
    const counts = page.locator('figure [data-tick]');
    await counts.first().waitFor();
    const bottoms = await counts.evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().bottom));
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(768);
  });

  it('names a curve that reaches 0 above the axis, and writes each median beside its line', async () => {
    await page.goto(`${survival}?by=bclcStage&f=arm:HAIC`);
    await page.locator('figure [data-tick]').first().waitFor();
    const axis = await page.locator('.recharts-xAxis .recharts-cartesian-axis-line').boundingBox();
    const name = page.locator('figure text').filter({ hasText: /^B Intermediate$/ });
    const bottoms = await name.evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().bottom));
    // One stands at the end of the curve, the other heads the row of numbers at risk.
    expect(bottoms.filter((bottom) => bottom < axis!.y)).toHaveLength(1);
    expect(bottoms.filter((bottom) => Math.abs(bottom - axis!.y) < 8 && bottom > axis!.y)).toEqual([]);
    const written = await page.locator('figure [data-median]').allTextContents();
    const inTable = await page
      .locator('td')
      .filter({ hasText: /^\d+\.\d \(/ })
      .allInnerTexts();
    expect(written.toSorted()).toEqual(inTable.map((cell) => cell.split(' ')[0]).toSorted());
  });

  it('gives a p below 0.001 itself, and keeps the table in the address', async () => {
    await page.goto(survival);
    await page.getByText(/chi-square [\d.]+, df 1, p = \d\.\de-\d+/).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).toBe('table');
    await page.reload();
    await page.getByRole('cell', { name: 'Log-rank, chi-square' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Log-rank, chi-square' });
    expect(Number(await row.getByRole('cell').last().innerText())).toBeLessThan(0.001);
  });

  it('asks for the points that its picture shows, and for all of them for table and file', async () => {
    const asked: { width?: number }[] = [];
    let isCut = true;
    await onRequest(page, 'Survival', '', (route) => {
      const { drawing } = route.request().postDataJSON().variables as { drawing?: { width: number } };
      asked.push(drawing ?? {});
      return drawing === undefined && isCut ? route.abort() : route.fallback();
    });
    await page.goto(survival);
    await page.locator('figure [data-tick]').first().waitFor();
    expect(asked.map(({ width }) => width)).toEqual(asked.map(() => 1200));
    // A file that cannot be complete is not made.
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    await page.getByRole('menuitem', { name: 'CSV, every point drawn' }).press('Enter');
    await page.getByText('no file was created').waitFor();
    await page.getByText('Table', { exact: true }).click();
    const retry = page.getByRole('figure').getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    isCut = false;
    await retry.press('Enter');
    await page.getByRole('columnheader', { name: 'At risk' }).waitFor();
    const whole = () => asked.filter(({ width }) => width === undefined).length;
    const before = whole();
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV, every point drawn' }).press('Enter'),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const { data } = await page.evaluate(async () => {
      const query = '{ survival(study: "HAIC-DEMO", endpoint: OS, groupBy: "arm") { curves { days } } }';
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await answer.json()) as { data: { survival: { curves: { days: number[] }[] } } };
    });
    // Who saved it, and what, is in the trail.
    const trail = await ask<{ auditEntries: { details: { name: string; value: string }[] }[] }>(
      'admin@demo.local',
      `{ auditEntries(study: "HAIC-DEMO", filter: { kinds: [exported] }, first: 20) { details { name value } } }`,
    );
    expect(trail.data!.auditEntries.map(({ details }) => details)).toContainEqual(
      expect.arrayContaining([
        { name: 'what', value: 'figurePoints' },
        { name: 'rows', value: String(lines.length - 1) },
        { name: 'fileName', value: file.suggestedFilename() },
      ]),
    );
    // A line for each day of each curve, below the headings.
    expect(lines.length - 1).toBe(data.survival.curves.reduce((sum, { days }) => sum + days.length, 0));
    // The file, the table, and the table once more; the second file is of what the table has.
    expect([before, whole()]).toEqual([3, 3]);
  });
});

describe('a figure leaves as a journal takes it', () => {
  const dialog = () => page.getByRole('dialog', { name: /^(Download figure|下载图)$/ });

  async function openDialog() {
    await page.goto(survival);
    await page.locator('figure [data-tick]').first().waitFor();
    await page.getByRole('button', { name: 'Download' }).press('Enter');
    await page.getByRole('menuitem', { name: /^Figure/ }).press('Enter');
    await dialog().waitFor();
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }

  async function saved(press: () => Promise<void>) {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    await dialog().waitFor({ state: 'detached' });
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  }

  it('by Enter alone as a PDF of two columns, with text in embedded fonts', async () => {
    await openDialog();
    const first = dialog().getByRole('button', { name: 'Download PDF' });
    await expect.poll(() => first.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await axeFaults(page)).toEqual([]);
    const { name, bytes } = await saved(() => page.keyboard.press('Enter'));
    // The keyboard is back where it was.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Download');
    expect(name).toBe('HAIC-DEMO-OS-arm.pdf');
    const { size, text, fonts } = await readPdf(bytes);
    expect(size[0]).toBeCloseTo((180 / 25.4) * 72, 1);
    for (const words of [
      'Overall survival by treatment arm',
      'No. at risk',
      'log-rank p < 0.001',
      'HAIC-DEMO, data version',
      'Synthetic',
    ]) {
      expect(text).toContain(words);
    }
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter(({ isEmbedded }) => !isEmbedded)).toEqual([]);
  });

  it('in Chinese, grey, of one column and without words, as a TIFF of 600 dpi, and the next time likewise', async () => {
    await openDialog();
    await dialog().getByRole('radio', { name: 'TIFF, 600 dpi' }).check();
    await dialog().getByText('85 mm', { exact: true }).click();
    await dialog().getByText('中文', { exact: true }).click();
    for (const name of [/^Title/, /^Caption/]) await dialog().getByRole('checkbox', { name }).uncheck();
    await dialog().getByRole('checkbox', { name: 'In grey' }).check();
    await dialog().getByText('2,008 dots wide').waitFor();
    const { name, bytes } = await saved(() => dialog().getByRole('button', { name: 'Download TIFF, 600 dpi' }).click());
    expect(name).toBe('HAIC-DEMO-OS-arm.tif');
    const { format, width, channels, density } = await sharp(bytes).metadata();
    expect({ format, width, channels, density }).toEqual({ format: 'tiff', width: 2008, channels: 1, density: 600 });
    // Title and caption are in its properties, in the language of the figure.
    expect(bytes.includes(Buffer.from('总生存'))).toBe(true);

    await openDialog();
    await expect.poll(() => dialog().getByRole('radio', { name: 'TIFF, 600 dpi' }).isChecked()).toBe(true);
    await dialog().getByRole('radio', { name: 'PDF' }).check();
    const pdf = await saved(() => dialog().getByRole('button', { name: 'Download PDF' }).click());
    const { size, text, fonts } = await readPdf(pdf.bytes);
    expect(size[0]).toBeCloseTo((85 / 25.4) * 72, 1);
    expect(text).toContain('在险人数');
    expect(text).not.toContain('No. at risk');
    expect(fonts.map(({ font }) => font)).toContain('NotoSansSC-Regular');
    expect(fonts.filter(({ isEmbedded }) => !isEmbedded)).toEqual([]);
    await page.evaluate(() => localStorage.removeItem('figure-choice'));
  });
});
