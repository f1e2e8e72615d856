import { type Grade } from '../ctcae/index.ts';
import { type LabTestCode } from './lab-tests.ts';

/** A value with its limits of normal and the patient's baseline, all in the standard unit; null where not known. */
export interface GradedValue {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly baseline: number | null;
  /** Whether the baseline was above its own upper limit; null where either is not known. */
  readonly isBaselineHigh: boolean | null;
}

type Rule = (graded: GradedValue) => Grade | null;

/** How a result of a test is graded, and as what. */
export interface LabGrading {
  /** The CTCAE term. */
  readonly term: string;
  readonly grade: Rule;
  /** Whether the grade depends on the patient's baseline. */
  readonly usesBaseline?: true;
}

/*
 * CTCAE 5.0 (NCI, 27 November 2017), as far as a number decides. A step is open where the standard says "over" or
 * "below". Where the standard also asks for symptoms or treatment, the grade is that of the number alone.
 */
export const labGradings: Partial<Readonly<Record<LabTestCode, readonly LabGrading[]>>> = {
  ALT: [{ term: 'Alanine aminotransferase increased', grade: multiples([3, 5, 20], 1.5), usesBaseline: true }],
  AST: [{ term: 'Aspartate aminotransferase increased', grade: multiples([3, 5, 20], 1.5), usesBaseline: true }],
  ALP: [{ term: 'Alkaline phosphatase increased', grade: multiples([2.5, 5, 20], 2), usesBaseline: true }],
  GGT: [{ term: 'GGT increased', grade: multiples([2.5, 5, 20], 2), usesBaseline: true }],
  BILI: [{ term: 'Blood bilirubin increased', grade: multiples([1.5, 3, 10], null), usesBaseline: true }],
  CREAT: [{ term: 'Creatinine increased', grade: creatinine, usesBaseline: true }],
  INR: [{ term: 'INR increased', grade: ({ value }) => firstAbove(value, [2.5, 1.5, 1.2], ['3', '2', '1']) }],
  PLAT: [{ term: 'Platelet count decreased', grade: below([75, 50, 25]) }],
  NEUT: [{ term: 'Neutrophil count decreased', grade: below([1.5, 1, 0.5]) }],
  LYM: [{ term: 'Lymphocyte count decreased', grade: below([0.8, 0.5, 0.2]) }],
  WBC: [{ term: 'White blood cell decreased', grade: below([3, 2, 1]) }],
  HGB: [{ term: 'Anemia', grade: below([100, 80]) }],
  ALB: [{ term: 'Hypoalbuminemia', grade: below([30, 20]) }],
  K: [
    { term: 'Hypokalemia', grade: hypokalemia },
    { term: 'Hyperkalemia', grade: hyperkalemia },
  ],
  SODIUM: [{ term: 'Hyponatremia', grade: hyponatremia }],
};

/**
 * Over multiples of the upper limit of normal, or of the baseline where that was abnormal.
 *
 * @param first - the multiple of an abnormal baseline from which grade 1 begins; null: any value over it.
 */
function multiples([second, third, fourth]: readonly [number, number, number], first: number | null): Rule {
  return ({ value, upper, baseline, isBaselineHigh }) => {
    const reference = isBaselineHigh ? baseline : upper;
    if (reference === null) return null;
    const higher = firstAbove(value, [fourth * reference, third * reference, second * reference], ['4', '3', '2']);
    if (higher) return higher;
    const isFirst = isBaselineHigh && first !== null ? value >= first * reference : value > reference;
    return isFirst ? '1' : null;
  };
}

/** Below fixed values: the grades from 2 on; grade 1 is below the lower limit of normal. */
function below(steps: readonly number[]): Rule {
  return ({ value, lower }) => {
    const passed = steps.filter((step) => value < step).length;
    if (passed > 0) return (['2', '3', '4'] as const)[passed - 1] ?? null;
    return lower !== null && value < lower ? '1' : null;
  };
}

function creatinine({ value, upper, baseline }: GradedValue): Grade | null {
  const over = (times: number, reference: number | null) => reference !== null && value > times * reference;
  if (over(6, upper)) return '4';
  if (over(3, upper) || over(3, baseline)) return '3';
  if (over(1.5, upper) || over(1.5, baseline)) return '2';
  return over(1, upper) ? '1' : null;
}

function hypokalemia({ value, lower }: GradedValue): Grade | null {
  if (value < 2.5) return '4';
  if (value < 3) return '3';
  return lower !== null && value < lower ? '1' : null;
}

function hyperkalemia({ value, upper }: GradedValue): Grade | null {
  return firstAbove(value, [7, 6, 5.5], ['4', '3', '2']) ?? (upper !== null && value > upper ? '1' : null);
}

function hyponatremia({ value, lower }: GradedValue): Grade | null {
  if (value < 120) return '4';
  if (value < 125) return '3';
  if (value < 130) return '2';
  return lower !== null && value < lower ? '1' : null;
}

function firstAbove(value: number, steps: readonly number[], grades: readonly Grade[]): Grade | null {
  const at = steps.findIndex((step) => value > step);
  return at < 0 ? null : (grades[at] ?? null);
}
