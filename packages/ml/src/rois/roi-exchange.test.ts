// Outlines of OME-XML and DICOM, against what highdicom, pydicom and ome-types write and read: reference/outlines.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { readRois } from './roi-formats.ts';
import { writeDicomReport } from './roi-dicom-report-write.ts';
import { writeDicomRois } from './roi-dicom-write.ts';
import { type RoiImage } from './roi-file.ts';
import { writeOme } from './roi-ome.ts';
import { type Polygon, roiLimits, type RoiShape, ringArea } from './roi.ts';
import { type RoiError } from './roi-error.ts';

const python = process.env['PORTAL_PYTHON'];
const reference = fileURLToPath(new URL('../../reference/outlines/', import.meta.url));
const image: RoiImage = { width: 2000, height: 2000, micronsPerPixel: 0.25, sha256: 'a'.repeat(64) };
const file = (name: string) => readFile(join(reference, name));
const ring = (...numbers: number[]): Polygon =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
const lobe = ring(100, 100, 400, 100, 250, 300.5);
const hole = ring(220, 130, 260, 130, 240, 180);
const found = ({ shapes }: { shapes: readonly RoiShape[] }) => shapes.map(({ name, label }) => [name, label]);
const readByOthers = async () =>
  (JSON.parse((await file('outlines.json')).toString()) as { read: Record<string, unknown> }).read;
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
  const date = new Date('2026-01-02T03:04:05Z');
  const dicom = writeDicomRois(shapes, image, date);
  const report = writeDicomReport(shapes, image, date);
  const ome = writeOme(shapes, image);
  const written = { 'written.dcm': dicom, 'written-report.dcm': report, 'written.ome.xml': ome };
  const writeTo = async (folder: string) => {
    for (const [name, contents] of Object.entries(written)) await writeFile(join(folder, name), contents);
  };
  const pairs = (polygon: Polygon) => polygon.map(({ x, y }) => [x, y]);
  const outlines = shapes.flatMap(({ regions }) => regions.map(({ outline }) => pairs(outline)));

  test.runIf(process.env['WRITE_REFERENCE'])('the files for the reference readers', async () => {
    await writeTo(reference);
  });

  test('highdicom reads every polygon, label and class of the same bytes', async () => {
    expect(dicom.equals(await file('written.dcm'))).toBe(true);
    const { highdicom } = await readByOthers();
    expect(highdicom).toMatchObject({
      coordinateType: '2D',
      groups: [
        { label: 'lobe <1> 肝', type: 'Tumour', graphicType: 'POLYGON', polygons: [outlines[0]] },
        { label: 'lobe <1> 肝, hole 1', type: 'hole', polygons: [pairs(hole)] },
        { label: 'two', type: 'Outline', polygons: outlines.slice(1) },
      ],
    });
  });

  test('highdicom reads a report with a planar region for each piece and hole, and nothing that names a patient', async () => {
    expect(report.equals(await file('written-report.dcm'))).toBe(true);
    const { highdicomReport, highdicom } = await readByOthers();
    // Python: '2.25.%d' % int(hashlib.sha256(b'a' * 64 + b' image').hexdigest()[:32], 16)
    const slide = '2.25.7651101899083485784840965610268123067';
    const region = { graphicType: 'POLYLINE', origin: 'VOLUME', image: slide };
    const closed = (one: readonly number[][] = []) => [...one, one[0]];
    expect(highdicomReport).toEqual({
      class: 'ComprehensiveSR',
      title: 'Imaging Measurement Report',
      identifying: ['', '', '', '', '', '', ''],
      procedure: ['Whole Slide Imaging'],
      evidence: [slide],
      groups: [
        { ...region, name: 'lobe <1> 肝', finding: 'Tumour', points: closed(outlines[0]) },
        { ...region, name: 'lobe <1> 肝, hole 1', finding: 'hole', points: closed(pairs(hole)) },
        { ...region, name: 'two (1)', finding: null, points: closed(outlines[1]) },
        { ...region, name: 'two (2)', finding: null, points: closed(outlines[2]) },
      ],
      trackingUids: 4,
    });
    expect(highdicom).toMatchObject({ image: slide });
  });

  // The packages of reference/outlines/make_outlines.py.
  test.skipIf(!python)(
    'the Python that PORTAL_PYTHON names reads the same here',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'outlines-'));
      try {
        await writeTo(folder);
        const read = execFileSync(python ?? '', [join(reference, 'read_outlines.py'), folder], {
          encoding: 'utf8',
          timeout: 50_000,
        });
        expect(JSON.parse(read)).toEqual(await readByOthers());
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    60_000,
  );

  test('ome-types reads every polygon, name and tag of the same text, which fits the schema', async () => {
    expect(ome).toBe((await file('written.ome.xml')).toString());
    const { omeTypes } = await readByOthers();
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

describe('a report that the portal writes', () => {
  const named = (name: string, label: string | null, outline = lobe): RoiShape => ({
    name,
    label,
    regions: [{ outline, holes: [] }],
  });
  const written = (...shapes: RoiShape[]) => writeDicomReport(shapes, image, new Date('2026-01-02T03:04:05Z'));

  test('keeps outlines of more corners than a length of 16 bits has room for', () => {
    const corners = Array.from({ length: 9_999 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 9_999;
      return { x: Math.fround(1000 + 900 * Math.cos(angle)), y: Math.fround(1000 + 900 * Math.sin(angle)) };
    });
    const { shapes, errors } = readRois(written(named('round', null, corners)), image);
    expect(errors).toEqual([]);
    expect(shapes[0]?.regions[0]?.outline).toEqual([...corners, corners[0]]);
  });

  test('keeps names whole and classes to 64 characters, in which a backslash would make two values', () => {
    const name = `a\\b ${'肝'.repeat(190)}`;
    expect(found(readRois(written(named(name, `S6\\S7 ${'😀'.repeat(70)}`)), image))).toEqual([
      [name, `S6/S7 ${'😀'.repeat(58)}`],
    ]);
  });

  test('of more regions than a file may have is refused, not cut', () => {
    const many = Array.from({ length: roiLimits.shapesPerFile + 1 }, (_, i) => named(`${i}`, null));
    expect(() => readRois(written(...many), image)).toThrow(
      expect.objectContaining({
        code: 'FILE_TOO_LARGE',
        message: expect.stringMatching(/1,001 annotations; 1,000/),
      }) as Error,
    );
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
    [
      'a report that was cut off',
      () => file('written-report.dcm').then((bytes) => bytes.subarray(0, -200)),
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
