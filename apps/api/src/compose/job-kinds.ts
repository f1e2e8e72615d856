import path from 'node:path';
import { type Pool } from 'pg';
import { type JobKind } from '../jobs/job-kind.ts';
import { ScoreSlideKind } from '../modules/inference/score-slide-kind.ts';
import { ModelFolders, ModelService, transactionsOfPool } from '../modules/models/index.ts';
import { CheckStudyKind } from '../modules/quality/index.ts';
import { ExplainScoreKind } from '../modules/sensitivity/index.ts';
import { openSlideFiles } from '../modules/slides/index.ts';
import { TrainHeadKind } from '../modules/training/train-head-kind.ts';

export interface KindOptions {
  /** As the role of workers. */
  readonly pool: Pool;
  /** PORTAL_HOME: contains slides, models and bags. */
  readonly home: string;
  /** CPU threads of one run; all cores by default. */
  readonly threads?: number | undefined;
}

/** Everything that a worker can do, wired by hand. */
export function jobKinds({ pool, home, threads }: KindOptions): readonly JobKind[] {
  const modelsDir = path.join(home, 'models');
  const folders = new ModelFolders(modelsDir);
  const models = new ModelService(folders, transactionsOfPool(pool));
  const files = openSlideFiles(path.join(home, 'slides'));
  const bagsDir = path.join(home, 'bags');
  return [
    new ScoreSlideKind({ pool, models, files, bagsDir, threads }),
    new ExplainScoreKind({ pool, models: folders, files, bagsDir, threads }),
    new TrainHeadKind({ pool, models, files, bagsDir, modelsDir, threads }),
    new CheckStudyKind(pool),
  ];
}
