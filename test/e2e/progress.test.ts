import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from './axe.fixture.ts';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;
const progress = '/studies/HAIC-DEMO/progress';

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('admin@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

describe('the progress of a study', () => {
  it('has accrual by centre as picture, table and file, month by month too', async () => {
    await page.goto(progress);
    const figure = page.getByRole('figure', { name: 'Accrual by centre' });
    await figure.getByText('FAHSYU', { exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await figure.getByText('Per month', { exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('accrual') === 'month');
    await page.getByRole('button', { name: 'Download' }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^CSV, every point/ }).click(),
    ]);
    const [heading, ...months] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    expect(heading).toBe('\uFEFFmonth,FAHSYU,NFH,all,cumulative');
    // As many as the API has with a day, whoever other tests have added.
    const { data } = await ask<{ studyProgress: { accrual: { centres: { n: number }[] } } }>(
      'admin@demo.local',
      '{ studyProgress(study: "HAIC-DEMO") { accrual { centres { n } } } }',
    );
    const n = data!.studyProgress.accrual.centres.reduce((sum, one) => sum + one.n, 0);
    expect(Number(months.at(-1)!.split(',').at(-1))).toBe(n);
  });

  it('compares events with a plan that is set in the settings, whose faults are named', async () => {
    await page.goto(progress);
    await page.getByRole('link', { name: 'Plan', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Plan of the study' });
    await panel.getByLabel('Planned events').fill('247');
    await panel.getByLabel('Hazard ratio to be found').fill('0.7');
    await panel.getByLabel('Target, patients').fill('400');
    await panel.getByRole('button', { name: 'Save the plan' }).click();
    await panel.getByText('a day, because there is a target').first().waitFor();
    await panel.getByLabel('Accrual from').fill('2017-01-01');
    await panel.getByLabel('Accrual until').fill('2022-12-31');
    await panel.getByRole('button', { name: 'Save the plan' }).click();
    await panel.getByText('Version 1').waitFor();
    await page.goto(progress);
    const table = page.getByRole('table', { name: 'Events against the plan' });
    // Schoenfeld’s formula with a ratio of 0.7, a level of 0.05 and a power of 0.8 gives 246.8.
    await table.getByRole('row', { name: /Events needed.* 247$/ }).waitFor();
    await page.getByRole('figure').getByText('Planned', { exact: true }).waitFor();
  });

  it('is of one’s own centre for staff, beside protected numbers of the whole study', async () => {
    const { page: own } = await browser.open('staff.nfh@demo.local', { viewport: { width: 390, height: 844 } });
    await own.goto(progress);
    await own.getByRole('table', { name: 'The whole study beside your centre' }).waitFor();
    const completeness = own.getByRole('table', { name: 'Completeness by centre' });
    await expect.poll(() => completeness.getByRole('rowheader').allInnerTexts()).toEqual(['NFH']);
    expect(await own.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

describe('a presentation', () => {
  const shown = () => page.locator('[data-presented]');

  it('shows one figure in large type and nothing else, goes on by arrow keys, and ends with Escape', async () => {
    await page.goto(progress);
    await page.getByRole('link', { name: 'Present', exact: true }).click();
    await shown().getByRole('heading', { name: 'Accrual by centre' }).waitFor();
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await shown()
      .getByRole('table', { name: /^Table 1/ })
      .waitFor();
    for (const heading of [/^Overall survival/, /^Progression-free survival/]) {
      await page.keyboard.press('ArrowRight');
      await shown().getByRole('heading', { name: heading }).waitFor();
    }
    await shown().locator('[data-tick]').first().waitFor();
    // The whole figure is in the window, 1366 by 768.
    const box = await shown().evaluate((frame) => [
      frame.scrollHeight - frame.clientHeight,
      frame.scrollWidth - frame.clientWidth,
    ]);
    expect(Math.max(...box)).toBeLessThanOrEqual(1);
    await page.keyboard.press('ArrowLeft');
    await shown()
      .getByRole('heading', { name: /^Overall survival/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').first().waitFor();
    expect(new URL(page.url()).search).toBe('?ep=OS');
    await expect.poll(() => shown().count()).toBe(0);
  });

  it('begins at its address, of the patients selected there', async () => {
    await page.goto('/studies/HAIC-DEMO/survival?ep=OS&f=bclcStage:C&present=3');
    await shown()
      .getByRole('heading', { name: /^Overall survival/ })
      .waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL((url) => url.searchParams.get('ep') === 'PFS' && url.searchParams.get('f') === 'bclcStage:C');
  });
});
