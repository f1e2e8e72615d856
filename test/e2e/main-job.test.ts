import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openBrowser, type OpenedBrowser } from './portal.fixture.ts';
import { drawnSlidesOf } from './slides.fixture.ts';

let browser: OpenedBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** The row of a table whose first cell is so called, as the texts of its cells. */
async function rowOf(page: Page, table: string, first: string): Promise<string[]> {
  const row = page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: first, exact: true }) });
  return row.locator('th,td').allInnerTexts();
}

describe('the main job, as an investigator', () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } }));
  });

  it('finds overall survival of 25.0 and 12.0 months, with number at risk and methods', async () => {
    await page.goto('/studies/HAIC-DEMO/survival');
    const figure = page.getByRole('figure', { name: /overall survival/i });
    await figure.waitFor();
    expect(await rowOf(page, 'Median', 'HTI')).toEqual(['HTI', '281', '80', '25.0 (20.2–NR)']);
    expect(await rowOf(page, 'Median', 'HAIC')).toEqual(['HAIC', '97', '54', '12.0 (9.0–15.1)']);
    const hazard = page.getByRole('region', { name: 'Hazard ratio' });
    await expect
      .poll(() => hazard.innerText())
      .toMatch(/0\.38[\s\S]*0\.27–0\.54[\s\S]*Cox partial likelihood, Efron ties[\s\S]*Log-rank p < 0\.001/);
    // At month 0 everybody is at risk.
    await expect.poll(() => figure.innerText()).toMatch(/\b281\b[^]*\b97\b|\b97\b[^]*\b281\b/);
  });

  it('selects patients on the cohort page and the curve follows', async () => {
    await page.goto('/studies/HAIC-DEMO/cohort');
    // Other files add patients without an arm, so the total does not stay 378.
    await page.getByRole('button', { name: /HTI: HAIC \+ TKI \+ ICI/ }).click();
    await expect.poll(() => page.locator('main').innerText()).toMatch(/n = 281\s*of \d+/);
    await page.getByRole('link', { name: /survival of this selection/i }).click();
    await expect.poll(() => page.locator('main').innerText()).toMatch(/n = 281\s*of \d+/);
    await page.goBack();
    await page.getByRole('heading', { name: 'Cohort', level: 1 }).waitFor();
    await page.goBack();
    await expect.poll(() => page.locator('main').innerText()).toMatch(/n = (\d+)\s*of \1\b/);
  });

  it('finds an AUC of 0.778 in the entire test set and the matrix that belongs to 0.532', async () => {
    await page.goto('/studies/HAIC-DEMO/models');
    await expect.poll(() => page.locator('main').innerText()).toMatch(/AUC\s*0\.778/);
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/Accuracy\s*0\.787[\s\S]*37\/47/);
    expect(text).toMatch(/Sensitivity\s*0\.750[\s\S]*15\/20/);
    expect(text).toMatch(/Specificity\s*0\.815[\s\S]*22\/27/);
  });
});

describe('staff of a centre', () => {
  it('correct a tumour size: counts follow, the history shows it, and a foreign patient is not found', async () => {
    const { page } = await browser.open('staff.nfh@demo.local', { viewport: { width: 1366, height: 900 } });
    const rows = (await ask<{ patients: { rows: { id: string; code: string; tumourSizeMm: number }[] } }>(
      'staff.nfh@demo.local',
      '{ patients(study: "HAIC-DEMO", first: 20, sort: tumourSizeMm, descending: true) { rows { id code tumourSizeMm } } }',
    ))!.data!.patients.rows;
    const largest = rows.find(({ code, tumourSizeMm }) => code.startsWith('SYN-') && tumourSizeMm > 150)!;
    const countOver = async () =>
      (
        await ask<{ survival: { n: number } }>(
          'staff.nfh@demo.local',
          `{ survival(study: "HAIC-DEMO", endpoint: OS, cohort: { tumourSizeMmMin: ${largest.tumourSizeMm} }) { n } }`,
        )
      ).data!.survival.n;
    const before = await countOver();

    await page.goto(`/studies/HAIC-DEMO/patients/${largest.id}?form=baseline`);
    const size = page.getByRole('textbox', { name: 'Largest tumour diameter' });
    await size.waitFor();
    await size.fill('900');
    await size.blur();
    await expect.poll(() => page.locator('main').innerText()).toMatch(/0 to 400 mm/);
    await size.fill('77');
    await page
      .getByLabel(/reason/i)
      .first()
      .fill('measured again on the baseline CT');
    await page.getByRole('button', { name: /^save/i }).click();
    await expect.poll(async () => countOver()).toBe(before - 1);

    await page.reload();
    await page.getByText('Change history').click();
    const history = page.locator('main');
    await expect
      .poll(() => history.innerText())
      .toMatch(new RegExp(`Demo staff, NFH[\\s\\S]*${largest.tumourSizeMm}[\\s\\S]*77`));
    await expect.poll(() => history.innerText()).toContain('measured again on the baseline CT');

    const foreign = (await ask<{ patients: { rows: { id: string }[] } }>(
      'staff.fahsyu@demo.local',
      '{ patients(study: "HAIC-DEMO", first: 1) { rows { id } } }',
    ))!.data!.patients.rows[0]!;
    await page.goto(`/studies/HAIC-DEMO/patients/${foreign.id}`);
    await expect.poll(() => page.locator('main').innerText()).toMatch(/No such patient/);
  });
});

describe('a slide', () => {
  it('is scored with visible progress and appears on the curve and in the matrix', async () => {
    const { page } = await browser.open('investigator@demo.local', { viewport: { width: 1366, height: 900 } });
    // The last one, which no other test has scored: a score kept from before would show no progress.
    const slide = (await drawnSlidesOf('investigator@demo.local')).at(-1)!;
    await page.goto('/studies/HAIC-DEMO/slides');
    await page.locator(`main a[href$="/slides/${slide.id}"]`).click();
    const run = page.getByRole('region', { name: 'Run HAIM' }).getByRole('button', { name: 'Run', exact: true });
    await run.waitFor();
    await run.click();
    const main = page.locator('main');
    await expect.poll(() => main.innerText(), { timeout: 60_000, interval: 100 }).toMatch(/tiling|features|hashing/i);
    await expect.poll(() => main.innerText(), { timeout: 240_000 }).toMatch(/demonstration weights, not a prediction/i);
    const text = await main.innerText();
    expect(text).toMatch(/PRPS, computed here\s*0\.\d{3}/);
    expect(text).toMatch(/cpu/i);
    const place = page.getByRole('region', { name: 'Where this slide falls' });
    await expect.poll(() => place.innerText()).toMatch(/CR\/PR[\s\S]*SD\/PD/);
  }, 500_000);
});
