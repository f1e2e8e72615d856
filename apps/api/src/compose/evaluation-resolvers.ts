import { type SubjectStore } from '../columns/index.ts';
import { ClinicalModelResolver } from '../modules/analyses/evaluation/clinical-model.resolver.ts';
import { ClinicalModelService } from '../modules/analyses/evaluation/clinical-model.service.ts';
import { EvaluationDetailsResolver } from '../modules/analyses/evaluation/evaluation-details.resolver.ts';
import { type EvaluationSources } from '../modules/analyses/evaluation/evaluation-sources.ts';
import { EvaluationViewsResolver } from '../modules/analyses/evaluation/evaluation-views.resolver.ts';
import { EvaluationResolver } from '../modules/analyses/evaluation/evaluation.resolver.ts';
import { type EvaluationService } from '../modules/analyses/evaluation/evaluation.service.ts';
import { ScoreComparisonResolver } from '../modules/analyses/evaluation/score-comparison.resolver.ts';
import { ScoreOutcomeResolver } from '../modules/analyses/evaluation/score-outcome.resolver.ts';
import { ScoreOutcomeService } from '../modules/analyses/evaluation/score-outcome.service.ts';
import { ScoreRunResolver } from '../modules/analyses/evaluation/score-runs.resolver.ts';
import { ScoreRunService } from '../modules/analyses/evaluation/score-runs.service.ts';
import { ThresholdProposalResolver } from '../modules/analyses/evaluation/threshold-proposal.resolver.ts';
import { ThresholdProposalService } from '../modules/analyses/evaluation/threshold-proposal.service.ts';
import { type StudyDb } from '../db/study-db.ts';
import { type FieldService } from '../modules/fields/index.ts';
import { type StudyService } from '../modules/studies/index.ts';

interface Parts {
  readonly db: StudyDb;
  readonly columns: SubjectStore;
  readonly studies: StudyService;
  readonly scores: EvaluationSources;
  readonly fields: FieldService;
  readonly evaluations: EvaluationService;
}

/** Everything that judges scores, wired by hand. */
export function evaluationResolvers({ db, columns, studies, scores, fields, evaluations }: Parts): readonly object[] {
  const clinical = new ClinicalModelService(columns, studies, scores, fields);
  return [
    new EvaluationResolver(evaluations),
    new EvaluationDetailsResolver(evaluations),
    new EvaluationViewsResolver(),
    new ThresholdProposalResolver(new ThresholdProposalService(db, columns, studies, evaluations)),
    new ScoreOutcomeResolver(new ScoreOutcomeService(columns, studies, scores)),
    new ClinicalModelResolver(clinical),
    new ScoreComparisonResolver(clinical),
    new ScoreRunResolver(new ScoreRunService(columns, studies, scores)),
  ];
}
