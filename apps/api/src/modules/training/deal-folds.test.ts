import { describe, expect, it } from 'vitest';
import { dealFolds, mostFolds } from './deal-folds.ts';
import { type Case, type Part } from './split-cases.ts';

const slide = (n: number, patient: number, part: Part): Case => ({
  slideId: `slide ${n}`,
  patientId: `patient ${patient}`,
  patientCode: `P${patient}`,
  barcode: `S${n}`,
  centreId: 1,
  centre: 'A',
  evaluationSet: null,
  slideSha256: String(n),
  rois: [],
  regions: [],
  positive: patient % 3 === 0,
  part,
});
/** Thirty patients, every second with two slides; the last six are the test part. */
const cases = Array.from({ length: 30 }, (_, patient) => {
  const part = patient >= 24 ? 'test' : patient % 4 === 0 ? 'tuning' : 'training';
  return [slide(2 * patient, patient, part), ...(patient % 2 === 0 ? [slide(2 * patient + 1, patient, part)] : [])];
}).flat();

describe('folds', () => {
  const dealt = dealFolds(cases, { folds: 4, repeats: 3, seed: 7 });

  it('hold out every slide outside the test part once in each repeat, with all slides of its patient', () => {
    for (const [i, own] of dealt.entries()) {
      if (cases[i]!.part === 'test') expect(own).toBeNull();
      else expect(own).toHaveLength(3);
      const sameAsPatient = dealt[cases.findIndex(({ patientId }) => patientId === cases[i]!.patientId)];
      expect(own).toEqual(sameAsPatient);
    }
  });

  it('have as many patients of a label as any other, or one more', () => {
    for (const repeat of [0, 1, 2]) {
      for (const positive of [true, false]) {
        const counts = [0, 1, 2, 3].map((fold) => {
          const own = cases.filter((one, i) => one.positive === positive && dealt[i]?.[repeat] === fold);
          return new Set(own.map(({ patientId }) => patientId)).size;
        });
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((a, b) => a + b)).toBe(positive ? 8 : 16);
      }
    }
  });

  it('differ between repeats and seeds, and are the same for the same seed', () => {
    expect(dealFolds(cases, { folds: 4, repeats: 3, seed: 7 })).toEqual(dealt);
    expect(dealFolds(cases, { folds: 4, repeats: 3, seed: 8 })).not.toEqual(dealt);
    const ofRepeat = (repeat: number) => dealt.map((own) => own?.[repeat] ?? null);
    expect(ofRepeat(0)).not.toEqual(ofRepeat(1));
  });

  it('are at most as many as there are patients of the rarer label outside the test part', () => {
    expect(mostFolds(cases)).toBe(8);
    expect(mostFolds(cases.filter(({ positive }) => positive))).toBe(0);
  });
});
