import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type OpenedBrowser, openBrowser } from './portal.fixture.ts';
import { drawnSlidesOf, lastOf, type Run, type SlideUnderTest } from './slides.fixture.ts';

const staff = 'staff.nfh@demo.local';

let slide: SlideUnderTest;
let opened: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  const slides = await drawnSlidesOf('investigator@demo.local');
  // The last of the centre: other files run models on the first ones.
  slide = slides.filter(({ centre }) => centre === 'NFH').at(-1)!;
  // A portal that is tested again holds the outlines of the last time.
  for (const { id, version } of await stored()) {
    await ask(staff, `mutation { unlockRoi(id: "${id}") { id } deleteRoi(id: "${id}", version: ${version}) }`);
  }
  opened = await openBrowser();
  ({ page } = await opened.open(staff, { viewport: { width: 1500, height: 1000 } }));
}, 300_000);

afterAll(async () => {
  await opened?.close();
});

interface Roi {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly locked: boolean;
  readonly source: string;
  readonly areaMm2: number;
  readonly regions: { outline: { x: number[]; y: number[] }; holes: { x: number[]; y: number[] }[] }[];
}

async function stored(): Promise<Roi[]> {
  const { data, errors } = await ask<{ slide: { rois: Roi[] } }>(
    staff,
    `{ slide(id: "${slide.id}") { rois { id name version locked source areaMm2
       regions { outline { x y } holes { x y } } } } }`,
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.slide.rois;
}

async function openSlide(): Promise<void> {
  await page.goto(`/studies/HAIC-DEMO/slides/${slide.id}`);
  await page.getByRole('toolbar', { name: 'Drawing outlines' }).waitFor();
  // The tools are there once the image is.
  await page.locator('button:enabled', { hasText: 'Polygon' }).first().waitFor({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Fit to view (0)' }).click();
  await page.waitForTimeout(1_000);
}

const panel = () => page.getByRole('region', { name: 'Outlines' });
const row = (name: string) =>
  panel()
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `Zoom to ${name}` }) });
const save = async () => {
  await page.getByRole('button', { name: /^Save \(/ }).click();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
};

/** Where level-0 pixels are on the page, from the position of the image that the stage reports. */
async function place(x: number, y: number): Promise<[number, number]> {
  const stage = page.locator('[data-view]').first();
  const box = (await stage.boundingBox())!;
  const [scale, left, top] = (await stage.getAttribute('data-view'))!.split(' ').map(Number);
  return [box.x + left! + x * scale!, box.y + top! + y * scale!];
}

async function click(x: number, y: number): Promise<void> {
  const [left, top] = await place(x, y);
  await page.mouse.move(left, top, { steps: 3 });
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForTimeout(400);
}

/** Four corners around the upper left patches of 512 pixels: eight of twelve centres lie outside. */
const corners = [
  [40, 40],
  [1000, 40],
  [1000, 1000],
  [40, 1000],
] as const;

describe('an outline drawn with the mouse', () => {
  it('is named, saved, and there after a reload, where it was drawn', async () => {
    await openSlide();
    await page.getByRole('button', { name: 'Polygon', exact: true }).click();
    for (const [x, y] of corners) await click(x, y);
    await click(...corners[0]);
    const name = panel().getByRole('textbox', { name: 'Name' });
    await name.waitFor();
    await expect.poll(() => name.inputValue()).toBe('Tumour ROI 1');
    await expect.poll(() => panel().innerText()).toContain('not saved yet');
    await name.fill('core');
    await save();

    const [roi] = await stored();
    expect(roi).toMatchObject({ name: 'core', version: 1, source: 'drawn', locked: false });
    // A screen pixel is a few pixels of the slide.
    const { x, y } = roi!.regions[0]!.outline;
    expect(x).toHaveLength(4);
    corners.forEach(([left, top], i) => {
      expect(Math.abs(x[i]! - left)).toBeLessThan(25);
      expect(Math.abs(y[i]! - top)).toBeLessThan(25);
    });
    // 960 pixels of 0.25 microns each way are 0.0576 mm².
    expect(roi!.areaMm2).toBeCloseTo(0.0576, 2);

    await openSlide();
    await expect.poll(() => row('core').innerText()).toMatch(/0\.05\d+ mm².*drawn here.*version 1/s);
  }, 300_000);

  it('is changed by a corner, and undo takes the change back', async () => {
    await row('core').getByRole('button', { name: 'Zoom to core' }).click();
    const corner = page.locator('.a9s-handle').nth(2);
    await corner.waitFor();
    await page.waitForTimeout(800);
    const box = (await corner.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 40, { steps: 6 });
    await page.mouse.up();
    await page.getByText('changed, not saved').waitFor();
    await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click();
    await page.getByText('changed, not saved').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo (Ctrl Y)' }).click();
    await page.getByText('changed, not saved').waitFor();
    await save();
    const [roi] = await stored();
    expect(roi!.version).toBe(2);
    expect(roi!.regions[0]!.outline.x[2]).toBeGreaterThan(1010);
  }, 300_000);

  it('cannot be changed while it is locked', async () => {
    await row('core').getByRole('button', { name: 'Lock core' }).click();
    await row('core').getByText('locked', { exact: true }).waitFor();
    expect((await stored())[0]).toMatchObject({ locked: true, version: 2 });
    await expect.poll(() => row('core').getByRole('textbox').count()).toBe(0);
    await row('core').getByRole('button', { name: 'More for core' }).click();
    await expect.poll(() => page.getByRole('menuitem', { name: 'Delete' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await row('core').getByRole('button', { name: 'Unlock core' }).click();
    await row('core').getByRole('textbox').waitFor();
  });
});

describe('an outline without a mouse', () => {
  it('is typed, refused with its fault, corrected and saved', async () => {
    await page.getByRole('button', { name: 'By coordinates' }).click();
    await page.getByText('Polygon', { exact: true }).last().click();
    await page.getByLabel('Name').last().fill('typed');
    await page.getByLabel('Corners').fill('100, 100\n300, 300\n300, 100\n100, 300');
    await page.getByRole('button', { name: 'Add outline' }).click();
    await page.getByRole('button', { name: /^Save \(1\)/ }).click();
    await row('typed').getByText('It crosses or touches itself.').waitFor();
    await row('typed').getByRole('button', { name: 'More for typed' }).click();
    await page.getByRole('menuitem', { name: 'Edit coordinates' }).click();
    await page.getByLabel('Corners').fill('100, 100\n300, 100\n300, 300\n100, 300');
    await page.getByRole('button', { name: 'Apply' }).click();
    await save();
    expect((await stored()).find(({ name }) => name === 'typed')?.regions[0]?.outline).toEqual({
      x: [100, 300, 300, 100],
      y: [100, 100, 300, 300],
    });
    await row('typed').getByRole('button', { name: 'More for typed' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row('typed').waitFor({ state: 'detached' });
    expect((await stored()).map(({ name }) => name)).toEqual(['core']);
  });
});

describe('an outline drawn by hand', () => {
  const drag = async (points: readonly (readonly [number, number])[]): Promise<void> => {
    for (const [i, [x, y]] of points.entries()) {
      await page.mouse.move(...(await place(x, y)), { steps: 4 });
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  };
  const way = (name: string) => page.getByRole('radiogroup', { name: 'What the drawn shape does' }).getByText(name);

  it('is one stroke; a second one cuts a hole, a brush adds to it, and each is one step to undo', async () => {
    await openSlide();
    await page.getByRole('button', { name: 'Freehand', exact: true }).click();
    await drag([[200, 200], [900, 210], [1200, 220], [1210, 900], [1200, 1200], [700, 1210], [210, 1200], [205, 700]]); // prettier-ignore
    await row('Tumour ROI 1').waitFor();
    await page.keyboard.press('Escape');
    await row('Tumour ROI 1').getByRole('button', { name: 'Zoom to Tumour ROI 1' }).click();
    await page.waitForTimeout(800);
    await page.getByRole('button', { name: 'Freehand', exact: true }).click();
    await way('Cut out').click();
    await drag([[600, 600], [800, 600], [810, 800], [600, 810]]); // prettier-ignore
    await page.waitForTimeout(500);
    await save();
    const drawn = async () => (await stored()).find(({ name }) => name === 'Tumour ROI 1')!.regions;
    const [cut] = await drawn();
    expect(cut!.holes).toHaveLength(1);
    // About 200 by 200 pixels around their middle.
    const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
    expect(Math.abs(middle(cut!.holes[0]!.x) - 705)).toBeLessThan(40);
    expect(Math.abs(middle(cut!.holes[0]!.y) - 705)).toBeLessThan(40);

    await page.getByRole('button', { name: 'Brush', exact: true }).click();
    await way('Add').click();
    await drag([[1150, 600], [1350, 600]]); // prettier-ignore
    await page.getByText('changed, not saved').waitFor();
    await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click();
    await page.getByText('changed, not saved').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo (Ctrl Y)' }).click();
    await save();
    const [wider] = await drawn();
    expect(Math.max(...wider!.outline.x)).toBeGreaterThan(1330);
    expect(wider!.holes).toHaveLength(1);
    await page.keyboard.press('Escape');
  }, 120_000);

  it('is combined with another without a mouse', async () => {
    await row('Tumour ROI 1').getByRole('button', { name: 'More for Tumour ROI 1' }).click();
    await page.getByRole('menuitem', { name: 'Combine with another' }).click();
    const dialog = page.getByRole('dialog', { name: 'Combine Tumour ROI 1' });
    await dialog.getByText('Keep inside').click();
    await dialog.getByRole('button', { name: 'Combine' }).click();
    await page.getByText('changed, not saved').waitFor();
    await save();
    // "core" reaches to about 1000 and 1070: nothing beyond it is left.
    const { regions } = (await stored()).find(({ name }) => name === 'Tumour ROI 1')!;
    expect(Math.max(...regions.flatMap(({ outline }) => outline.x))).toBeLessThan(1150);
    await row('Tumour ROI 1').getByRole('button', { name: 'More for Tumour ROI 1' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row('Tumour ROI 1').waitFor({ state: 'detached' });
  });
});

describe('a file of ASAP', () => {
  const asap = `<?xml version="1.0"?><ASAP_Annotations><Annotations>
    <Annotation Name="left" Type="Polygon" PartOfGroup="Tumour"><Coordinates>
      <Coordinate Order="1" X="500,5" Y="20"/><Coordinate Order="0" X="20" Y="20"/>
      <Coordinate Order="2" X="500.5" Y="500"/><Coordinate Order="3" X="20" Y="500"/></Coordinates></Annotation>
    <Annotation Name="vessel" Type="Polygon" PartOfGroup="exclude"><Coordinates>
      <Coordinate Order="0" X="100" Y="100"/><Coordinate Order="1" X="200" Y="100"/>
      <Coordinate Order="2" X="150" Y="200"/></Coordinates></Annotation>
    <Annotation Name="bow" Type="Polygon" PartOfGroup="Tumour"><Coordinates>
      <Coordinate Order="0" X="0" Y="0"/><Coordinate Order="1" X="90" Y="90"/>
      <Coordinate Order="2" X="90" Y="0"/><Coordinate Order="3" X="0" Y="90"/></Coordinates></Annotation>
  </Annotations></ASAP_Annotations>`;

  it('is shown with its faults first, and then imported without them', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles({
        name: 'outlines.xml',
        mimeType: 'text/xml',
        buffer: Buffer.from(asap),
      });
    const dialog = page.getByRole('dialog', { name: 'Import outlines' });
    await dialog.getByText('ASAP: 1 sound outline').waitFor();
    await expect.poll(() => dialog.innerText()).toMatch(/"bow".*crosses or touches itself/s);
    await expect.poll(() => dialog.getByRole('button', { name: 'Import 1 outline' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Leave these out and import the others').check();
    await dialog.getByRole('button', { name: 'Import 1 outline' }).click();
    await row('left').waitFor();
    expect((await stored()).find(({ name }) => name === 'left')).toMatchObject({
      source: 'asap',
      regions: [
        {
          outline: { x: [20, 500.5, 500.5, 20], y: [20, 20, 500, 500] },
          holes: [{ x: [100, 200, 150], y: [100, 100, 200] }],
        },
      ],
    });
  });
});

describe('a file of saved outlines', () => {
  it('is a DICOM report, of which the menu says beforehand what becomes of holes and coordinates', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const item = page.getByRole('menuitem', { name: /^DICOM structured report/ });
    await expect.poll(() => item.innerText()).toMatch(/Holes are groups with the finding hole.*rounded/s);
    const [file] = await Promise.all([page.waitForEvent('download'), item.click()]);
    expect(file.suggestedFilename()).toMatch(/\.rois\.sr\.dcm$/);
    const bytes = readFileSync(await file.path());
    expect(bytes.toString('latin1', 128, 132)).toBe('DICM');
    expect(bytes.includes('left, hole 1')).toBe(true);
  });
});

describe('a run', () => {
  it('on an outline drops what is outside, and states the version it used', async () => {
    await page.getByPlaceholder('Whole tissue').click();
    await page.getByRole('option', { name: 'core (version 2)' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('Region: core (version 2)').waitFor({ timeout: 240_000 });
    const { data } = await ask<{
      slide: { inferences: (Run & { rois: object[]; patchMap: { x: number[]; y: number[]; reason: string[] } })[] };
    }>(
      staff,
      `{ slide(id: "${slide.id}") { inferences { id status rois { name version } patchMap { x y reason } } } }`,
    );
    const [run] = data!.slide.inferences;
    expect(run).toMatchObject({ status: 'done', rois: [{ name: 'core', version: 2 }] });
    expect((await lastOf(staff, run!.id)).prps).toBeGreaterThanOrEqual(0);
    const { x, y, reason } = run!.patchMap;
    // Patches of 512 whose centres are 256, 768, 1280, ...: the first two of each row and column lie within.
    const inside = x.map((left, i) => left <= 512 && y[i]! <= 512);
    reason.forEach((one, i) => expect(one === 'outsideRoi').toBe(!inside[i]));

    await page.getByRole('button', { name: 'Patches', exact: true }).click();
    const legend = page.getByRole('list', { name: 'Patches by outcome' });
    await expect.poll(() => legend.innerText()).toMatch(/outside the outline\s*8/);
    await row('core').getByRole('button', { name: 'More for core' }).click();
    await page.getByRole('menuitem', { name: 'Versions' }).click();
    const versions = page.getByRole('dialog', { name: 'Versions of core' });
    await versions.getByRole('row').nth(2).waitFor();
    await expect.poll(() => versions.getByRole('row').nth(1).innerText()).toMatch(/^2.*0\.\d{3}/s);
    await page.keyboard.press('Escape');
  }, 300_000);
});
