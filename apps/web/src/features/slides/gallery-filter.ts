import { byNewest, newestScored } from '@/runs/run.ts';
import { type SlideRow } from './slide-row.ts';

export const runStates = ['any', 'scored', 'waiting', 'failed', 'none'] as const;
export const agreements = ['any', 'right', 'wrong', 'open'] as const;
export const orders = ['code', 'scoreDown', 'scoreUp', 'centre'] as const;
export const slideSets = ['training', 'internal', 'external'] as const;

export interface GalleryFilter {
  /** Part of a patient's or a slide's code. */
  readonly search: string;
  /** Null: every centre, every set. */
  readonly centre: string | null;
  readonly set: (typeof slideSets)[number] | null;
  readonly state: (typeof runStates)[number];
  readonly agreement: (typeof agreements)[number];
  readonly order: (typeof orders)[number];
}

/** The responses that belong to one of the two classes; NE belongs to none. */
const evaluable = ['CR', 'PR', 'SD', 'PD'];

/**
 * Whether the newest score of a slide predicts the class of its patient's best response.
 *
 * @returns null if the slide has no score or the response no class.
 */
export function agreementOf({ inferences, bestResponse }: SlideRow): 'right' | 'wrong' | null {
  const predicted = newestScored(inferences)?.predictedClass ?? null;
  if (predicted === null || bestResponse === null || !evaluable.includes(bestResponse)) return null;
  return predicted.split('/').includes(bestResponse) ? 'right' : 'wrong';
}

export const scoreOf = (slide: SlideRow): number | null => newestScored(slide.inferences)?.prps ?? null;

/** The slides that match a filter, in its order; ties by code. */
export function filterSlides(slides: readonly SlideRow[], filter: GalleryFilter): SlideRow[] {
  const { centre, set, state, agreement, order } = filter;
  const search = filter.search.normalize('NFKC').trim().toLowerCase();
  return slides
    .filter(
      (slide) =>
        [slide.barcode, slide.patientCode].some((code) => code.toLowerCase().includes(search)) &&
        (centre === null || slide.centre === centre) &&
        (set === null || slide.evaluationSet === set) &&
        (state === 'any' || isIn(slide, state)) &&
        (agreement === 'any' || (agreementOf(slide) ?? 'open') === agreement),
    )
    .sort((a, b) => compare(a, b, order) || a.barcode.localeCompare(b.barcode, 'en', { numeric: true }));
}

function isIn(slide: SlideRow, state: Exclude<GalleryFilter['state'], 'any'>): boolean {
  const latest = byNewest(slide.inferences)[0]?.status;
  switch (state) {
    case 'scored':
      return scoreOf(slide) !== null;
    case 'waiting':
      return latest === 'queued' || latest === 'running';
    case 'failed':
      return latest === 'failed';
    case 'none':
      return scoreOf(slide) === null;
  }
}

/** Slides without a score come last, in either direction. */
function compare(a: SlideRow, b: SlideRow, order: GalleryFilter['order']): number {
  if (order === 'centre') return a.centre.localeCompare(b.centre, 'en');
  if (order === 'code') return 0;
  const [first, second] = [scoreOf(a), scoreOf(b)];
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return order === 'scoreUp' ? first - second : second - first;
}
