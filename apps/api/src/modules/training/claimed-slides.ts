import { NotScorable, SlideError } from '@haim/ml';
import { type Pool } from 'pg';
import { type Claim } from '../../jobs/fenced-runs.ts';
import { type JobTools } from '../../jobs/job-kind.ts';
import { regionsOfRun } from '../rois/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { type ClaimedCase, readClaimedCases } from './training-worker.query.ts';

/** A slide as whatever reads it asks for it. */
export interface AskedSlide {
  readonly slidePath: string;
  readonly slideSha256: string;
  readonly roi: Awaited<ReturnType<typeof regionsOfRun>>;
  readonly micronsPerPixel: number | undefined;
}

export interface LeftOutCase {
  readonly position: number;
  readonly prps: null;
  readonly leftOut: string;
}

export interface ClaimedSlides<Made> {
  readonly cases: readonly (ClaimedCase & { readonly made: Made })[];
  /** Slides without any patch left: they are excluded, and this is recorded. */
  readonly leftOut: readonly LeftOutCase[];
}

/** Makes something of every slide of a run, in its order. @throws SlideError naming the slide; whatever `make` throws. */
export async function ofClaimedSlides<Made>(
  { pool, files }: { readonly pool: Pool; readonly files: SlideFiles },
  claim: Claim,
  { report }: JobTools,
  make: (slide: AskedSlide, one: ClaimedCase) => Promise<Made>,
): Promise<ClaimedSlides<Made>> {
  const asked = await readClaimedCases(pool, claim.id);
  const cases: (ClaimedCase & { made: Made })[] = [];
  const leftOut: LeftOutCase[] = [];
  for (const [i, one] of asked.entries()) {
    report({ stage: 'slides', done: i, total: asked.length });
    try {
      const slide = {
        slidePath: await files.pathOf(one.fileName),
        slideSha256: one.slideSha256,
        roi: await regionsOfRun(pool, one.rois),
        micronsPerPixel: one.statedMicronsPerPixel ?? undefined,
      };
      cases.push({ ...one, made: await make(slide, one) });
    } catch (error) {
      // One slide that cannot be split into patches is not a reason to stop the training.
      if (isLeftOut(error)) leftOut.push({ position: one.position, prps: null, leftOut: error.message });
      else if (error instanceof SlideError) throw new SlideError(error.code, `Slide ${one.position}: ${error.message}`);
      else throw error;
    }
  }
  return { cases, leftOut };
}

function isLeftOut(error: unknown): error is Error {
  return error instanceof NotScorable || (error instanceof SlideError && error.code === 'NO_RESOLUTION');
}
