import path from 'node:path';
import { type Pool } from 'pg';
import { type JobKind } from './jobs/job-kind.ts';
import { ScoreSlideKind } from './modules/inference/score-slide-kind.ts';
import { ModelFolders, ModelService, transactionsOfPool } from './modules/models/index.ts';
import { openSlideFiles } from './modules/slides/index.ts';

export interface KindOptions {
  /** As the role of workers. */
  readonly pool: Pool;
  /** PORTAL_HOME: slides, models and bags lie below it. */
  readonly home: string;
}

/** Everything that a worker can do, wired by hand. */
export function jobKinds({ pool, home }: KindOptions): readonly JobKind[] {
  const models = new ModelService(new ModelFolders(path.join(home, 'models')), transactionsOfPool(pool));
  const files = openSlideFiles(path.join(home, 'slides'));
  return [new ScoreSlideKind({ pool, models, files, bagsDir: path.join(home, 'bags') })];
}
