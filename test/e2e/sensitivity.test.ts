import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { drawnSlidesOf, events, lastOf, type SlideUnderTest, startRun } from './slides.fixture.ts';

const investigator = 'investigator@demo.local';
const stranger = 'staff.fahsyu@demo.local';

interface Explanation {
  readonly id: string;
  readonly status: string;
  readonly stage: string | null;
  readonly prps: number;
  readonly scale: number;
  readonly method: string;
  readonly weights: string;
  readonly warnings: string[];
  readonly bagReused: boolean;
  readonly modelSha256: string;
  readonly map: { sizePx: number; x: number[]; y: number[]; block: number[]; value: number[] } | null;
}
const fields = 'id status stage prps scale method weights warnings bagReused modelSha256';
const everything = `${fields} map { sizePx x y block value }`;

let slides: SlideUnderTest[];
let explained: SlideUnderTest;
let shown: SlideUnderTest;
let opened: OpenedBrowser;

beforeAll(async () => {
  slides = await drawnSlidesOf(investigator);
  const nfh = slides.filter(({ centre }) => centre === 'NFH');
  [explained, shown] = [nfh[0]!, nfh[1]!];
  opened = await openBrowser();
}, 300_000);
afterAll(() => opened?.close());

async function scored(slide: SlideUnderTest): Promise<string> {
  const { id } = await startRun(investigator, slide.id);
  expect(await lastOf(investigator, id)).toMatchObject({ status: 'done' });
  return id;
}

async function explain(inferenceId: string): Promise<Explanation> {
  const { data, errors } = await ask<{ explainRun: Explanation }>(
    investigator,
    `mutation { explainRun(inferenceId: "${inferenceId}") { ${fields} } }`,
  );
  expect(errors).toEqual([]);
  return data!.explainRun;
}

describe('an explanation', () => {
  let runId: string;
  let id: string;

  it('is reported from queued to done, and has a value for every patch that was scored', async () => {
    runId = await scored(explained);
    ({ id } = await explain(runId));
    expect((await explain(runId)).id).toBe(id); // requested twice, it is one
    const seen: Explanation[] = [];
    const watched = events(investigator, `subscription { patchSensitivityProgress(id: "${id}") { ${fields} } }`);
    for await (const { data } of watched) {
      if (data) seen.push((data as unknown as { patchSensitivityProgress: Explanation }).patchSensitivityProgress);
    }
    expect(seen.at(-1)!.status).toBe('done');

    const { data } = await ask<{
      inference: {
        prps: number;
        modelSha256: string;
        patchMap: { x: number[]; y: number[]; reason: (string | null)[] };
        patchSensitivity: Explanation;
      };
    }>(
      investigator,
      `{ inference(id: "${runId}") { prps modelSha256 patchMap { x y reason } patchSensitivity { ${everything} } } }`,
    );
    const { prps, modelSha256, patchMap, patchSensitivity: found } = data!.inference;
    const kept = patchMap.x.flatMap((x, i) => (patchMap.reason[i] === null ? [[x, patchMap.y[i]]] : []));
    const { x, y, value } = found.map!;
    expect(x.map((left, i) => [left, y[i]])).toEqual(kept);
    expect(found.prps).toBeCloseTo(prps, 6);
    expect(found).toMatchObject({ modelSha256, weights: 'synthetic', bagReused: true });
    expect(found.warnings.join(' ')).toMatch(/not a prediction/i);
    expect(found.method).toMatch(/^Change of PRPS: .* toward SD\/PD\./);
    expect(found.scale).toBe(Math.max(...value.map(Math.abs).map((one) => Math.fround(one))));
    expect(found.scale).toBeGreaterThan(0);
    // A score lies between 0 and 1, and so does every score without a patch.
    for (const one of value) {
      expect(found.prps - one).toBeGreaterThanOrEqual(-1e-6);
      expect(found.prps - one).toBeLessThanOrEqual(1 + 1e-6);
    }
  }, 300_000);

  it('of another centre cannot be found to read, follow, cancel or request', async () => {
    for (const query of [
      `{ patchSensitivity(id: "${id}") { id } }`,
      `mutation { cancelPatchSensitivity(id: "${id}") { id } }`,
      `mutation { explainRun(inferenceId: "${runId}") { id } }`,
    ]) {
      const { data, errors } = await ask(stranger, query);
      expect([Object.values(data ?? {}).filter(Boolean), errors[0]?.extensions?.code]).toEqual([[], 'NOT_FOUND']);
    }
    const told = [];
    for await (const event of events(stranger, `subscription { patchSensitivityProgress(id: "${id}") { id } }`)) {
      told.push(event);
    }
    expect(told.map(({ data }) => data ?? null).filter(Boolean)).toEqual([]);
    expect(told[0]?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });
});

/** How opaque the overlay is along its middle row, 0 to 255. */
const opaqueness = (page: Page): Promise<number[]> =>
  page.locator('canvas[data-heatmap]').evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: '2d'): { getImageData(...at: number[]): { data: Uint8ClampedArray } };
    };
    const { data } = canvas.getContext('2d').getImageData(0, canvas.height >> 1, canvas.width, 1);
    return [...data].filter((_, i) => i % 4 === 3);
  });

/** The current magnification in the toolbar. */
async function magnification(page: Page): Promise<number> {
  const text = await page.getByText(/^now/).first().innerText();
  return Number(/([\d.,]+)×/.exec(text)?.[1]?.replace(',', '.'));
}

describe('on the page of a slide', () => {
  it('explains a score, colours the slide, and leads to the patches that matter', async () => {
    await scored(shown);
    const { page, context } = await opened.open(investigator, { viewport: { width: 1440, height: 1000 } });
    await page.goto(`/studies/HAIC-DEMO/slides/${shown.id}`);
    await page.getByRole('button', { name: 'Explain this score' }).click();

    const panel = page.getByRole('region', { name: 'Sensitivity of the score' });
    const gallery = panel.getByRole('region', { name: 'Patches that push most toward SD/PD' });
    await gallery.waitFor({ timeout: 240_000 });
    const bar = page.getByRole('region', { name: 'Sensitivity over the slide' });
    // The numbers of the scale are under the colours, with a note on their reliability.
    const ticks = await bar.getByRole('list', { name: 'Scale of the colours' }).getByRole('listitem').allInnerTexts();
    expect(ticks).toHaveLength(5);
    expect([ticks[2], ticks[0]!.replace('−', '+')]).toEqual(['0', ticks[4]]);
    await bar.getByText('Change of PRPS by the patch').waitFor();
    await bar.getByText('not a prediction').waitFor();
    await panel.getByText('Each patch was replaced on its own.').waitFor();

    // The overlay is there, goes by the key and comes back.
    const stage = page.getByRole('group', { name: /h sensitivity/ });
    await expect.poll(() => opaqueness(page).then((row) => row.some((alpha) => alpha > 0))).toBe(true);
    await stage.focus();
    await page.keyboard.press('h');
    await expect.poll(() => opaqueness(page).then((row) => row.every((alpha) => alpha === 0))).toBe(true);
    await page.keyboard.press('h');
    await expect.poll(() => opaqueness(page).then((row) => row.some((alpha) => alpha > 0))).toBe(true);

    // A patch of the gallery is its place on the slide.
    const before = await magnification(page);
    await gallery.getByRole('button', { name: /^Number 1:/ }).click();
    await expect.poll(() => magnification(page)).toBeGreaterThan(before * 1.3);
    await page
      .getByRole('status')
      .filter({ hasText: /change of PRPS \+\S+ · toward SD\/PD · x [\d,]+, y [\d,]+ px/ })
      .waitFor({
        state: 'attached',
      });

    // By keyboard from patch to patch, and beside the original.
    await stage.focus();
    await page.keyboard.press('n');
    await page.keyboard.press('b');
    await page.getByRole('img', { name: 'Original' }).waitFor();
    await page.keyboard.press('b');

    // Every number is in the table and in the file.
    await panel.getByText('All patches as a table').click();
    const rows = panel.getByRole('table').getByRole('row');
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
    const saved = async (press: () => Promise<void>): Promise<Buffer> => {
      const [file] = await Promise.all([page.waitForEvent('download'), press()]);
      return readFileSync(await file.path());
    };
    const pictureOf = async (kind: string): Promise<Buffer> => {
      await panel.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: /^Figure/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Download figure' });
      await dialog.getByRole('radio', { name: kind, exact: true }).check();
      return saved(() => dialog.getByRole('button', { name: `Download ${kind}` }).click());
    };
    await panel.getByRole('button', { name: 'Download' }).click();
    const table = await saved(() => page.getByRole('menuitem', { name: /CSV/ }).click());
    const csv = table.toString('utf8').trimEnd().split('\r\n');
    expect(csv).toHaveLength(await rows.count());
    expect(csv[0]).toMatch(/^\uFEFFrank,x_px,y_px,side_px,prps_change,/);
    expect(csv.slice(1).every((line) => /not a prediction/.test(line) && /Change of PRPS/.test(line))).toBe(true);
    // The picture holds the slide itself, its colours and the words that must stand with them.
    const svg = (await pictureOf('SVG')).toString('utf8');
    expect(svg).toMatch(/<image[^>]+href="data:image\/jpeg;base64,/);
    expect(svg).toMatch(/Change of PRPS/);
    expect(svg).toMatch(/not a prediction/i);
    const { width, height, format, density } = await sharp(await pictureOf('PNG, 300 dpi')).metadata();
    // 180 mm at 300 dpi.
    expect([format, width, height > 1000, density]).toEqual(['png', 2126, true, 300]);
    await context.close();
  }, 400_000);

  it('can be cancelled, and requested again', async () => {
    const runId = await scored(
      slides.find(({ centre, id }) => centre === 'NFH' && id !== explained.id && id !== shown.id)!,
    );
    const first = await explain(runId);
    const { data } = await ask<{ cancelPatchSensitivity: Explanation }>(
      investigator,
      `mutation { cancelPatchSensitivity(id: "${first.id}") { status } }`,
    );
    expect(data!.cancelPatchSensitivity.status).toBe('cancelled');
    const second = await explain(runId);
    expect(second.id).not.toBe(first.id);
    await ask(investigator, `mutation { cancelPatchSensitivity(id: "${second.id}") { status } }`);
  }, 300_000);
});
