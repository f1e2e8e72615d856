import { setTimeout as wait } from 'node:timers/promises';

export interface DrawnSlide {
  readonly id: string;
  readonly file: {
    readonly maxLevel: number;
    readonly tileSize: number;
    readonly widthPx: number;
    readonly heightPx: number;
  };
}

/** Sixteen of the training set and eight of the test sets. */
const drawnSlides = 24;

/**
 * The slides of the demonstration, once all exist: they are drawn after the portal is ready, which keeps its cores
 * busy.
 */
export async function untilDrawn(ask: <Data>(query: string) => Promise<Data>): Promise<readonly DrawnSlide[]> {
  const query = `{ models { usable } slides(study: "HAIC-DEMO") { id file { maxLevel tileSize widthPx heightPx } } }`;
  for (const last = Date.now() + 300_000; ; await wait(1_000)) {
    const { models, slides } = await ask<{ models: { usable: boolean }[]; slides: DrawnSlide[] }>(query);
    if (models.some(({ usable }) => usable) && slides.length >= drawnSlides) return slides;
    if (Date.now() > last) throw new Error('the demonstration slides were not drawn');
  }
}
