// The whole path of a slide, as its user follows it: outline, run, explanation, score, place among the others.
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { drawnSlidesOf, lastOf, type SlideUnderTest, startRun } from './slides.fixture.ts';

const staff = 'staff.fahsyu@demo.local';
/** A unique name: runs within outlines of other tests may be on the same page. */
const outline = `walk ${Date.now()}`;

let slide: SlideUnderTest;
let opened: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  // Two of each outcome class: a curve needs both. Staff see the slides of their own centre only.
  const slides = await drawnSlidesOf(staff, 4);
  slide = slides.at(-1)!;
  // The slide under test has an earlier run too: the new one must replace it on the page.
  for (const { id } of slides) {
    expect(await lastOf(staff, (await startRun(staff, id)).id)).toMatchObject({ status: 'done' });
  }
  // A portal that is tested again holds the outlines of the last time.
  const { data } = await ask<{ slide: { rois: { id: string; version: number }[] } }>(
    staff,
    `{ slide(id: "${slide.id}") { rois { id version } } }`,
  );
  for (const { id, version } of data!.slide.rois) {
    await ask(staff, `mutation { deleteRoi(id: "${id}", version: ${version}) }`);
  }
  opened = await openBrowser();
  ({ page } = await opened.open(staff, { viewport: { width: 1500, height: 1000 } }));
}, 600_000);
afterAll(() => opened?.close());

it('a slide is outlined, scored within the outline, explained, and placed on the curve', async () => {
  await page.goto('/studies/HAIC-DEMO/slides');
  await page.locator(`a[href$="/slides/${slide.id}"]`).first().click();
  await page.locator('button:enabled', { hasText: 'By coordinates' }).first().waitFor({ timeout: 90_000 });

  await page.getByRole('button', { name: 'By coordinates' }).click();
  // What is opened is loaded when it is opened.
  await page.getByRole('button', { name: 'Add outline' }).waitFor();
  await page.getByText('Polygon', { exact: true }).last().click();
  await page.getByLabel('Name').last().fill(outline);
  // Around the first four patches of 512 pixels.
  await page.getByLabel('Corners').fill('10, 10\n1020, 10\n1020, 1020\n10, 1020');
  await page.getByRole('button', { name: 'Add outline' }).click();
  await page.getByRole('button', { name: /^Save \(1\)/ }).click();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();

  await page.getByPlaceholder('Whole tissue').click();
  await page.getByRole('option', { name: `${outline} (version 1)` }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(`Region: ${outline} (version 1)`).waitFor({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Explain this score' }).click();
  const panel = page.getByRole('region', { name: 'Sensitivity of the score' });
  await panel.getByText('Each patch was replaced on its own.').waitFor({ timeout: 60_000 });
  await page.locator('canvas[data-heatmap]').waitFor();
  const { data } = await ask<{ slide: { inferences: { prps: number; patchSensitivity: { map: object } }[] } }>(
    staff,
    `{ slide(id: "${slide.id}") { inferences { prps patchSensitivity { map { value } } } } }`,
  );
  const [run] = data!.slide.inferences;
  expect(run!.patchSensitivity.map).toMatchObject({ value: expect.arrayContaining([expect.any(Number)]) });

  // The score on the page is the run's, and its place is among all four of the centre.
  const score = run!.prps.toFixed(3);
  const place = page.getByRole('region', { name: 'Where this slide falls' });
  await place.getByText(`this slide ${score}`).first().waitFor({ timeout: 60_000 });
  await place
    .getByText(/AUC \d\.\d\d/)
    .first()
    .waitFor();
  await expect.poll(() => place.innerText()).toMatch(/has scores of 4 patients here[\s\S]*The 4 patients of the curve/);
}, 600_000);
