import 'reflect-metadata';
import { expect, it } from 'vitest';
import { planTraining } from './plan-training.ts';
import { type CohortSlide } from './training-cases.query.ts';

const slide = (n: number, change: Partial<CohortSlide> = {}): CohortSlide => ({
  slideId: `slide-${n}`,
  patientId: `patient-${n}`,
  patientCode: `P-${n}`,
  barcode: `B-${n}`,
  centreId: 1,
  centre: 'A',
  evaluationSet: 'training',
  slideSha256: String(n).padStart(64, '0'),
  synthetic: false,
  micronsPerPixel: 0.25,
  bestResponse: n % 2 === 0 ? 'PR' : 'PD',
  rois: [],
  regions: [],
  isLeftOut: false,
  ...change,
});

it('a slide of a patient who is not eligible is left out as such, whatever else it lacks', () => {
  const slides = Array.from({ length: 40 }, (_, n) =>
    slide(n, { isLeftOut: n < 2, bestResponse: n === 0 ? null : 'PR' }),
  );
  const { left, cases } = planTraining(slides, { kind: 'stratified', tuningShare: 0.2, testShare: 0.2 }, 1);
  expect(left).toEqual([{ reason: 'notEligible', slides: 2, barcodes: ['B-0', 'B-1'] }]);
  expect(cases).toHaveLength(38);
});

it('a slide without a scale is left out by name, and training uses the others', () => {
  const slides = Array.from({ length: 40 }, (_, n) => slide(n));
  slides[7] = slide(7, { micronsPerPixel: null });
  slides[3] = slide(3, { micronsPerPixel: null });
  slides[5] = slide(5, { slideSha256: null, micronsPerPixel: null });
  const plan = planTraining(slides, { kind: 'stratified', tuningShare: 0.2, testShare: 0.2 }, 1);
  expect(plan.left).toEqual([
    { reason: 'noImage', slides: 1, barcodes: ['B-5'] },
    { reason: 'noScale', slides: 2, barcodes: ['B-3', 'B-7'] },
  ]);
  expect(plan.cases).toHaveLength(37);
  expect(plan.problems).toEqual([]);
});
