import { graphql } from '@/graphql/generated/index.ts';

/** Where scores come from: a model of the portal, an import, the clinical model. */
export const scoreSourceFields = graphql(`
  fragment ScoreSourceFields on ScoreSource {
    id
    kind
    modelName
    weights
    n
    threshold
    ...ScoreSourceSaid
    synthetic
  }
`);

/** Scores against best response: curve, as far as the largest screen can show it, matrix, cases. */
export const evaluationFields = graphql(`
  fragment EvaluationFields on Evaluation {
    set
    setNote {
      en
      zh
    }
    n
    dataVersion
    nPositive
    nNegative
    positiveClass
    negativeClass
    isLowPositive
    auc
    aucLower
    aucUpper
    ...EvaluationSaid
    curve(width: 2048) {
      thresholds
      sensitivity
      specificity
    }
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
        below
        above
        ...MetricSaid
      }
      measures {
        name
        value
        lower
        upper
        numerator
        denominator
        ...MetricSaid
      }
    }
    contradictions {
      reason
      en
      zh
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
`);

/** With it the name of the external set: nothing on the page is named otherwise first. */
export const scoreSourcesQuery = graphql(`
  query ScoreSources($study: String!, $clinicalCovariates: [String!]) {
    scoreSources(study: $study, clinicalCovariates: $clinicalCovariates) {
      ...ScoreSourceFields
    }
    externalSet(study: $study)
  }
`);

/** How far the set that a study calls external is from its training set. */
export const externalSetQuery = graphql(`
  query ExternalSet($study: String!) {
    externalSet(study: $study)
  }
`);

/** Without a threshold the source's own is used; if none is known there is no matrix. */
export const evaluationQuery = graphql(`
  query Evaluation(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $threshold: Float
    $positive: String
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, threshold: $threshold, positive: $positive) {
      ...EvaluationFields
    }
  }
`);

/** Every vertex of a curve, for tables and files: it does not depend on the threshold. */
export const wholeRocQuery = graphql(`
  query WholeRoc($study: String!, $source: ID!, $set: EvaluationSet!, $cohort: CohortInput, $positive: String) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, positive: $positive) {
      curve {
        thresholds
        sensitivity
        specificity
      }
    }
  }
`);

export const evaluationFilesQuery = graphql(`
  query EvaluationFiles(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $threshold: Float
    $positive: String
    $of: EvaluationFigure!
    $variables: [String!]
    $check: Boolean = false
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, threshold: $threshold, positive: $positive) {
      files(of: $of, variables: $variables) {
        ...InR
      }
    }
  }
`);
