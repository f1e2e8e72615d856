import { describe, expect, it } from 'vitest';
import { guessTarget, isSameTarget, metadataOf, type RegisteredSlide, targetFrom } from './target.ts';

const slide = (barcode: string, patientCode: string, hasFile = false, centre = 'A'): RegisteredSlide => ({
  id: `${patientCode}/${barcode}`,
  barcode,
  patientCode,
  centre,
  file: hasFile ? {} : null,
});
const slides = [
  slide('S-1', 'P-1'),
  slide('S-10', 'P-2'),
  slide('S-10-B', 'P-2'),
  slide('S-3', 'P-3', true),
  slide('S-4', 'P-3'),
  slide('P-5', 'P-5'),
  slide('S-9', 'P-9', false, 'A'),
  slide('S-9', 'P-8', false, 'B'),
];
const nothing = { centre: null, patient: null, barcode: null };

describe('the slide that a file name identifies', () => {
  it.each([
    ['a slide code', 'S-1.svs', { centre: 'A', patient: 'P-1', barcode: 'S-1' }],
    [
      'a slide code among other words, in other letters',
      'scan_s-10_40x.tiff',
      { centre: 'A', patient: 'P-2', barcode: 'S-10' },
    ],
    ['the longer of two codes', 'S-10-B.svs', { centre: 'A', patient: 'P-2', barcode: 'S-10-B' }],
    ['a patient with one slide that lacks its image', 'P-3 he.svs', { centre: 'A', patient: 'P-3', barcode: 'S-4' }],
    ['a patient with several', 'P-2.svs', { centre: 'A', patient: 'P-2', barcode: null }],
    ['a code that patient and slide share', 'P-5.tif', { centre: 'A', patient: 'P-5', barcode: 'P-5' }],
    [
      'a code of two centres, and the patient beside it',
      'P-8_S-9.svs',
      { centre: 'B', patient: 'P-8', barcode: 'S-9' },
    ],
    ['a code of two centres alone', 'S-9.svs', nothing],
    ['a code that is but a part of a word', 'S-12.svs', nothing],
    ['a hospital number', '20231107-4711.svs', nothing],
  ])('%s', (_what, name, expected) => {
    expect(guessTarget(name, slides)).toEqual(expected);
  });
});

describe('the metadata of an upload', () => {
  const target = { study: 'T', centre: 'A', patient: 'P-1', barcode: 'S-1', set: '' };

  it('contains only the target, which can be read back', () => {
    expect(metadataOf(target)).toEqual({ study: 'T', centre: 'A', patient: 'P-1', barcode: 'S-1' });
    expect(targetFrom(metadataOf(target))).toEqual(target);
    expect(targetFrom(metadataOf({ ...target, set: 'internal' }))).toEqual({ ...target, set: 'internal' });
  });

  it('yields no target for anything else', () => {
    expect(targetFrom(undefined)).toBeNull();
    expect(targetFrom({ study: 'T', centre: 'A', patient: 'P-1' })).toBeNull();
    expect(isSameTarget(target, { ...target, barcode: 'S-2' })).toBe(false);
  });
});
