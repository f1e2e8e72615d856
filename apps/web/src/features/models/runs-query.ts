import { graphql } from '@/graphql/generated/index.ts';

/** Every source of scores on a set, each on all of its own cases. */
export const scoreRunsQuery = graphql(`
  query ScoreRuns($study: String!, $set: EvaluationSet!, $cohort: CohortInput) {
    scoreRuns(study: $study, set: $set, cohort: $cohort) {
      dataVersion
      runs {
        source {
          ...ScoreSourceFields
        }
        versionId
        n
        nPositive
        auc
        aucLower
        aucUpper
        metrics {
          name
          value
          lower
          upper
          numerator
          denominator
          ...MetricSaid
        }
        brier
        slope
        intercept
        observedToExpected
      }
    }
  }
`);
