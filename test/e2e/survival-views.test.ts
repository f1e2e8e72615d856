import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedBrowser, openBrowser } from './portal.fixture.ts';

let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 768 } }));
});
afterAll(() => browser?.close());

const survival = '/studies/HAIC-DEMO/survival';

describe('the views of survival beside its curves', () => {
  const saved = async (menu: string, item: string) => {
    await page.getByRole('button', { name: menu }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFileSync(await file.path(), 'utf8');
  };

  it('have the crude ratio beside the adjusted one, its covariates in the address, and a script that fits both', async () => {
    await page.goto(survival);
    await page.getByText('Adjusted', { exact: true }).click();
    // The Cox ratio of the curves: 0.38.
    await page.getByRole('row', { name: /^HTI.* 0\.38 \(/ }).waitFor();
    await page.getByRole('button', { name: /^Covariates/ }).click();
    await page.getByRole('checkbox', { name: 'Sex' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('covariates')).toContain('sex');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('rowheader', { name: 'Sex' }).first().waitFor();
    await page
      .getByRole('region', { name: 'Proportional hazards' })
      .getByRole('row', { name: /^All together/ })
      .waitFor();
    const script = await saved('Download', 'R script that repeats every number');
    expect(script).toContain('coxph(Surv(d[["days"]], d[["event"]]) ~ ');
    expect(script).toContain('cox.zph(f)');
    const [heading, ...rows] = (await saved('Download', 'CSV of the patients’ values that the script reads'))
      .trimEnd()
      .split('\r\n');
    expect(heading).toMatch(/^\uFEFFdays,event,arm,/);
    // Patients whom other files add have no arm, and are fitted in neither model.
    expect(rows.filter((row) => /^\d+,[01],(HAIC|HTI),/.test(row))).toHaveLength(378);
  });

  it('are drawn by arm where an address groups by what the study does not have, which is named', async () => {
    await page.goto(`${survival}?by=nonsense`);
    const note = page.getByRole('note').filter({ hasText: 'Left out: nonsense.' });
    await note.waitFor();
    await page.getByRole('figure', { name: 'Overall survival by treatment arm' }).waitFor();
    await note.getByRole('button', { name: 'Remove from the address' }).click();
    await note.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('by')).toBeNull();
  });

  it('have a forest to be gone through by keyboard, its numbers as a table and in R', async () => {
    await page.goto(`${survival}?show=subgroups&rows=sex,ageYears`);
    const forest = page.getByRole('figure', { name: /in subgroups$/ });
    const everybody = forest.getByRole('img', { name: /^All patients: hazard ratio 0\.38 \(/ });
    await everybody.focus();
    for (const _ of ['Sex', 'Male']) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Sex: Male: hazard/);
    await expect.poll(() => forest.getByText(/^4 subgroups were looked at with 2 tests/).count()).toBe(1);
    await forest.getByText('Table', { exact: true }).click();
    await forest.getByRole('columnheader', { name: 'p, interaction' }).waitFor();
    await expect.poll(() => forest.locator('tbody tr').count()).toBe(5);
    const script = await saved('The same numbers in R', 'R script that repeats every number');
    expect(script).toContain('strata(v[i])');
  });

  it('say why there is no forest: one arm, nobody, no groups', async () => {
    for (const [query, sentence] of [
      ['f=arm:HTI', 'Only HTI has patients with a time'],
      ['f=ageYears:110-', 'No patient of the selection has a time and a group.'],
      ['by=none', 'Choose groups above'],
      ['ref=MOON', 'The groups named in the address'],
    ]) {
      await page.goto(`${survival}?show=subgroups&${query}`);
      await page.getByText(sentence!).waitFor();
    }
    await page.getByRole('button', { name: 'Compare the first two groups' }).click();
    await page.getByRole('figure', { name: /in subgroups$/ }).waitFor();
  });

  it('read the curves at the months of the address, and restricted means until one', async () => {
    await page.goto(`${survival}?show=months&at=12,24&until=36`);
    const means = page.getByRole('table', { name: 'Restricted mean survival time: Overall survival' });
    await means.getByRole('row', { name: /^HTI minus HAIC/ }).waitFor();
    const readings = page.getByRole('table', { name: 'At chosen months: Overall survival' });
    await expect.poll(() => readings.getByRole('rowheader').allInnerTexts()).toEqual(['12 months', '24 months']);
    await page.getByLabel('Horizon of the restricted mean').selectOption('12');
    await page.getByText('within the first 12 months').waitFor();
    expect(new URL(page.url()).searchParams.get('until')).toBe('12');
  });
});
