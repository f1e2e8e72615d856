import { type Statement } from '@haim/schema';
import { type ConfusionMetric } from '@haim/stats';
import { type SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { cohortFilter, type CohortInput } from '../../cohort/index.ts';
import { readStudy, type StudyService } from '../../studies/index.ts';
import { figures } from './evaluation-figures.ts';
import { type EvaluationSetName, isIn } from './evaluation-sets.ts';
import { type EvaluationSources, type ScoreSource } from './evaluation-sources.ts';
import { calibrationOf } from './evaluation-views.ts';

/** One source of scores on one set: what a row of a table of all runs has. */
export interface ScoreRun {
  readonly source: ScoreSource;
  readonly versionId: string | null;
  readonly n: number;
  readonly nPositive: number;
  readonly auc: number | null;
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  /** At the source's own threshold; empty where it has none, or there is no case. */
  readonly metrics: readonly (ConfusionMetric & { readonly method: Statement })[];
  readonly brier: number | null;
  readonly slope: number | null;
  readonly intercept: number | null;
  readonly observedToExpected: number | null;
}

/** Every source of scores of a study side by side, each on all of its own cases. */
export class ScoreRunService {
  constructor(
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly scores: EvaluationSources,
  ) {}

  /** In the order in which sources are listed. @throws NOT_FOUND for a study that is not the asker's; BAD_USER_INPUT. */
  async list(
    ctx: PortalContext,
    study: string,
    { set, cohort }: { readonly set: EvaluationSetName; readonly cohort: CohortInput | null },
  ): Promise<{ readonly dataVersion: number; readonly runs: readonly ScoreRun[] }> {
    const scope = this.studies.scope(ctx, study);
    const filter = cohortFilter(cohort);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const moment = { tx, columns, scope };
      const { scoreOfPatient } = await readStudy(tx, scope.studyId);
      const runs: ScoreRun[] = [];
      for (const { source, rows } of await this.scores.readAll(moment)) {
        const chosen = columns.cohort(filter).among(rows.map(({ patientId }) => patientId));
        const inSet = rows.filter((row) => chosen.has(row.patientId) && isIn(set, row.set));
        runs.push(runOf(source, figures(inSet, { threshold: source.threshold, scoreOfPatient })));
      }
      return { dataVersion: columns.version, runs };
    });
  }
}

function runOf(source: ScoreSource, found: ReturnType<typeof figures>): ScoreRun {
  const { n, nPositive, auc, aucLower, aucUpper, confusion } = found;
  const measures = calibrationOf(found)?.measures ?? null;
  return {
    ...{ source, versionId: source.versionId, n, nPositive, auc, aucLower, aucUpper },
    metrics: confusion?.metrics ?? [],
    brier: measures?.brier ?? null,
    slope: measures?.slope ?? null,
    intercept: measures?.inTheLarge ?? null,
    observedToExpected: measures?.observedToExpected ?? null,
  };
}
