import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser, portal } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
  await page.emulateMedia({ media: 'print' });
});
afterAll(() => browser?.close());

const shown = (selector: string) => page.locator(selector).filter({ visible: true }).count();

describe('a printed page', () => {
  it.each([
    ['survival', '?f=bclcStage:C', 'figure [data-tick]'],
    ['cohort', '?f=bclcStage:C', 'button[aria-pressed=true]'],
  ])(
    'of %s carries its address and the data cut, and nothing that is only for the screen',
    async (name, query, there) => {
      await page.goto(`/studies/HAIC-DEMO/${name}${query}`);
      await page.locator(there).first().waitFor();
      const text = await page.locator('main').innerText();
      expect(text).toContain(`${portal().baseUrl}/studies/HAIC-DEMO/${name}?f=`);
      expect(text).toContain('data cut 2024-02-29');
      // The header used to cover the text of every page, as did the link for keyboards.
      expect(await shown('header')).toBe(0);
      expect(await shown('a[href="#content"]')).toBe(0);
      expect(await shown('nav')).toBe(0);
      expect(await shown('.mantine-Button-root, .mantine-SegmentedControl-root')).toBe(0);
      const kept = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('print-color-adjust'));
      expect(kept).toBe('exact');
    },
  );

  it('contains a table down to its last row', async () => {
    await page.goto('/studies/HAIC-DEMO/cohort');
    const frame = page.locator('[role=group]').filter({ has: page.locator('tbody tr:nth-child(50)') });
    await frame.waitFor();
    expect(await frame.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(1);
  });

  it('draws its figures in the colours of paper, and the screen has its own back afterwards', async () => {
    await page.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'dark'));
    await page.goto('/studies/HAIC-DEMO/survival');
    await page.locator('figure [data-tick]').first().waitFor();
    const ink = () =>
      page
        .locator('figure [data-tick]')
        .first()
        .evaluate((text) => getComputedStyle(text).fill);
    const onScreen = await ink();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const onPaper = await ink();
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    // HAIC in charts/series-style.ts: #E69F00 on dark, #A84500 on white.
    expect([onScreen, onPaper]).toEqual(['rgb(230, 159, 0)', 'rgb(168, 69, 0)']);
    await expect.poll(ink).toBe('rgb(230, 159, 0)');
  });
});
