import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../hand-made.fixture.ts';
import { madeTiff, type MadePage, pinkOnGlass } from './made-tiff.ts';
import { openSlideHere } from './open-slide.ts';
import { loadOpenSlide } from './openslide-library.ts';

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await scratchFolder();
});

async function openMade(pages: readonly MadePage[], reader: 'sharp' | 'openslide' = 'sharp') {
  const path = join(folder, `${(files += 1)}.tif`);
  await writeFile(path, madeTiff(pages));
  return openSlideHere(path, { reader });
}

const slide = (width: number, change: Partial<MadePage> = {}): MadePage => ({
  width,
  height: (width * 3) / 4,
  colour: pinkOnGlass(width, (width * 3) / 4),
  ...change,
});
/** Of the same shape as the slide, so that only its tags distinguish it. */
const red = (width: number, change: Partial<MadePage> = {}): MadePage =>
  slide(width, { colour: () => [255, 0, 0], ...change });
const widths = ({ levels }: { levels: readonly { width: number }[] }) => levels.map(({ width }) => width);

describe('only what the file marks as levels is a level', () => {
  test.each<[string, MadePage[], number[], string[]]>([
    [
      'reduced pages',
      [slide(400), slide(200, { subfileType: 1 }), slide(100, { subfileType: 1 })],
      [400, 200, 100],
      [],
    ],
    [
      'sub-images; the page after them is a label',
      [slide(400, { subPages: [slide(200, { subfileType: 1 })] }), red(80)],
      [400, 200],
      ['image 2'],
    ],
    [
      'sub-images; a page after them that is called reduced',
      [slide(400, { subPages: [slide(200)] }), red(100, { subfileType: 1 })],
      [400, 200],
      ['image 2'],
    ],
    ['a page without marks', [slide(400), red(100)], [400], ['image 2']],
    [
      'a reduced mask',
      [slide(400), slide(200, { subfileType: 5, photometric: 4, bits: 1, colour: () => [1] })],
      [400],
      ['mask'],
    ],
    [
      'a mask that only says so by its photometric',
      [slide(400), slide(200, { subfileType: 1, photometric: 4, bits: 1, colour: () => [1] })],
      [400],
      ['mask'],
    ],
    [
      'a grey reduced page',
      [slide(400), slide(200, { subfileType: 1, photometric: 1, colour: () => [9] })],
      [400],
      ['image 2'],
    ],
    [
      'masks between the levels',
      [
        slide(400),
        slide(400, { subfileType: 4, photometric: 4, bits: 1, colour: () => [1] }),
        slide(200, { subfileType: 1 }),
      ],
      [400, 200],
      ['mask'],
    ],
    [
      'a second slide with its levels',
      [slide(400), slide(200, { subfileType: 1 }), red(200, { subfileType: 0 }), red(100, { subfileType: 1 })],
      [400, 200],
      ['image 3', 'image 4'],
    ],
    [
      'a thumbnail before the slide',
      [red(80, { subfileType: 1 }), slide(400, { subfileType: 0 }), slide(200, { subfileType: 1 })],
      [400, 200],
      ['image 1'],
    ],
    ['the old SubfileType', [slide(400), slide(200, { tags: { 255: [2] } })], [400, 200], []],
    [
      'two of one size',
      [slide(400), slide(200, { subfileType: 1 }), red(200, { subfileType: 1 })],
      [400, 200],
      ['image 3'],
    ],
  ])('%s', async (_name, pages, expected, others) => {
    const opened = await openMade(pages);
    expect(widths(opened)).toEqual(expected);
    expect(opened.associatedImages).toEqual(others);
    for (const [level] of expected.entries()) {
      // Bottom right of every level is glass: no level shows the label.
      const { width, height, downsample } = opened.levels[level] ?? opened.levels[0]!;
      const at = (size: number) => Math.floor((size - 4) * downsample);
      const rgb = await opened.readRgb({ x: at(width), y: at(height), level, width: 2, height: 2 });
      expect([...rgb.subarray(0, 3)]).toEqual([245, 245, 245]);
    }
  });

  test('label and macro of a GT450 have no name, only their NewSubfileType', async () => {
    const said =
      'Aperio Leica Biosystems GT450 v1.0.1 \r\n400x300 [0,0,400x300] (256x256) JPEG/YCC Q=91|AppMag = 40|MPP = 0.262910';
    const opened = await openMade([
      slide(400, { description: said, subfileType: 0 }),
      slide(160, { description: said, subfileType: 0, tile: null }),
      slide(100, { description: said, subfileType: 0 }),
      red(80, { subfileType: 1, tile: null }),
      red(60, { subfileType: 9, tile: null }),
    ]);
    expect(widths(opened)).toEqual([400, 100]);
    expect(opened.associatedImages).toEqual(['thumbnail', 'label', 'macro']);
    expect(opened).toMatchObject({ vendor: 'aperio', objectivePower: 40, micronsPerPixel: 0.26291 });
  });

  test('a tiled label of an Aperio file, of the same shape, is not a level', async () => {
    const description = 'Aperio Image Library v12.1.3|AppMag = 40.000000|MPP = 0.250000';
    const opened = await openMade([
      slide(400, { description, subfileType: 0 }),
      slide(200, { description, subfileType: 0 }),
      red(100, { subfileType: 1 }),
      red(80, { subfileType: 9 }),
    ]);
    expect(widths(opened)).toEqual([400, 200]);
    expect(opened.associatedImages).toEqual(['image 3', 'macro']);
  });

  test.skipIf(loadOpenSlide() === null)('OpenSlide has the same levels (skipped without it)', async () => {
    const mask = slide(200, { subfileType: 5, photometric: 4, colour: () => [1] });
    const opened = await openMade([slide(400), mask, red(100, { subfileType: 1, height: 64 })], 'openslide');
    expect(widths(opened)).toEqual([400]);
    expect(opened.associatedImages).toEqual(['mask', 'image 3']);
    await opened.close();
  });
});

describe('scale', () => {
  const ome = (pixels: string, before = '') =>
    `<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">${before}` +
    `<Image ID="Image:0"><Pixels ID="Pixels:0" SizeX="400" SizeY="300" ${pixels}><TiffData/></Pixels></Image></OME>`;
  const none = { x: 1, y: 1, unit: 1 } as const;
  const label = '<Image ID="Image:1"><Pixels SizeX="80" SizeY="60" PhysicalSizeX="9" PhysicalSizeY="9"/></Image>';

  test.each<[string, Partial<MadePage>, number | null]>([
    ['pixels per centimetre', { resolution: { x: 40_000, y: 40_000, unit: 3 } }, 0.25],
    ['pixels per inch', { resolution: { x: 50_800, y: 50_800, unit: 2 } }, 0.5],
    ['without a unit', { resolution: { x: 40_000, y: 40_000, unit: 1 } }, null],
    [
      'OME, micrometres by default',
      { description: ome('PhysicalSizeX="0.25" PhysicalSizeY="0.25"'), resolution: none },
      0.25,
    ],
    [
      'OME, micro sign',
      {
        description: ome(
          'PhysicalSizeX="0.25" PhysicalSizeXUnit="\u00b5m" PhysicalSizeY="0.25" PhysicalSizeYUnit="\u00b5m"',
        ),
      },
      0.25,
    ],
    [
      'OME, Greek mu',
      { description: ome('PhysicalSizeX="0.25" PhysicalSizeXUnit="\u03bcm" PhysicalSizeY="0.25"') },
      0.25,
    ],
    ['OME, micro sign as a reference', { description: ome('PhysicalSizeX="0.25" PhysicalSizeXUnit="&#181;m"') }, 0.25],
    [
      'OME, nanometres',
      { description: ome('PhysicalSizeX="250" PhysicalSizeXUnit="nm" PhysicalSizeY="250" PhysicalSizeYUnit="nm"') },
      0.25,
    ],
    [
      'OME, millimetres and micrometres',
      { description: ome('PhysicalSizeX="0.00025" PhysicalSizeXUnit="mm" PhysicalSizeY="0.25"') },
      0.25,
    ],
    [
      'OME, a unit that is no length',
      {
        description: ome(
          'PhysicalSizeX="0.25" PhysicalSizeXUnit="pixel" PhysicalSizeY="0.25" PhysicalSizeYUnit="pixel"',
        ),
      },
      null,
    ],
    ['OME, of the image of this size', { description: ome('PhysicalSizeX="0.25" PhysicalSizeY="0.25"', label) }, 0.25],
    [
      'OME before the resolution tags',
      { description: ome('PhysicalSizeX="0.25" PhysicalSizeY="0.25"'), resolution: { x: 10_000, y: 10_000, unit: 3 } },
      0.25,
    ],
    ['OME without a size: the tags', { description: ome(''), resolution: { x: 40_000, y: 40_000, unit: 3 } }, 0.25],
    ['ImageJ', { description: 'ImageJ=1.54f\nunit=micron\n', resolution: { x: 4, y: 4, unit: 1 } }, 0.25],
    [
      'half a per cent apart: their mean',
      { resolution: { x: 40_000, y: 40_200, unit: 3 } },
      (0.25 + 10_000 / 40_200) / 2,
    ],
  ])('%s', async (_name, change, expected) => {
    const opened = await openMade([slide(400, change)]);
    if (expected === null) expect(opened.micronsPerPixel).toBeNull();
    else expect(opened.micronsPerPixel).toBeCloseTo(expected, 9);
    expect(opened.unequalMicrons).toBeNull();
  });

  test.each<[string, Partial<MadePage>]>([
    ['tags', { resolution: { x: 40_000, y: 20_000, unit: 3 } }],
    ['OME-XML', { description: ome('PhysicalSizeX="0.25" PhysicalSizeY="0.5"') }],
  ])('pixels that are not square have no single scale: %s', async (_name, change) => {
    const opened = await openMade([slide(400, change)]);
    expect(opened.micronsPerPixel).toBeNull();
    expect(opened.unequalMicrons).toEqual({ x: 0.25, y: 0.5 });
  });
});
