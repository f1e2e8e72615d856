import { rmSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyManifest, writeTinyModel } from '../../apps/api/src/modules/models/model.fixture.ts';
import { loaded } from './loaded.fixture.ts';
import { ask, openBrowser, type OpenedBrowser, portal } from './portal.fixture.ts';
import { drawnSlidesOf, lastOf, type SlideUnderTest, startRun } from './slides.fixture.ts';

const investigator = 'investigator@demo.local';
const staff = 'staff.nfh@demo.local';
const study = '/studies/HAIC-DEMO';
/** A line of its own for each run: versions stay in the registry of a portal that is tested twice. */
const line = `wide-${Date.now().toString(36)}`;
const ids = [`${line}-a`, `${line}-b`] as const;
const folderOf = (id: string) => path.join(portal().home, 'models', id);

let browser: OpenedBrowser;
let slides: SlideUnderTest[];
let nfh: SlideUnderTest;

beforeAll(async () => {
  browser = await openBrowser();
  slides = await drawnSlidesOf(investigator);
  nfh = await unexplainedOf(slides.filter(({ centre }) => centre === 'NFH'));
  for (const id of ids) {
    await writeTinyModel(folderOf(id), tinyManifest(id, { line }));
    await ask(investigator, '{ modelVersions { id } }');
  }
}, 300_000);
afterAll(async () => {
  for (const id of ids) rmSync(folderOf(id), { recursive: true, force: true });
  await browser?.close();
});

/** The first slide no score of which was explained: tests that run before this file leave heatmaps behind. */
async function unexplainedOf(among: readonly SlideUnderTest[]): Promise<SlideUnderTest> {
  for (const one of among) {
    const { data } = await ask<{ slide: { inferences: { patchSensitivity: object | null }[] } }>(
      investigator,
      `{ slide(id: "${one.id}") { inferences { patchSensitivity { id } } } }`,
    );
    if (data!.slide.inferences.every(({ patchSensitivity }) => patchSensitivity === null)) return one;
  }
  throw new Error('every slide has a heatmap');
}

/** Whether a thing is drawn whole within another, and in the window. */
async function isWithin(inner: Locator, outer: Locator): Promise<boolean> {
  await inner.scrollIntoViewIfNeeded();
  const [a, b] = [(await inner.boundingBox())!, (await outer.boundingBox())!];
  return a.x >= b.x && a.x + a.width <= b.x + b.width && a.width > 20 && a.x + a.width <= page.viewportSize()!.width;
}

let page: Page;

describe.each(['en', 'zh'])('the registry in %s', (locale) => {
  const words =
    locale === 'zh' ? { activate: '启用', candidate: '候选' } : { activate: 'Activate', candidate: 'Candidate' };

  let context: BrowserContext;
  beforeAll(async () => {
    ({ page, context } = await browser.open('operator@demo.local'));
    await context.addCookies([{ name: 'locale', value: locale, url: portal().baseUrl }]);
  });
  afterAll(() => context?.close());

  it.each([390, 1024, 1280, 1366, 1440, 1920])('shows status and Activate at %i px', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${study}/models?section=versions`);
    const frame = page.getByRole('region', { name: line, exact: true }).locator('[data-fold-below]');
    await frame.waitFor();
    const row = frame.getByRole('row').filter({ hasText: ids[1] });
    const activate = row.getByRole('button', { name: new RegExp(`^${words.activate}`) });
    expect(await isWithin(activate, frame)).toBe(true);
    const status = row.getByText(words.candidate, { exact: true });
    expect(await isWithin(status, frame)).toBe(true);
    // Not a word of it is cut off.
    expect(await status.evaluate((one) => one.scrollWidth <= one.clientWidth + 1)).toBe(true);
    expect(await frame.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    // What does not fit beside is placed below, with its heading.
    expect((await frame.innerText()).match(/· portal/g)).toHaveLength(2);
  });
});

describe('the models page', () => {
  it('has an address for each of its parts, and the threshold belongs to one', async () => {
    const opened = await browser.open(investigator, { viewport: { width: 1366, height: 768 } });
    page = opened.page;
    await page.goto(`${study}/models`);
    const threshold = page.getByRole('region', { name: 'Threshold', exact: true });
    await threshold.waitFor();
    await page.getByRole('tab', { name: 'Versions' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/section=versions/);
    await page.getByRole('region', { name: line, exact: true }).waitFor();
    await expect.poll(() => threshold.count()).toBe(0);
    await page.goBack();
    await threshold.waitFor();
    await opened.context.close();
  });

  it('shows the cases of a pressed cell at once; they outlive reload and Back, and a slide leads back to them', async () => {
    const opened = await browser.open(investigator, { viewport: { width: 1366, height: 768 } });
    page = opened.page;
    await page.goto(`${study}/models?set=internal`);
    await page.getByRole('button', { name: /true SD\/PD predicted CR\/PR/ }).click();
    const heading = page.getByRole('heading', { name: /^True SD\/PD, predicted CR\/PR \(\d+\)$/ });
    await heading.waitFor();
    const inSight = async (): Promise<boolean> => {
      const box = (await heading.boundingBox())!;
      return box.y >= 52 && box.y + box.height < 768;
    };
    await expect.poll(inSight).toBe(true);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toMatch(/^True SD\/PD, predicted CR/);
    expect(page.url()).toMatch(/cell=fn/);

    await page.reload();
    await heading.waitFor();
    await expect.poll(inSight).toBe(true);

    const open = page.getByRole('link', { name: /^Open the slide of/ }).first();
    await open.click();
    await page.waitForURL(/\/slides\//);
    await page.getByRole('link', { name: 'Back to the cases' }).click();
    await page.waitForURL(/cell=fn/);
    await heading.waitFor();
    expect(page.url()).toMatch(/set=internal/);
    await page.goBack();
    await page.waitForURL(/\/slides\//);
    await page.goBack();
    await heading.waitFor();
    // One step further back no cell was pressed.
    await page.goBack();
    await page.getByRole('heading', { name: /^All cases/ }).waitFor();
    await opened.context.close();
  });
});

/** Where the image lies on its stage. */
async function view(): Promise<{ scale: number; left: number; top: number; width: number; height: number }> {
  const stage = page.locator('[data-view]').last();
  const [scale, left, top] = (await stage.getAttribute('data-view'))!.split(' ').map(Number);
  const { width, height } = (await stage.boundingBox())!;
  return { scale: scale!, left: left!, top: top!, width, height };
}

/** What the panels leave free of the stage: they are at its right edge, on a narrow window at the bottom. */
async function freeOfPanels(): Promise<{ width: number; height: number }> {
  const stage = (await page.locator('[data-view]').last().boundingBox())!;
  const panels = (await page.getByRole('region', { name: 'Panels', exact: true }).boundingBox())!;
  const isBeside = panels.height > stage.height / 2 && panels.width < stage.width / 2;
  return isBeside
    ? { width: panels.x - stage.x, height: stage.height }
    : { width: stage.width, height: panels.y - stage.y };
}

/** Whether all of the slide is in view, and fills most of it: there is no heatmap, whose bar would take its part. */
async function isFitted({ file }: SlideUnderTest): Promise<boolean> {
  const { scale, left, top } = await view();
  const { width, height } = await freeOfPanels();
  const [right, bottom] = [left + file.widthPx * scale, top + file.heightPx * scale];
  const isInside = left >= -1 && top >= -1 && right <= width + 1 && bottom <= height + 1;
  return isInside && Math.max((right - left) / width, (bottom - top) / height) > 0.8;
}

describe('the viewer', () => {
  it.each([
    [1366, 768, 500],
    [1024, 768, 500],
    [1920, 1080, 800],
    [390, 844, 400],
  ])(
    'at %i x %i is at least %i px high and shows the whole slide',
    async (width, height, least) => {
      const opened = await browser.open(staff, { viewport: { width, height } });
      page = opened.page;
      for (let load = 0; load < 2; load++) {
        await page.goto(`${study}/slides/${nfh.id}`);
        await page.locator('[data-view]').waitFor({ timeout: 60_000 });
        await loaded(page);
        expect((await view()).height).toBeGreaterThanOrEqual(least);
        await expect.poll(() => isFitted(nfh)).toBe(true);
      }
      await opened.context.close();
    },
    120_000,
  );

  it('fits again whenever its box changes, until somebody has zoomed in', async () => {
    const opened = await browser.open(staff, { viewport: { width: 1366, height: 768 } });
    page = opened.page;
    await page.goto(`${study}/slides/${nfh.id}`);
    await page.locator('[data-view]').waitFor({ timeout: 60_000 });
    for (const [width, height] of [[1024, 768], [1920, 1080], [700, 900], [1366, 768]] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(300);
      await expect.poll(() => isFitted(nfh)).toBe(true);
    } // prettier-ignore
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await page.getByRole('button', { name: 'Zoom in (+)' }).click();
    await page.waitForTimeout(300);
    const { scale } = await view();
    await page.setViewportSize({ width: 1500, height: 900 });
    await page.waitForTimeout(500);
    expect((await view()).scale).toBeCloseTo(scale, 3);
    await opened.context.close();
  }, 120_000);

  it('does not zoom by the double click that closes an outline, and does by one on the slide', async () => {
    const opened = await browser.open(staff, { viewport: { width: 1366, height: 768 } });
    page = opened.page;
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${study}/slides/${nfh.id}`);
    await page.locator('button:enabled', { hasText: 'Polygon' }).first().waitFor({ timeout: 90_000 });
    await expect.poll(() => isFitted(nfh)).toBe(true);
    const before = (await view()).scale;
    const box = (await page.locator('[data-view]').boundingBox())!;
    await page.getByRole('button', { name: 'Polygon', exact: true }).click();
    for (const [x, y] of [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6]] as const) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForTimeout(400);
    } // prettier-ignore
    await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.62 * box.height, { steps: 3 });
    await page.mouse.dblclick(box.x + 0.4 * box.width, box.y + 0.62 * box.height);
    await page.getByText('not saved yet').waitFor();
    await page.waitForTimeout(800);
    expect((await view()).scale).toBeCloseTo(before, 4);

    await page.mouse.dblclick(box.x + 0.2 * box.width, box.y + 0.75 * box.height);
    await expect.poll(async () => (await view()).scale).toBeGreaterThan(before * 1.5);
    await opened.context.close();
  }, 180_000);
});

describe('the gallery', () => {
  it('finds, filters and orders slides, and states whether the prediction was right', async () => {
    expect(await lastOf(investigator, (await startRun(investigator, nfh.id)).id)).toMatchObject({ status: 'done' });
    const { data } = await ask<{
      slides: { barcode: string; bestResponse: string; inferences: { predictedClass: string | null }[] }[];
    }>(investigator, '{ slides(study: "HAIC-DEMO") { barcode bestResponse inferences { predictedClass } } }');
    const own = data!.slides.find(({ barcode }) => barcode === nfh.patientCode)!;
    const called = own.inferences[0]!.predictedClass!;
    const word = called.split('/').includes(own.bestResponse) ? 'right' : 'wrong';

    const opened = await browser.open(investigator, { viewport: { width: 1366, height: 768 } });
    page = opened.page;
    await page.goto(`${study}/slides`);
    const cards = page.locator('main ul > li > a');
    await expect.poll(() => cards.count()).toBe(data!.slides.length);
    await page.getByRole('searchbox', { name: 'Search by patient or slide' }).fill(nfh.patientCode.toLowerCase());
    await expect.poll(() => cards.count()).toBe(1);
    await expect
      .poll(() => cards.first().innerText())
      .toMatch(new RegExp(`Response ${own.bestResponse}.*predicted ${called}[\\s\\S]*${word}`));
    await page.waitForURL(/q=/);
    await page.getByLabel('Prediction against response').selectOption({ label: word === 'right' ? 'Wrong' : 'Right' });
    await page.getByText('No slide fits these filters').waitFor();
    // The list changes at once and the address some milliseconds later: until then there is no step to go back.
    await page.waitForURL(/agreement=/);
    await page.goBack();
    await expect.poll(() => cards.count()).toBe(1);

    await cards.first().click();
    await page.waitForURL(new RegExp(`/slides/${nfh.id}`));
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await expect.poll(() => cards.count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => cards.count()).toBe(data!.slides.length);
    await page.getByLabel('Order', { exact: true }).selectOption({ label: 'Highest PRPS first' });
    const scores = async () =>
      (await cards.allInnerTexts()).flatMap((text) => /PRPS (\d\.\d+)/.exec(text)?.[1] ?? []).map(Number);
    await expect.poll(async () => (await scores()).every((one, i, all) => i === 0 || one <= all[i - 1]!)).toBe(true);
    await opened.context.close();
  }, 180_000);

  it('takes a line per slide on a telephone', async () => {
    const opened = await browser.open(investigator, { viewport: { width: 390, height: 844 } });
    page = opened.page;
    await page.goto(`${study}/slides`);
    const cards = page.locator('main ul > li');
    await cards.first().waitFor();
    for (const card of await cards.all()) expect((await card.boundingBox())!.height).toBeLessThan(180);
    await opened.context.close();
  });

  it('counts nothing under way once a batch is over, and leads on to its performance', async () => {
    const opened = await browser.open(investigator, { viewport: { width: 1366, height: 900 } });
    page = opened.page;
    // A few of the drawn slides are of patients in this stage.
    await page.goto(`${study}/slides?batch=true&f=bclcStage:A`);
    const panel = page.getByRole('region', { name: 'Score a cohort' });
    await panel.getByLabel('Model', { exact: true }).click();
    await page.getByRole('option', { name: 'haim', exact: true }).click();
    await panel.getByLabel(/already scored/).check();
    await panel.getByRole('button', { name: /^Score \d+ slides$/ }).click();
    await panel.getByText(/under way/).waitFor();
    await panel.getByText(/under way/).waitFor({ state: 'detached', timeout: 300_000 });
    const told = await panel.innerText();
    const [, total, scored] = /(\d+) slides with an image.* (\d+) scored by this version/.exec(told)!;
    // A slide that another test has added may have no scale; it is counted as what it is.
    const [, failed = 0] = /(\d+) failed/.exec(told) ?? [];
    expect(Number(scored) + Number(failed)).toBe(Number(total));
    await panel.getByRole('link', { name: 'Performance of these scores' }).click();
    await page.waitForURL(/models\?source=portal%3Ahaim/i);
    await page.getByText('These scores were computed by this portal').waitFor();
    await opened.context.close();
  }, 400_000);
});

describe('where a slide falls', () => {
  it('names both populations, and their numbers are those of the API', async () => {
    await lastOf(investigator, (await startRun(investigator, nfh.id)).id);
    const { data } = await ask<{
      scoreSources: { id: string; kind: string; modelName: string; n: number }[];
    }>(investigator, '{ scoreSources(study: "HAIC-DEMO") { id kind modelName n } }');
    const source = data!.scoreSources.find(({ id }) => id.startsWith('portal:haim@'))!;
    const opened = await browser.open(investigator, { viewport: { width: 1366, height: 900 } });
    page = opened.page;
    await page.goto(`${study}/slides/${nfh.id}`);
    const place = page.getByRole('region', { name: 'Where this slide falls' });
    await place.getByText(/has scores of/).waitFor();
    const { data: answer } = await ask<{ evaluation: { n: number } }>(
      investigator,
      'query ($source: ID!) { evaluation(study: "HAIC-DEMO", source: $source, set: ENTIRE) { n } }',
      { source: source.id },
    );
    const { n } = answer!.evaluation;
    await expect.poll(() => place.innerText()).toMatch(new RegExp(`has scores of ${source.n} patients? here`));
    await expect
      .poll(() => place.innerText())
      .toMatch(n === 1 ? /the one of them who has/ : new RegExp(`the ${n} of them who have`));
    expect(await place.innerText()).not.toMatch(/scored by this portal|slides scored here/);
    await opened.context.close();
  }, 120_000);
});
