import { describe, expect, it } from 'vitest';
import { type LabelledSlide, type SplitRule, splitCases } from './split-cases.ts';

/** Patients P00, P01, …: every third positive, every second of centre B, one slide each unless said otherwise. */
function slidesOf(n: number, change: (i: number) => Partial<LabelledSlide> = () => ({})): LabelledSlide[] {
  return Array.from({ length: n }, (_, i) => {
    const patientCode = `P${String(i).padStart(2, '0')}`;
    return {
      slideId: `slide ${patientCode}`,
      patientId: `id ${patientCode}`,
      patientCode,
      barcode: patientCode,
      centreId: i % 2,
      centre: i % 2 === 0 ? 'A' : 'B',
      evaluationSet: null,
      slideSha256: patientCode,
      rois: [],
      regions: [],
      positive: i % 3 === 0,
      ...change(i),
    };
  });
}

const stratified: SplitRule = { kind: 'stratified', tuningShare: 0.2, testShare: 0.3 };

describe('splitting slides', () => {
  it('keeps a patient in one part, whatever the number of slides', () => {
    const slides = slidesOf(30).flatMap((slide) => [
      slide,
      { ...slide, slideId: `${slide.slideId} b`, barcode: `${slide.barcode}b` },
    ]);
    const { cases } = splitCases(slides, stratified, 7);
    expect(cases).toHaveLength(60);
    const partsOf = Map.groupBy(cases, ({ patientId }) => patientId);
    for (const own of partsOf.values()) expect(new Set(own.map(({ part }) => part)).size).toBe(1);
  });

  it('deals each label out by share: 10 positive and 20 negative patients', () => {
    const { cases } = splitCases(slidesOf(30), stratified, 7);
    const count = (part: string, positive: boolean) =>
      cases.filter((one) => one.part === part && one.positive === positive).length;
    expect([count('training', true), count('tuning', true), count('test', true)]).toEqual([5, 2, 3]);
    expect([count('training', false), count('tuning', false), count('test', false)]).toEqual([10, 4, 6]);
  });

  it('depends on codes and seed alone: not on the order of rows or on ids', () => {
    const there = splitCases(slidesOf(30), stratified, 7).cases;
    const elsewhere = slidesOf(30, (i) => ({ patientId: `other ${i * 7919}`, slideId: `other ${i}` })).toReversed();
    const parts = (cases: typeof there) => cases.map(({ patientCode, part }) => [patientCode, part]);
    expect(parts(splitCases(elsewhere, stratified, 7).cases)).toEqual(parts(there));
    expect(parts(splitCases(slidesOf(30), stratified, 8).cases)).not.toEqual(parts(there));
  });

  it('holds out a whole centre', () => {
    const { cases } = splitCases(slidesOf(30), { kind: 'centre', tuningShare: 0.25, testCentre: 'B' }, 1);
    for (const { centre, part } of cases) expect(part === 'test').toBe(centre === 'B');
    expect(new Set(cases.map(({ part }) => part)).size).toBe(3);
  });

  it('uses the evaluation sets as given; a patient with one test slide is never trained on', () => {
    const sets = ['training', 'internal', 'external', null];
    const slides = slidesOf(40, (i) => ({ evaluationSet: sets[i % 4] ?? null }));
    const extra = { ...slides[0]!, slideId: 'second slide', barcode: 'P00b', evaluationSet: 'internal' };
    const { cases, withoutPart } = splitCases([...slides, extra], { kind: 'evaluationSet', tuningShare: 0.3 }, 1);
    expect(withoutPart).toHaveLength(10);
    for (const { patientCode, evaluationSet, part } of cases) {
      if (patientCode === 'P00') expect(part).toBe('test');
      else expect(part === 'test').toBe(evaluationSet !== 'training');
    }
  });

  it('leaves a single patient of a label in training', () => {
    const { cases } = splitCases(slidesOf(3), stratified, 1);
    expect(cases.filter(({ positive }) => positive).map(({ part }) => part)).toEqual(['training']);
  });
});
