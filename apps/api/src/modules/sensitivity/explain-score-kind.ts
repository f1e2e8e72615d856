import { statementText } from '@haim/schema';
import {
  type LoadedModel,
  ModelError,
  NotScorable,
  SlideError,
  slideSensitivity,
  type SlideSensitivity,
} from '@haim/ml';
import { type Pool } from 'pg';
import { PortalError } from '../../context/portal-error.ts';
import { type Claim, type Failure, FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { type StoredScore } from '../inference/index.ts';
import { type ModelFolders } from '../models/index.ts';
import { type ChosenRoi, regionsOfRun } from '../rois/index.ts';
import { type SlideFiles } from '../slides/index.ts';

export interface AskedExplanation {
  readonly inferenceId: string;
}

export interface ExplainScoreKindOptions {
  readonly pool: Pool;
  /** The folders themselves: a version that was retired since is not run any more, but its scores can be explained. */
  readonly models: Pick<ModelFolders, 'sound'>;
  readonly files: Pick<SlideFiles, 'pathOf'>;
  readonly bagsDir: string;
  /** CPU threads of one run of the head; all cores by default. */
  readonly threads?: number | undefined;
  /** Replaceable in tests. */
  readonly explain?: typeof slideSensitivity;
}

/** A run as it was scored, with the positions of its kept patches. */
interface ScoredRun {
  readonly modelId: string;
  readonly modelSha256: string;
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  readonly prps: number;
  readonly rois: readonly ChosenRoi[];
  readonly score: StoredScore;
  readonly fileName: string | null;
  /** The file does not state it: the score was made with the scale that a person stated at the time. */
  readonly isScaleStated: boolean;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly reason: readonly (string | null)[];
}

/** The largest difference allowed between two providers. */
const PRPS_TOLERANCE = 1e-3;

export const sensitivityRuns = (pool: Pool): FencedRuns<AskedExplanation> =>
  new FencedRuns<AskedExplanation>(pool, 'sensitivity', { inferenceId: 'inference_id' });

/** Explaining the score of one run. */
export class ExplainScoreKind implements JobKind<AskedExplanation> {
  readonly runs: FencedRuns<AskedExplanation>;

  constructor(private readonly options: ExplainScoreKindOptions) {
    this.runs = sensitivityRuns(options.pool);
  }

  async work(claim: Claim & AskedExplanation, { signal, report }: JobTools): Promise<Finished> {
    const { files, bagsDir, threads, explain = slideSensitivity } = this.options;
    const run = await this.scoredRun(claim.inferenceId);
    const { slideSha256 } = run.score;
    const found = await explain({
      slideSha256,
      slidePath: () => {
        if (run.fileName === null) throw new SlideError('UNREADABLE', 'The slide has no image file any more.');
        return files.pathOf(run.fileName);
      },
      model: await this.modelOf(run),
      bagDir: bagsDir,
      provider: run.provider,
      micronsPerPixel: run.isScaleStated ? run.score.micronsPerPixel : undefined,
      roi: await regionsOfRun(this.options.pool, run.rois),
      threads,
      signal,
      onProgress: report,
    });
    checkAgainst(run, found);
    return finishedWith(claim, found);
  }

  /** Faults of the request or of the worker's environment; anything else is null and may be retried. */
  failureOf(error: unknown): Failure | null {
    if (error instanceof NotScorable) return { code: 'NOT_SCORABLE', message: error.message };
    if (error instanceof SlideError || error instanceof ModelError || error instanceof PortalError) {
      return { code: error.code, message: error.message };
    }
    return null;
  }

  private async scoredRun(inferenceId: string): Promise<ScoredRun> {
    const { rows } = await this.options.pool.query<ScoredRun>(
      `select i.model_id as "modelId", i.model_sha256 as "modelSha256", i.provider_asked as provider, i.prps,
         i.rois, i.result as score, f.file_name as "fileName",
         f.stated_microns_per_pixel is not null as "isScaleStated", p.x, p.y, p.reason
       from portal.inference i
       join portal.inference_patches p on p.inference_id = i.id
       left join portal.slide_file f on f.slide_id = i.slide_id
       where i.id = $1 and i.status = 'done'`,
      [inferenceId],
    );
    if (!rows[0]) throw new PortalError('NOT_FOUND', 'The run has no score to explain.');
    return rows[0];
  }

  /** @throws MODEL_REFUSED unless the exact version that gave the score is still here. */
  private async modelOf({ modelId, modelSha256, score }: ScoredRun): Promise<LoadedModel> {
    const model = await this.options.models.sound(modelId);
    if (model.modelSha256 !== modelSha256 || model.manifestSha256 !== score.manifestSha256) {
      throw new PortalError(
        'MODEL_REFUSED',
        `Model ${modelId} is no longer the version that gave this score: run it again, then explain the new score.`,
      );
    }
    return model;
  }
}

/** @throws SlideError where what was explained is not what was scored. */
function checkAgainst(run: ScoredRun, { prps, corners }: SlideSensitivity): void {
  const kept = run.x.flatMap((x, i) => (run.reason[i] === null ? [{ x, y: run.y[i] }] : []));
  const isSame =
    kept.length === corners.length && kept.every(({ x, y }, i) => corners[i]?.x === x && corners[i].y === y);
  if (!isSame || Math.abs(run.prps - prps) > PRPS_TOLERANCE) {
    throw new SlideError(
      'UNREADABLE',
      'The patches of the slide come out otherwise than when it was scored: run the model again, then explain the new score.',
    );
  }
}

function finishedWith({ id }: Claim, found: SlideSensitivity): Finished {
  const { values, blocks } = found;
  return {
    columns: {
      prps: found.prps,
      method: statementText(found.method),
      block_patches: found.blockRows,
      block_count: new Set(blocks).size,
      scale: found.scale,
      provider_ran: found.providerRan,
      bag_reused: found.bagReused,
      seconds: found.seconds.total,
      warnings: found.warnings.map(statementText),
    },
    alsoWrite: async (client) => {
      await client.query(
        `insert into portal.sensitivity_values (sensitivity_id, centre_id, value, block)
         select id, centre_id, $2, $3 from portal.sensitivity where id = $1`,
        [id, values && [...values], blocks],
      );
    },
  };
}
