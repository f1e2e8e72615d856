import { type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const cohort = '/studies/HAIC-DEMO/cohort';
const survival = '/studies/HAIC-DEMO/survival';

/** The bar of stage C as it was entered; the stage that follows from what is recorded has one too. */
const advanced = () =>
  page.getByRole('list', { name: 'BCLC stage', exact: true }).getByRole('button', { name: /^C Advanced/ });

describe('numbers that stay while others are requested', () => {
  const count = () => page.locator('[aria-live=polite]').first();
  const marked = (freshness: string) => page.locator(`div[data-freshness=${freshness}]`);

  it('are grey, labelled as outdated and without a count once the requested selection has failed', async () => {
    await page.goto(cohort);
    await count()
      .getByText(/n = \d+/)
      .waitFor();
    await onRequest(page, 'CohortSummary', '"in":["C"]', (route) => route.abort());
    await onRequest(page, 'CohortPatients', '"in":["C"]', (route) => route.abort());
    await advanced().click();
    await page.getByRole('note').filter({ hasText: 'do not belong to the current selection' }).first().waitFor();
    await expect.poll(() => count().innerText()).toBe('n = —');
    // Tiles and table, each in a frame with a note of its own.
    await expect.poll(() => marked('former').count()).toBe(4);
    for (const frame of await page.locator('div[data-freshness=former] > div[data-freshness=former]').all()) {
      expect(Number(await frame.evaluate((one) => getComputedStyle(one).opacity))).toBeLessThan(0.6);
    }
    // The pressed bar removes the condition; nothing is grey any more.
    await advanced().click();
    await count()
      .getByText(/n = \d+/)
      .waitFor();
    await expect.poll(() => marked('former').count()).toBe(0);
  });

  it('are marked while the answer is pending', async () => {
    await page.goto(survival);
    await page.getByRole('heading', { name: 'Overall survival by treatment arm' }).waitFor();
    let answer = () => Promise.resolve();
    const held = new Promise<void>((known) => {
      void onRequest(page, 'Survival', '"endpoint":"PFS"', async (route) => {
        answer = () => route.continue();
        known();
      });
    });
    await page.getByText('PFS', { exact: true }).click();
    await held;
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBeGreaterThan(0);
    // A file made now would name one endpoint and hold the other.
    expect(await page.locator('figure').evaluate((figure) => figure.closest('[inert]') !== null)).toBe(true);
    await answer();
    await page.getByRole('heading', { name: 'Progression-free survival by treatment arm' }).waitFor();
    await expect.poll(() => page.locator('[aria-busy=true], [inert]').count()).toBe(0);
  });

  it('are removed from a figure whose new answer failed', async () => {
    await page.goto(survival);
    await page.getByRole('heading', { name: 'Overall survival by treatment arm' }).waitFor();
    await onRequest(page, 'Survival', '"endpoint":"PFS"', (route) => route.abort());
    await page.getByText('PFS', { exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'could not be shown' }).waitFor();
    await expect.poll(() => page.locator('figure').count()).toBe(0);
  });
});

describe('the bars of the cohort', () => {
  it('are as long as the share they represent, and names of centres are not cut off', async () => {
    await page.goto(cohort);
    await advanced().waitFor();
    const bars = await page.locator('ul[aria-label] > li').evaluateAll((rows) =>
      rows.flatMap((row) => {
        const [track, share] = [
          row.querySelector('[class*=track]'),
          /(\d+) %/.exec(row.querySelector('[class*=share]')?.textContent ?? '')?.[1],
        ];
        const bar = track?.firstElementChild;
        if (!track || !bar || share === undefined) return [];
        const long = bar.getBoundingClientRect().width / track.getBoundingClientRect().width;
        return [{ text: row.textContent, said: Number(share), drawn: long * 100 }];
      }),
    );
    expect(bars.length).toBeGreaterThan(15);
    // A share is rounded to a whole per cent.
    expect(bars.filter(({ said, drawn }) => Math.abs(said - drawn) > 1)).toEqual([]);
    const cut = await page
      .locator('ul[aria-label] [class*=label]')
      .evaluateAll((labels) =>
        labels.filter((label) => label.scrollWidth > label.clientWidth + 1).map((l) => l.textContent),
      );
    expect(cut).toEqual([]);
  });
});

describe('the distributions of the cohort', () => {
  it('take a range by keys, which Back undoes, and the curve leads on with it', async () => {
    await page.goto(`${cohort}?f=sex:female`);
    const edge = page.getByRole('slider', { name: 'Age, lower edge' });
    await edge.focus();
    await edge.press('ArrowRight');
    await page.waitForURL((url) => /ageYears:\d+-$/.test(url.searchParams.get('f') ?? ''));
    const address = new URL(page.url()).searchParams.get('f')!;
    const onward = page.getByRole('link', { name: 'Open in Survival' });
    await expect
      .poll(async () => new URL((await onward.getAttribute('href'))!, page.url()).searchParams.get('f'))
      .toBe(address);
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get('f') === 'sex:female');
  });

  it('are beside the selection as text, which names the place of a fault and keeps the selection', async () => {
    await page.goto(`${cohort}?f=sex:female`);
    await page.getByRole('button', { name: 'Edit as text' }).click();
    const text = page.getByRole('textbox', { name: 'Selection as text' });
    await expect.poll(() => text.inputValue()).toBe('Sex = Female');
    await text.fill('Sex = Female and (adverse event grade ≥ 9 or Age ≥ 70)');
    await text.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Character 41: expected a grade from 1 to 5' }).waitFor();
    expect(new URL(page.url()).searchParams.get('f')).toBe('sex:female');
    await text.fill('Sex = Female and (adverse event grade ≥ 3 or Age ≥ 70)');
    await text.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('f') === 'sex:female;(adverseEvent:3|ageYears:70-)');
    await page.getByText('is known only after time zero').waitFor();
  });
});

describe('an ROC curve', () => {
  it('is loaded as its picture shows it, and with every vertex for its table', async () => {
    const whole: string[] = [];
    await onRequest(page, 'WholeRoc', '', (route) => {
      whole.push(/"set":"(\w+)"/.exec(route.request().postData() ?? '')?.[1] ?? '');
      return route.continue();
    });
    await page.goto('/studies/HAIC-DEMO/models');
    const figure = page.getByRole('figure', { name: 'ROC curve' });
    await figure.locator('svg.recharts-surface').first().waitFor();
    expect(whole).toEqual([]);
    await figure.getByText('Table', { exact: true }).click();
    const sets = ['ENTIRE', 'INTERNAL', 'EXTERNAL'];
    const reader = 'investigator@demo.local';
    const { data: sources } = await ask<{ scoreSources: { id: string }[] }>(
      reader,
      '{ scoreSources(study: "HAIC-DEMO") { id } }',
    );
    const { data, errors } = await ask<Record<string, { thresholds: number[]; curve: { thresholds: number[] } }>>(
      reader,
      `query ($source: ID!) { ${sets
        .map((set) => `${set}: evaluation(study: "HAIC-DEMO", source: $source, set: ${set}) { ...of }`)
        .join(' ')} } fragment of on Evaluation { thresholds curve(width: 3) { thresholds } }`,
      { source: sources!.scoreSources[0]!.id },
    );
    expect(errors).toEqual([]);
    const vertices = Object.values(data!).reduce((sum, { thresholds }) => sum + thresholds.length, 0);
    await expect.poll(() => figure.locator('tbody tr').count()).toBe(vertices);
    expect(whole.toSorted()).toEqual(sets.toSorted());
    for (const { thresholds, curve } of Object.values(data!)) {
      expect(thresholds.length).toBeGreaterThan(12);
      expect(curve.thresholds.length).toBeLessThanOrEqual(12);
      expect(thresholds).toEqual(expect.arrayContaining(curve.thresholds));
    }
  });
});
