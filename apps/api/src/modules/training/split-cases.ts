import { type Region, seededRandom } from '@haim/ml';
import { type ChosenRoi } from '../rois/index.ts';

/** A slide whose patient has a label. */
export interface LabelledSlide {
  readonly slideId: string;
  readonly patientId: string;
  readonly patientCode: string;
  readonly barcode: string;
  readonly centreId: number;
  readonly centre: string;
  readonly evaluationSet: string | null;
  readonly slideSha256: string;
  /** The outlines that the slide is confined to; none for the whole tissue. */
  readonly rois: readonly ChosenRoi[];
  /** The regions of these outlines, one entry per outline. */
  readonly regions: readonly (readonly Region[])[];
  readonly positive: boolean;
}

export type Part = 'training' | 'tuning' | 'test';
export const parts: readonly Part[] = ['training', 'tuning', 'test'];

export interface Case extends LabelledSlide {
  readonly part: Part;
}

/** How slides become parts. Shares are of patients, in (0, 1). */
export type SplitRule =
  | { readonly kind: 'stratified'; readonly tuningShare: number; readonly testShare: number }
  | { readonly kind: 'centre'; readonly tuningShare: number; readonly testCentre: string }
  | { readonly kind: 'evaluationSet'; readonly tuningShare: number };

export interface SplitSlides {
  /** By part (training, tuning, test), then centre, patient and slide code. */
  readonly cases: readonly Case[];
  /** Slides that the rule assigns to no part. */
  readonly withoutPart: readonly LabelledSlide[];
}

/**
 * Divides slides into parts, patient by patient: all slides of a patient go into one part. Within each label the patients
 * are put in the order of centre and code, shuffled by the seed, and dealt out by share; so every part has both labels
 * where there are enough patients, and the same patients and seed give the same parts on every portal.
 */
export function splitCases(slides: readonly LabelledSlide[], rule: SplitRule, seed: number): SplitSlides {
  const ordered = slides.toSorted(byCode);
  const patients = new Map<string, LabelledSlide[]>();
  for (const slide of ordered) patients.set(slide.patientId, [...(patients.get(slide.patientId) ?? []), slide]);
  const partOf = new Map<string, Part | null>();
  const toDeal: LabelledSlide[][] = [];
  for (const [patientId, own] of patients) {
    const fixed = fixedPart(own, rule);
    if (fixed === 'dealt') toDeal.push(own);
    else partOf.set(patientId, fixed);
  }
  const testShare = rule.kind === 'stratified' ? rule.testShare : 0;
  for (const positive of [false, true]) {
    const ids = toDeal.flatMap(([first]) => (first?.positive === positive ? [first.patientId] : []));
    // A separate random stream for each label: a new patient of one label does not move those of the other.
    const shuffled = shuffle(ids, seed * 2 + Number(positive));
    const nTest = share(shuffled.length, testShare);
    const nTuning = share(
      shuffled.length - nTest,
      testShare > 0 ? rule.tuningShare / (1 - testShare) : rule.tuningShare,
    );
    shuffled.forEach((id, i) => {
      partOf.set(id, i < nTest ? 'test' : i < nTest + nTuning ? 'tuning' : 'training');
    });
  }
  const cases = ordered.flatMap((slide) => {
    const part = partOf.get(slide.patientId) ?? null;
    return part === null ? [] : [{ ...slide, part }];
  });
  return {
    cases: cases.toSorted((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part)),
    withoutPart: ordered.filter(({ patientId }) => (partOf.get(patientId) ?? null) === null),
  };
}

/**
 * The part that a rule gives a patient by itself, 'dealt' for one that is dealt out, null for none. A patient with one
 * slide in a test set belongs to the test part with all slides: nothing of a test patient is trained on.
 */
function fixedPart(own: readonly LabelledSlide[], rule: SplitRule): Part | 'dealt' | null {
  switch (rule.kind) {
    case 'stratified':
      return 'dealt';
    case 'centre':
      return own.some(({ centre }) => centre === rule.testCentre) ? 'test' : 'dealt';
    case 'evaluationSet': {
      const sets = own.map(({ evaluationSet }) => evaluationSet);
      if (sets.some((set) => set === 'internal' || set === 'external')) return 'test';
      return sets.includes('training') ? 'dealt' : null;
    }
  }
}

/** The number of patients out of n: rounded, and at least one if the part is requested and one can be spared. */
function share(n: number, wanted: number): number {
  if (wanted <= 0 || n < 2) return 0;
  return Math.min(n - 1, Math.max(1, Math.round(n * wanted)));
}

/** Fisher and Yates, by a seeded stream. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}

function byCode(a: LabelledSlide, b: LabelledSlide): number {
  const key = ({ centre, patientCode, barcode, slideId }: LabelledSlide) => [centre, patientCode, barcode, slideId];
  const [left, right] = [key(a), key(b)];
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? '';
    // By code unit: the order must not depend on the language of the server.
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
