import { describe, expect, it } from 'vitest';
import { agreementOf, filterSlides, type GalleryFilter } from './gallery-filter.ts';
import { type SlideRow } from './slide-row.ts';

const all: GalleryFilter = { search: '', centre: null, set: null, state: 'any', agreement: 'any', order: 'code' };

interface Drawn {
  readonly prps?: number | null;
  readonly predicted?: string;
  readonly response?: string | null;
  readonly centre?: string;
  readonly set?: string | null;
  readonly status?: 'queued' | 'done' | 'failed';
}

function slide(
  code: string,
  { prps, predicted, response = null, centre = 'NFH', set = null, status }: Drawn = {},
): SlideRow {
  const run = {
    id: code,
    status: status ?? 'done',
    stage: null,
    done: null,
    total: null,
    prps: prps ?? null,
    threshold: 0.5,
    predictedClass: predicted ?? null,
    weights: 'trained',
    queuedAt: '2026-01-01T00:00:00Z',
  };
  const inferences = prps === undefined && status === undefined ? [] : [run];
  return { id: code, barcode: code, patientId: code, patientCode: `P-${code}`, centre, stain: null, evaluationSet: set, bestResponse: response, arm: null, file: null, inferences } as SlideRow; // prettier-ignore
}

const codes = (slides: readonly SlideRow[]): string[] => slides.map(({ barcode }) => barcode);

describe('agreementOf', () => {
  it.each([
    ['SD/PD', 'PD', 'right'],
    ['SD/PD', 'CR', 'wrong'],
    ['CR/PR', 'PR', 'right'],
    ['CR/PR', 'SD', 'wrong'],
    ['CR/PR', 'NE', null],
    ['CR/PR', null, null],
  ])('of %s called and %s seen is %s', (predicted, response, expected) => {
    expect(agreementOf(slide('a', { prps: 0.7, predicted, response }))).toBe(expected);
  });

  it('is null without a score', () => {
    expect(agreementOf(slide('a', { response: 'PD' }))).toBeNull();
  });
});

describe('filterSlides', () => {
  const slides = [
    slide('S-10', { prps: 0.2, predicted: 'CR/PR', response: 'PR', set: 'internal' }),
    slide('S-9', { prps: 0.9, predicted: 'SD/PD', response: 'PR', centre: 'FAHSYU', set: 'training' }),
    slide('S-8'),
    slide('T-7', { prps: 0.5, predicted: 'SD/PD', response: 'NE' }),
    slide('T-6', { status: 'failed' }),
    slide('T-5', { status: 'queued' }),
  ];

  it('sorts codes in natural order', () => {
    expect(codes(filterSlides(slides, all))).toEqual(['S-8', 'S-9', 'S-10', 'T-5', 'T-6', 'T-7']);
  });

  it('puts slides without a score last in both directions', () => {
    expect(codes(filterSlides(slides, { ...all, order: 'scoreDown' })).slice(0, 4)).toEqual([
      'S-9',
      'T-7',
      'S-10',
      'S-8',
    ]);
    expect(codes(filterSlides(slides, { ...all, order: 'scoreUp' })).slice(0, 4)).toEqual([
      'S-10',
      'T-7',
      'S-9',
      'S-8',
    ]);
  });

  it.each([
    [{ search: 's-1' }, ['S-10']],
    [{ search: ' Ｔ-7 ' }, ['T-7']],
    [{ search: 'p-s-9' }, ['S-9']],
    [{ centre: 'FAHSYU' }, ['S-9']],
    [{ set: 'internal' as const }, ['S-10']],
    [{ state: 'scored' as const }, ['S-9', 'S-10', 'T-7']],
    [{ state: 'waiting' as const }, ['T-5']],
    [{ state: 'failed' as const }, ['T-6']],
    [{ state: 'none' as const }, ['S-8', 'T-5', 'T-6']],
    [{ agreement: 'right' as const }, ['S-10']],
    [{ agreement: 'wrong' as const }, ['S-9']],
    [{ agreement: 'open' as const, state: 'scored' as const }, ['T-7']],
    [{ search: 'nothing' }, []],
  ])('keeps what fits %j', (filter, expected) => {
    expect(codes(filterSlides(slides, { ...all, ...filter }))).toEqual(expected);
  });

  it('does not change its argument', () => {
    filterSlides(slides, { ...all, order: 'scoreUp' });
    expect(slides[0]!.barcode).toBe('S-10');
  });
});
