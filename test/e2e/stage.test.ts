import { type Page } from 'playwright-core';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { drawnSlidesOf, lastOf, type SlideUnderTest } from './slides.fixture.ts';

const staff = 'staff.fahsyu@demo.local';

let slide: SlideUnderTest;
let opened: OpenedBrowser;

beforeAll(async () => {
  // Of the other centre: the slides of NFH have their own tests, which count what was done to them.
  slide = (await drawnSlidesOf(staff, 4)).at(-1)!;
  opened = await openBrowser();
}, 300_000);
afterAll(() => opened?.close());

interface Judged {
  readonly attempt: number;
  readonly last: number;
  readonly grid: { x: number[]; reason: (string | null)[] } | null;
  readonly place: number[];
  readonly reason: (string | null)[];
}

async function judged(id: string, attempt = 0, after = -1): Promise<Judged | null> {
  const { data, errors } = await ask<{ judgedPatches: Judged | null }>(
    staff,
    `{ judgedPatches(inferenceId: "${id}", attempt: ${attempt}, after: ${after}) { attempt last grid { x reason } place reason } }`,
  );
  expect(errors).toEqual([]);
  return data!.judgedPatches;
}

/** A run whose patches no earlier run has read: on an outline of its own, which leaves most of the slide outside. */
async function freshRun(widthPx = 1600): Promise<string> {
  const left = Math.round(Math.random() * 1_000_000) / 10_000;
  const roi = `{ name: "stage ${left}", regions: [{ outline: { x: [${left}, ${widthPx}, ${widthPx}, ${left}], y: [5, 5, 1500, 1500] }, holes: [] }] }`;
  const saved = await ask<{ saveRoi: { id: string } }>(
    staff,
    `mutation { saveRoi(slideId: "${slide.id}", roi: ${roi}) { id } }`,
  );
  expect(saved.errors).toEqual([]);
  const { data, errors } = await ask<{ runInference: { id: string } }>(
    staff,
    `mutation { runInference(slideId: "${slide.id}", modelId: "haim", provider: cpu, roiIds: ["${saved.data!.saveRoi.id}"]) { id } }`,
  );
  expect(errors).toEqual([]);
  return data!.runInference.id;
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(50)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error('it never came');
}

async function openSlide(page: Page): Promise<void> {
  await page.goto(`/studies/HAIC-DEMO/slides/${slide.id}`);
  await page.locator('[data-view]').first().waitFor({ timeout: 90_000 });
}

describe('patches of a run', () => {
  it('come part by part, and are all there when the run is done', async () => {
    const id = await freshRun();
    const first = await until(() => judged(id));
    expect(first.grid!.reason).toContain('outsideRoi');
    const candidates = first.grid!.reason.filter((reason) => reason === null).length;
    expect(candidates).toBeGreaterThan(0);
    // What was judged since is asked for alone, and no patch comes twice.
    const places = [...first.place];
    let last = first.last;
    for (;;) {
      const next = await judged(id, first.attempt, last);
      if (next !== null) {
        expect(next.grid).toBeNull();
        places.push(...next.place);
        ({ last } = next);
      }
      const { data } = await ask<{ inference: { status: string } }>(staff, `{ inference(id: "${id}") { status } }`);
      if (data!.inference.status !== 'running') break;
      await wait(50);
    }
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBeLessThanOrEqual(candidates);
    expect(await lastOf(staff, id)).toMatchObject({ status: 'done' });
    // The map of the result has taken their place.
    expect(await judged(id)).toBeNull();
  }, 120_000);

  it('of a run that was cancelled are shown as they were left, without a score', async () => {
    const id = await cancelledRun();
    const left = (await judged(id))!;
    const extracted = left.reason.filter((reason) => reason === null).length;
    const { page, context } = await opened.open(staff, { viewport: { width: 1366, height: 768 } });
    await openSlide(page);
    const coming = page.getByRole('region', { name: 'Patches as they come' });
    await coming.getByText(new RegExp(`^Cancelled: features of ${extracted} patch(es)? were extracted`)).waitFor({
      timeout: 30_000,
    });
    await expect.poll(() => page.locator('canvas[data-patches=coming]').count()).toBe(1);
    await context.close();
  }, 180_000);
});

/** A run that was cancelled after its first patches; one that was done before that is followed by another. */
async function cancelledRun(): Promise<string> {
  for (let tries = 0; tries < 4; tries++) {
    const id = await freshRun();
    const statusOf = async (): Promise<string> =>
      (await ask<{ inference: { status: string } }>(staff, `{ inference(id: "${id}") { status } }`)).data!.inference
        .status;
    await until(async () => ((await judged(id))?.place.length || (await statusOf()) === 'done' ? true : null));
    await ask(staff, `mutation { cancelInference(id: "${id}") { status } }`);
    if ((await statusOf()) === 'cancelled') return id;
  }
  throw new Error('every run was done before it could be cancelled');
}

describe('the stage', () => {
  it('fills the window, and its panels stay folded as they were left', async () => {
    const { page, context } = await opened.open(staff, { viewport: { width: 1366, height: 768 } });
    await openSlide(page);
    const stage = page.locator('[data-view]').first();
    const panels = page.getByRole('region', { name: 'Panels', exact: true });
    const facts = panels.getByRole('button', { name: 'About this slide' });
    await expect.poll(() => facts.getAttribute('aria-expanded')).toBe('true');
    await facts.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => facts.getAttribute('aria-expanded')).toBe('false');

    // Folded, they leave all of the page beside the rail to the slide.
    const before = (await panels.boundingBox())!.width;
    await stage.focus();
    await page.keyboard.press('\\');
    await page.getByRole('button', { name: 'Open the panels (\\)' }).waitFor();
    expect((await panels.boundingBox())!.width).toBeLessThan(before / 4);
    const box = (await stage.boundingBox())!;
    expect(box.x + box.width).toBeGreaterThanOrEqual(1366 - 1);
    await openSlide(page);
    await page.getByRole('button', { name: 'Open the panels (\\)' }).click();
    await expect.poll(() => facts.getAttribute('aria-expanded')).toBe('false');
    // Nothing of the page is outside the window.
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(scrolls).toBeLessThanOrEqual(0);
    await context.close();
  }, 120_000);

  it('shows the patient on one screen: score among the others, response, and course against the arms', async () => {
    expect(await lastOf(staff, await freshRun(1601))).toMatchObject({ status: 'done' });
    const { page, context } = await opened.open(staff, { viewport: { width: 1366, height: 768 } });
    await openSlide(page);
    const patient = page.getByRole('region', { name: 'Patient at a glance' });
    await patient.getByRole('img', { name: /^PRPS 0\.\d{3} on a line from 0 to 1/ }).waitFor();
    await patient.getByRole('img', { name: /^Overall survival by arm.*This patient: / }).waitFor();
    await patient.getByText('demonstration weights, not a prediction').waitFor();
    const { y, height } = (await patient.boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(768);
    await context.close();
  }, 120_000);

  it('compares two scores under a divider and a lens, and lists where they differ', async () => {
    for (const width of [1602, 1100]) {
      const id = await freshRun(width);
      expect(await lastOf(staff, id)).toMatchObject({ status: 'done' });
      const { data } = await ask<{ explainRun: { id: string } }>(
        staff,
        `mutation { explainRun(inferenceId: "${id}") { id } }`,
      );
      await until(async () => {
        const found = await ask<{ patchSensitivity: { status: string } }>(
          staff,
          `{ patchSensitivity(id: "${data!.explainRun.id}") { status } }`,
        );
        return found.data!.patchSensitivity.status === 'done' ? true : null;
      });
    }
    const { page, context } = await opened.open(staff, { viewport: { width: 1366, height: 768 } });
    await openSlide(page);
    const panel = page.getByRole('region', { name: 'Two models under one lens' });
    await panel.getByRole('combobox', { name: 'Compare with (B)' }).click();
    await page.getByRole('option').first().click();
    await panel.getByRole('table', { name: 'Patches by the size of their difference' }).waitFor();
    const divider = page.getByRole('slider', { name: /^Divider: on the left / });
    await divider.focus();
    const at = Number(await divider.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(Number(await divider.getAttribute('aria-valuenow'))).toBe(at + 4);
    await page.getByText('Lens', { exact: true }).click();
    await page.getByRole('slider', { name: /^Lens: around it / }).waitFor();
    // The same number has the same colour on both sides: one scale, named once.
    expect(await page.getByRole('list', { name: 'Scale of the colours' }).count()).toBe(1);
    await context.close();
  }, 240_000);
});
