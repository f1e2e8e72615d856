import { ModelError, NotScorable, RoiError, scoreSlide, SlideError, type SlideScore } from '@haim/ml';
import { type Pool } from 'pg';
import { PortalError } from '../../context/portal-error.ts';
import { type Claim, type Failure, FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { type ModelService } from '../models/index.ts';
import { type ChosenRoi, regionsOfRun } from '../rois/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { JudgedPatchWriter } from './judged-patches.ts';

/** The part of a score stored in `inference.result`; patches and outlines have their own tables. */
export type StoredScore = Omit<SlideScore, 'patchMap' | 'roi' | 'attention'>;

export interface AskedScore {
  readonly slideId: string;
  readonly modelId: string;
  /** Null in a row that was queued before versions were kept. */
  readonly versionAsked: string | null;
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  readonly rois: readonly ChosenRoi[];
}

interface ClaimedFile {
  readonly sha256: string;
  /** For a file that does not state its scale. */
  readonly statedMicronsPerPixel: number | null;
}

export interface ScoreSlideKindOptions {
  readonly pool: Pool;
  readonly models: ModelService;
  readonly files: SlideFiles;
  readonly bagsDir: string;
  /** CPU threads of one run; all cores by default. */
  readonly threads?: number | undefined;
}

export const inferenceRuns = (pool: Pool): FencedRuns<AskedScore> =>
  new FencedRuns<AskedScore>(pool, 'inference', {
    slideId: 'slide_id',
    modelId: 'model_id',
    versionAsked: 'version_asked',
    provider: 'provider_asked',
    rois: 'rois',
  });

/** Scoring one slide with one model. */
export class ScoreSlideKind implements JobKind<AskedScore> {
  readonly runs: FencedRuns<AskedScore>;

  constructor(private readonly options: ScoreSlideKindOptions) {
    this.runs = inferenceRuns(options.pool);
  }

  async work(claim: Claim & AskedScore, { signal, report }: JobTools): Promise<Finished> {
    const { slideId, modelId, versionAsked, provider, rois } = claim;
    const { models, bagsDir, threads } = this.options;
    const file = await this.fileOf(slideId);
    const patches = new JudgedPatchWriter(this.runs, claim, report);
    const score = await scoreSlide({
      slidePath: file.path,
      model: await models.asked(modelId, versionAsked),
      bagDir: bagsDir,
      provider,
      roi: await regionsOfRun(this.options.pool, rois),
      micronsPerPixel: file.statedMicronsPerPixel ?? undefined,
      threads,
      signal,
      onProgress: patches.report,
      patchWatch: patches,
    }).finally(() => patches.end());
    if (score.slideSha256 !== file.sha256) {
      throw new SlideError(
        'UNREADABLE',
        'The image file of the slide is not the one that was attached: it has changed.',
      );
    }
    return finishedWith(claim, score);
  }

  /** Faults of the slide or the model are final; anything else is null and may be retried. */
  failureOf(error: unknown): Failure | null {
    if (error instanceof NotScorable) {
      const found = error.reasons.reduce((sum, { count }) => sum + count, 0);
      const result = JSON.stringify({ patches: { found, kept: 0, dropped: error.reasons } });
      return { code: 'NOT_SCORABLE', message: error.message, columns: { result } };
    }
    const isFinal =
      error instanceof SlideError ||
      error instanceof ModelError ||
      error instanceof RoiError ||
      error instanceof PortalError;
    if (isFinal) {
      return { code: error.code, message: error.message };
    }
    return null;
  }

  /** @throws SlideError where the image is gone. */
  private async fileOf(slideId: string): Promise<ClaimedFile & { readonly path: string }> {
    const { rows } = await this.options.pool.query<ClaimedFile & { fileName: string }>(
      `select file_name as "fileName", sha256, stated_microns_per_pixel as "statedMicronsPerPixel"
       from portal.slide_file where slide_id = $1`,
      [slideId],
    );
    const [file] = rows;
    if (!file) throw new SlideError('UNREADABLE', 'The slide has no image file any more.');
    return { ...file, path: await this.options.files.pathOf(file.fileName) };
  }
}

/** A score as it is written: the row's own columns, and its patches in their table. */
export function finishedWith({ id }: Claim, { patchMap, attention, roi: _, ...score }: SlideScore): Finished {
  return {
    columns: {
      prps: score.prps,
      threshold: score.threshold,
      predicted_class: score.predictedClass,
      weights: score.weights,
      model_sha256: score.modelSha256,
      provider_ran: score.providerRan,
      result: JSON.stringify(score),
    },
    alsoWrite: async (client) => {
      await client.query('delete from portal.judged_patches where inference_id = $1', [id]);
      await client.query(
        `insert into portal.inference_patches (inference_id, centre_id, size_px, x, y, reason, attention)
         select id, centre_id, $2, $3, $4, $5, $6 from portal.inference where id = $1`,
        [
          id,
          patchMap[0]?.sizePx ?? 0,
          patchMap.map(({ x }) => x),
          patchMap.map(({ y }) => y),
          patchMap.map(({ reason }) => reason),
          attention,
        ],
      );
    },
  };
}
