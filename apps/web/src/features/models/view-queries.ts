import { graphql } from '@/graphql/generated/index.ts';

/** Matrix and measures at a threshold, for a slider: nothing else depends on it. The version tells whether it is of the same data. */
export const cutQuery = graphql(`
  query EvaluationCut(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $threshold: Float
    $positive: String
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, threshold: $threshold, positive: $positive) {
      threshold
      dataVersion
      ...EvaluationSaid
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
    }
  }
`);

/** What the resampling of a curve gives: it comes after the curve. */
export const bandQuery = graphql(`
  query EvaluationBand($study: String!, $source: ID!, $set: EvaluationSet!, $cohort: CohortInput, $positive: String) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, positive: $positive) {
      bootstrap {
        replicates
        aucLower
        aucUpper
        specificity
        lower
        upper
        ...RocBootstrapSaid
      }
    }
  }
`);

/** The score as a probability, and what acting on it would gain. */
export const useOfScoreQuery = graphql(`
  query EvaluationUse($study: String!, $source: ID!, $set: EvaluationSet!, $cohort: CohortInput, $positive: String) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, positive: $positive) {
      n
      ...EvaluationSaid
      precisionRecall {
        prevalence
        averagePrecision
        lower
        upper
        thresholds
        recall
        precision
        ...PrecisionRecallCurveSaid
      }
      histogram(bins: 20) {
        edges
        positive
        negative
      }
      calibration {
        brier
        brierScaled
        slope
        slopeLower
        slopeUpper
        intercept
        interceptLower
        interceptUpper
        meanPredicted
        observedRate
        observedToExpected
        groups {
          n
          observed
          meanPredicted
          observedRate
          lower
          upper
        }
        predicted
        observed
        ...ScoreCalibrationSaid
      }
      decisionCurve {
        thresholds
        model
        treatAll
        ...DecisionCurveSaid
      }
    }
  }
`);

export const subgroupsQuery = graphql(`
  query EvaluationSubgroups(
    $study: String!
    $source: ID!
    $set: EvaluationSet!
    $cohort: CohortInput
    $threshold: Float
    $positive: String
    $variables: [String!]
  ) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort, threshold: $threshold, positive: $positive) {
      n
      threshold
      dataVersion
      ...EvaluationSaid
      subgroups(variables: $variables) {
        variable
        missing
        pValue
        ...PerformanceByVariableSaid
        groups {
          value
          from
          below
          n
          nPositive
          auc
          aucLower
          aucUpper
          sensitivity {
            value
            lower
            upper
            numerator
            denominator
          }
          specificity {
            value
            lower
            upper
            numerator
            denominator
          }
          ...PerformanceGroupSaid
        }
      }
    }
  }
`);

/** Where the cases come from, beside those that the score was made of, and who has none. */
export const originQuery = graphql(`
  query EvaluationOrigin($study: String!, $source: ID!, $set: EvaluationSet!, $cohort: CohortInput) {
    evaluation(study: $study, source: $source, set: $set, cohort: $cohort) {
      n
      ...EvaluationSaid
      withoutScore {
        reason
        n
        nPositive
        nNegative
      }
      independence {
        level
        nEvaluated
        nTraining
        sharedPatients
        sharedSlides
        evaluatedFrom
        evaluatedUntil
        trainingFrom
        trainingUntil
        centres {
          name
          evaluated
          training
          isInTraining
        }
        scanners {
          name
          evaluated
          training
          isInTraining
        }
        ...EvaluationIndependenceSaid
      }
    }
  }
`);
