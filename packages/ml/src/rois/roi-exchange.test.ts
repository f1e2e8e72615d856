// Outlines of OME-XML and DICOM, against what highdicom, pydicom and ome-types write and read: reference/outlines.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { readRois } from './roi-formats.ts';
import { writeDicomRois } from './roi-dicom-write.ts';
import { type RoiImage } from './roi-file.ts';
import { writeOme } from './roi-ome.ts';
import { type Polygon, type RoiShape, ringArea } from './roi.ts';
import { type RoiError } from './roi-error.ts';

const reference = fileURLToPath(new URL('../../reference/outlines/', import.meta.url));
const image: RoiImage = { width: 2000, height: 2000, micronsPerPixel: 0.25, sha256: 'a'.repeat(64) };
const file = (name: string) => readFile(join(reference, name));
const ring = (...numbers: number[]): Polygon =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
const lobe = ring(100, 100, 400, 100, 250, 300.5);
const hole = ring(220, 130, 260, 130, 240, 180);
const found = ({ shapes }: { shapes: readonly RoiShape[] }) => shapes.map(({ name, label }) => [name, label]);
const said = ({ errors }: { errors: readonly RoiError[] }) => errors.map(({ code, message }) => [code, message]);

describe('DICOM bulk simple annotations that highdicom wrote', () => {
  test('polygons, rectangles and ellipses are outlines; a group called hole takes away; points are named as left out', async () => {
    const read = readRois(await file('annotations.dcm'), image);
    expect(read.format).toBe('dicom');
    expect(found(read)).toEqual([
      ['lobe 1', 'Neoplasm'],
      ['lobe 2', 'Neoplasm'],
      ['box', 'Neoplasm'],
      ['round', 'Vessel'],
    ]);
    expect(read.shapes[0]?.regions).toEqual([{ outline: lobe, holes: [hole] }]);
    expect(read.shapes[1]?.regions[0]?.outline).toEqual(ring(500, 500, 700, 500, 700, 700, 500, 650));
    expect(read.shapes[2]?.regions[0]?.outline).toEqual(ring(900, 900, 1000, 900, 1000, 950, 900, 950));
    expect(said(read)).toEqual([['NOT_AN_AREA', expect.stringMatching(/Group 5 "cells".*POINT/)]]);
  });

  test('an ellipse has its area within half a per cent, and the change is reported before it is kept', async () => {
    const read = readRois(await file('annotations.dcm'), image);
    // Half axes of 100 and 50 pixels.
    expect(ringArea(read.shapes[3]!.regions[0]!.outline) / (Math.PI * 100 * 50)).toBeCloseTo(1, 2);
    expect(read.notes?.map((notes) => notes.map((note) => say(note, 'en')))).toEqual([
      [],
      [],
      [],
      [expect.stringMatching(/ellipse.*64 corners/)],
    ]);
  });

  test('coordinates in millimetres are refused with what to export instead', async () => {
    const bytes = await file('annotations-3d.dcm');
    expect(() => readRois(bytes, image)).toThrow(/millimetres.*2D/);
  });
});

test('regions of a DICOM structured report have the names and findings of their groups', async () => {
  const read = readRois(await file('report.dcm'), image);
  expect(found(read)).toEqual([
    ['lobe', 'Neoplasm'],
    ['circle', 'Vessel'],
  ]);
  expect(read.shapes[0]?.regions[0]?.outline).toEqual(ring(10, 10, 110, 10, 110, 60, 10, 10));
  expect(ringArea(read.shapes[1]!.regions[0]!.outline) / (Math.PI * 10 ** 2)).toBeCloseTo(1, 2);
  expect(said(read)).toEqual([['NOT_AN_AREA', expect.stringMatching(/"line".*POLYLINE/)]]);
});

test('ROIs that ome-types wrote: unions, transforms, tags, holes by tag; those of another image are left out', async () => {
  const read = readRois(await file('outlines.ome.xml'), image);
  expect(read.format).toBe('ome');
  expect(found(read)).toEqual([
    ['lobe', 'Tumour'],
    ['round', null],
    ['moved', null],
  ]);
  expect(read.shapes[0]?.regions).toEqual([
    { outline: lobe, holes: [hole] },
    { outline: ring(900, 900, 1000, 900, 1000, 950, 900, 950), holes: [] },
  ]);
  expect(read.shapes[2]?.regions[0]?.outline).toEqual(ring(1000, 50, 1010, 50, 1010, 70));
  expect(read.notes?.map((notes) => notes.map(({ code }) => code))).toEqual([[], ['ellipseAsPolygon'], ['shapeMoved']]);
  expect(said(read)).toEqual([
    ['NOT_AN_AREA', expect.stringMatching(/ROI 5 .*Point/)],
    ['OUTSIDE_SLIDE', expect.stringMatching(/ROI 6 .*another size/)],
  ]);
});

describe('what the portal writes is read by others', () => {
  const shapes: readonly RoiShape[] = [
    { name: 'lobe <1> 肝', label: 'Tumour', regions: [{ outline: lobe, holes: [hole] }] },
    {
      name: 'two',
      label: null,
      regions: [
        { outline: ring(500.25, 500, 700, 500, 700, 700), holes: [] },
        { outline: ring(900, 900, 1000, 900, 1000, 950), holes: [] },
      ],
    },
  ];
  const dicom = writeDicomRois(shapes, image, new Date('2026-01-02T03:04:05Z'));
  const ome = writeOme(shapes, image);
  const pairs = (polygon: Polygon) => polygon.map(({ x, y }) => [x, y]);
  const outlines = shapes.flatMap(({ regions }) => regions.map(({ outline }) => pairs(outline)));

  test.runIf(process.env['WRITE_REFERENCE'])('the files for the reference readers', async () => {
    await writeFile(join(reference, 'written.dcm'), dicom);
    await writeFile(join(reference, 'written.ome.xml'), ome);
  });

  test('highdicom reads every polygon, label and class of the same bytes', async () => {
    expect(dicom.equals(await file('written.dcm'))).toBe(true);
    const { highdicom } = (JSON.parse((await file('outlines.json')).toString()) as { read: Record<string, unknown> })
      .read;
    expect(highdicom).toMatchObject({
      coordinateType: '2D',
      groups: [
        { label: 'lobe <1> 肝', type: 'Tumour', graphicType: 'POLYGON', polygons: [outlines[0]] },
        { label: 'lobe <1> 肝, hole 1', type: 'hole', polygons: [pairs(hole)] },
        { label: 'two', type: 'Outline', polygons: outlines.slice(1) },
      ],
    });
  });

  test('ome-types reads every polygon, name and tag of the same text, which fits the schema', async () => {
    expect(ome).toBe((await file('written.ome.xml')).toString());
    const { omeTypes } = (JSON.parse((await file('outlines.json')).toString()) as { read: Record<string, unknown> })
      .read;
    expect(omeTypes).toEqual({
      size: [2000, 2000, 0.25],
      rois: [
        { name: 'lobe <1> 肝', tags: ['Tumour'], polygons: [outlines[0]] },
        { name: 'lobe <1> 肝, hole 1', tags: ['hole'], polygons: [pairs(hole)] },
        { name: 'two', tags: [], polygons: outlines.slice(1) },
      ],
    });
  });
});

describe('a file that cannot be read is refused', () => {
  test.each<[string, () => Promise<Buffer>, string, RegExp]>([
    [
      'a slide',
      () =>
        readFile(join(reference, '../slides/dicom-full-jpeg.zip')).then((zip) =>
          zip.subarray(zip.indexOf('DICM') - 128, zip.indexOf('DICM') + 4000),
        ),
      'MALFORMED',
      /cut off/,
    ],
    [
      'annotations that were cut off',
      () => file('annotations.dcm').then((bytes) => bytes.subarray(0, -200)),
      'MALFORMED',
      /cut off/,
    ],
  ])('%s', async (_title, bytes, code, words) => {
    const spoilt = await bytes();
    expect(() => readRois(spoilt, image)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) }) as Error,
    );
  });
});
