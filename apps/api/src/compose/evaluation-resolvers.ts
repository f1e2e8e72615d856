import { type SubjectStore } from '../columns/index.ts';
import { ClinicalModelResolver } from '../modules/analyses/evaluation/clinical-model.resolver.ts';
import { ClinicalModelService } from '../modules/analyses/evaluation/clinical-model.service.ts';
import { EvaluationDetailsResolver } from '../modules/analyses/evaluation/evaluation-details.resolver.ts';
import { type EvaluationSources } from '../modules/analyses/evaluation/evaluation-sources.ts';
import { EvaluationViewsResolver } from '../modules/analyses/evaluation/evaluation-views.resolver.ts';
import { EvaluationResolver } from '../modules/analyses/evaluation/evaluation.resolver.ts';
import { type EvaluationService } from '../modules/analyses/evaluation/evaluation.service.ts';
import { ScoreOutcomeResolver } from '../modules/analyses/evaluation/score-outcome.resolver.ts';
import { ScoreOutcomeService } from '../modules/analyses/evaluation/score-outcome.service.ts';
import { type FieldService } from '../modules/fields/index.ts';
import { type StudyService } from '../modules/studies/index.ts';

interface Parts {
  readonly columns: SubjectStore;
  readonly studies: StudyService;
  readonly scores: EvaluationSources;
  readonly fields: FieldService;
  readonly evaluations: EvaluationService;
}

/** Everything that judges scores, wired by hand. */
export function evaluationResolvers({ columns, studies, scores, fields, evaluations }: Parts): readonly object[] {
  return [
    new EvaluationResolver(evaluations),
    new EvaluationDetailsResolver(evaluations),
    new EvaluationViewsResolver(),
    new ScoreOutcomeResolver(new ScoreOutcomeService(columns, studies, scores)),
    new ClinicalModelResolver(new ClinicalModelService(columns, studies, scores, fields)),
  ];
}
