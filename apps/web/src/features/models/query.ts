import { graphql } from '@/graphql/generated/index.ts';

export const scoreSourcesQuery = graphql(`
  query ScoreSources($study: String!, $clinicalCovariates: [String!]) {
    scoreSources(study: $study, clinicalCovariates: $clinicalCovariates) {
      id
      kind
      modelName
      weights
      n
      threshold
      ...ScoreSourceSaid
      synthetic
    }
  }
`);

/** Without a threshold the source's own is used; where none is known there is no matrix. */
export const evaluationQuery = graphql(`
  query Evaluation($study: String!, $source: ID!, $set: EvaluationSet!, $threshold: Float) {
    evaluation(study: $study, source: $source, set: $set, threshold: $threshold) {
      set
      setNote {
        en
        zh
      }
      n
      nPositive
      nNegative
      positiveClass
      negativeClass
      auc
      aucLower
      aucUpper
      ...EvaluationSaid
      thresholds
      sensitivity
      specificity
      youden {
        threshold
        sensitivity
        specificity
      }
      threshold
      confusion {
        truePositive
        falsePositive
        falseNegative
        trueNegative
        metrics {
          name
          value
          lower
          upper
          numerator
          denominator
          ...MetricSaid
        }
      }
      cases {
        patientId
        patientCode
        score
        positive
        bestResponse
        slideId
        set
      }
    }
  }
`);
